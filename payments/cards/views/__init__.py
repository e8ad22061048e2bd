"""Doors of cards for people: translate a request, call one use case, show what `pages.py` prepared."""
