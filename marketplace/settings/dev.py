"""A site on one's own machine, and the demo: real parts, plain HTTP, debug off unless asked for."""

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403

SECRET_KEY = env.SECRET_KEY or "local-development-only-not-a-secret-0123456789abcdef"
PERSONAL_DATA_KEY = env.PERSONAL_DATA_KEY or SECRET_KEY
DEBUG = env.env.bool("DEBUG", False)
ALLOWED_HOSTS = env.ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [env.SITE_ADDRESS.rstrip("/")]
