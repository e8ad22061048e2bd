"""Reactions of accounts to its own announcements."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override

from marketplace.accounts.events import PasswordResetRequested
from marketplace.accounts.models import User
from marketplace.kernel.outbox.worker import talks_outside


@talks_outside
def mail_reset_link(event: PasswordResetRequested) -> None:
    """Send the link. The address of the site is a setting, never what a request claimed (T-06)."""
    user = User.objects.filter(pk=event.user_id, is_active=True, email__isnull=False).first() if event.user_id else None
    if user is None or not user.email:
        return
    uid = urlsafe_base64_encode(str(user.pk).encode())
    path = reverse("accounts:reset-password", args=[uid, default_token_generator.make_token(user)])
    with override(settings.LANGUAGE_CODE):
        body = render_to_string(
            "accounts/mail/reset_password.txt", {"user": user, "link": settings.SITE_ADDRESS + path}
        )
        send_mail(_("Dasaran: buat kata sandi baru"), body, settings.DEFAULT_FROM_EMAIL, [user.email])
