"""What the public pages show, as plain lists for the components."""
