"""Tests run on the real database engine with the app role; only speed of hashing and storage of files differ."""

import tempfile
from pathlib import Path

from marketplace.settings.dev import *  # noqa: F403

DASARAN_DEMO = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = Path(tempfile.gettempdir()) / "dasaran-test-media"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = False
ALLOWED_HOSTS = ["*"]
WHITENOISE_AUTOREFRESH = True
OUTBOX_WAKE = ""
MFA_REQUIRED_FOR_MONEY_ROLES = False  # the tests of the second factor turn it on
STEP_UP_REQUIRED = False  # as above
