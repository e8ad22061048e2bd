"""Tokens with which a person's own programs act for them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    READ = "read", _("Hanya membaca")
    WRITE = "write", _("Membaca dan bertindak")


class ApiToken(models.Model):
    """Only the hash of a token is kept; `prefix` finds the row and is shown so that people tell tokens apart.

    The token itself is 256 random bits, so a plain SHA-256 is enough: there is nothing to guess.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=8, unique=True)
    key_sha256 = models.CharField(max_length=64)
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "api"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(key_sha256__regex=r"^[0-9a-f]{64}$"), name="api_token_is_hashed"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="api_token_ends"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="api_token_scope_known"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"

    def is_live(self, at: datetime) -> bool:
        """Neither revoked nor past its end."""
        return self.revoked_at is None and self.expires_at > at

    @property
    def may_write(self) -> bool:
        return self.scope == Scope.WRITE
