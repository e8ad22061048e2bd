"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, offices, dated roles, sessions and signing in."""

    name = "marketplace.accounts"
    label = "accounts"
    verbose_name = _("Akun")
    default_auto_field = "django.db.models.BigAutoField"
