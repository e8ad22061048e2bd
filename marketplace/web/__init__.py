"""The door for pages: middleware, rooms, error pages, what stands around every page."""
