"""People, offices and who may do what, when."""
