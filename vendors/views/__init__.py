"""Pages of vendors: applying, the shop, the verification room, and what the public sees."""
