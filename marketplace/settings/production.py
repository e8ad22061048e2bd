"""A real site behind a proxy that speaks TLS. Whatever is secret or local comes from the environment."""

from django.core.exceptions import ImproperlyConfigured

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403

DEBUG = False
DASARAN_DEMO = False

for _name in ("SECRET_KEY", "PERSONAL_DATA_KEY", "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SEQUENCER_URL"):
    if not getattr(env, _name):
        raise ImproperlyConfigured(f"Set {_name} in the environment before starting a production site.")
if not env.ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS in the environment, for example ALLOWED_HOSTS=dasaran.example.go.id.")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
