"""The site as it is served, on the bench's own database; only what would write outside it is changed."""

from marketplace.settings.dev import *  # noqa: F403

DASARAN_DEMO = True  # the bench's province is the demo's
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Plain names on both sides: hashing them is work of a deployment, not of a request.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
