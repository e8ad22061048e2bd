"""How the fields of two papers become a sheet."""
