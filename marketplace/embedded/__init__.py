"""Starts what the site runs on (database, broker, worker, web ...) and knows nothing of the site itself."""
