"""A plain Oscar project beside ours: its own apps, templates and settings, on the same database server."""
