"""Orders as pages show them: plain dicts for templates, made from rows and words. No rule lives here."""
