"""The ports to card network and bank, their adapters, and the bank's files."""
