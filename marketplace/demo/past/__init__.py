"""The finished purchases of the last twelve months, from the need to the repaid bank, written many at a time."""
