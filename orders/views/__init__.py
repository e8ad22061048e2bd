"""Doors of orders for people: translate a request, call one use case, show what the view prepared."""
