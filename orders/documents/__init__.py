"""Papers that orders issues, one file per kind: the fields each is made of, in the words of the regulation."""
