"""What allauth asks us: addresses of the site, names, and how second factors are stored."""

import base64
import hashlib
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import limits
from marketplace.accounts.access import answered_recently
from marketplace.accounts.actors import actor_for
from marketplace.accounts.address import client_address
from marketplace.accounts.models import User
from marketplace.accounts.second_factor import is_required_of

_SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up, or changes an address, through allauth; it only walks through the stages of signing in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Signing up is a use case of ours."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address that our own limits and the log use."""
        return client_address(request) or "unknown"

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not within five minutes of the last answer, signing in included."""
        return not answered_recently(context.request)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether this is the password of the person who is signed in; guesses are counted."""
        if not limits.count("code", f"password:{user.pk}", now=timezone.now()):
            return False
        if not check_password(password, user.password):
            return False
        limits.forget("code", f"password:{user.pk}")
        return True

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any, **more: Any
    ) -> None:
        """Coming and going needs no message."""
        if message_template not in _SILENT:
            super().add_message(request, level, message_template, *rest, **more)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Messages to people are sent by notices, from events."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are stored encrypted; a second factor that is required cannot be removed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Peran Anda mewajibkan dua langkah. Tambahkan cara lain sebelum menghapus yang ini."
        ),
        "incorrect_code": _("Kode salah atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi."),
    }

    def get_totp_label(self, user: User) -> str:
        """What the authenticator app shows under "Dasaran"."""
        return user.nip or user.email or user.phone or user.login

    def build_totp_svg(self, url: str) -> str:
        """The QR code, drawn by the library that draws all of ours."""
        buffer = BytesIO()
        segno.make(url, error="m").save(buffer, kind="svg", scale=5, border=2, xmldecl=False, dark="#111", light="#fff")
        return buffer.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """What stands in the database opens nothing without the key of the site."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of a person whose roles require it."""
        if not is_required_of(actor_for(authenticator.user, at=timezone.now())):
            return True
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        ).exclude(pk=authenticator.pk)
        return others.exists()

    def _get_site_name(self) -> str:
        return "Dasaran"


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second-factor:" + settings.PERSONAL_DATA_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
