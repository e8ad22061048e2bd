"""One row per person and fact. Words are chosen when it is read, so it speaks the reader's language."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from marketplace.notices.words import WORDS, spoken


class Notice(models.Model):
    """What a person is told: a kind of `words.WORDS`, the facts that fill it, and where to act."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    #: The fact itself: the same fact told twice is one notice.
    subject = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "subject"], name="notice_once")]
        indexes = [
            # The number on the bell, asked on every page.
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["user", "-created_at", "-id"], name="notice_newest"),
        ]

    @property
    def text(self) -> str:
        return str(WORDS[self.kind].text).format(**spoken(self.facts))

    @property
    def icon(self) -> str:
        return WORDS[self.kind].icon

    @property
    def tone(self) -> str:
        return WORDS[self.kind].tone
