"""What the audit room's pages show, as plain lists for the components."""
