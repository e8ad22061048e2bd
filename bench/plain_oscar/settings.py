"""What Oscar's getting-started page tells a new project to write, and nothing of ours."""

import os
from pathlib import Path

import dj_database_url
from oscar import INSTALLED_APPS as OSCAR_APPS
from oscar.defaults import *  # noqa: F403  Oscar's settings are read by name

FOLDER = Path(os.environ["BENCH_FOLDER"]) / "plain_oscar"
SECRET_KEY = "a-bench-has-no-secrets"
DEBUG = False
ALLOWED_HOSTS = ["*"]
SITE_ID = 1
ROOT_URLCONF = "bench.plain_oscar.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
LANGUAGE_CODE = "en-gb"

INSTALLED_APPS = OSCAR_APPS
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
    "django.contrib.flatpages.middleware.FlatpageFallbackMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.apps.search.context_processors.search_form",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.apps.communication.notifications.context_processors.notifications",
                "oscar.core.context_processors.metadata",
            ],
        },
    }
]
AUTHENTICATION_BACKENDS = (
    "oscar.apps.customer.auth_backends.EmailBackend",
    "django.contrib.auth.backends.ModelBackend",
)

#: The same connection as ours: kept between requests, and asked first whether it still stands.
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60, conn_health_checks=True)}
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"
OSCAR_PRODUCTS_PER_PAGE = 24  # as many as our pages list
OSCAR_DEFAULT_CURRENCY = "IDR"
OSCAR_CURRENCY_FORMAT = {"IDR": {"format": "Rp#,##0"}}
#: Goods have no pictures on either side; Oscar's thumbnailers would only make smaller copies of "no image".
OSCAR_THUMBNAILER = "bench.plain_oscar.pictures.PlainAddress"
STATIC_URL, STATIC_ROOT = "/static/", FOLDER / "static"
MEDIA_URL, MEDIA_ROOT = "/media/", FOLDER / "media"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
