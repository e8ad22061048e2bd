"""A real site's settings: complete, or one clear sentence; and without a warning of Django's own check."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
    "SECRET_KEY": "k7!" + "wq3Zr9_pLx2vTn8bYc4mHs6dJf5gKa1e" * 2,
    "PERSONAL_DATA_KEY": "p8?" + "Rt5yUi1oPz7xCv3bNm9qWe2aSd4fGh6j" * 2,
    "ALLOWED_HOSTS": "dasaran.example.go.id",
    "SITE_ADDRESS": "https://dasaran.example.go.id",
    "DATABASE_URL": "postgres://dasaran_app:x@127.0.0.1:9/dasaran",
    "DATABASE_OWNER_URL": "postgres://dasaran_owner:x@127.0.0.1:9/dasaran",
    "DATABASE_SEQUENCER_URL": "postgres://dasaran_sequencer:x@127.0.0.1:9/dasaran",
    "BROKER_URL": "redis://127.0.0.1:9/0",
}


def manage(*words: str, without: str = "", state) -> subprocess.CompletedProcess[str]:
    """`django-admin`, for `manage.py` would start what a demo needs."""
    wanted = {name: value for name, value in ENVIRONMENT.items() if name != without}
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(settings.PROJECT),
        "DASARAN_STATE": str(state),
    } | wanted
    command = [sys.executable, "-m", "django", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_the_deployment_check_finds_nothing(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", state=tmp_path)

    assert done.returncode == 0 and "no issues" in done.stdout, done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "PERSONAL_DATA_KEY", "DATABASE_URL", "ALLOWED_HOSTS"])
def test_what_is_missing_is_named(name, tmp_path):
    done = manage("check", "--deploy", without=name, state=tmp_path)

    assert done.returncode != 0 and f"Set {name} in the environment" in done.stderr
