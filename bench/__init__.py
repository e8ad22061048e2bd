"""Measurements against limits and peers taken in the same run: `make bench`. Never a timed test."""
