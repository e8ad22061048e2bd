"""Tell people. Telling the same fact twice is telling it once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.kernel.actors import Actor
from marketplace.kernel.money import Rupiah
from marketplace.notices.models import Notice
from marketplace.notices.words import WORDS

MAILS_A_RUN = 100


def tell(*, user_ids: Iterable[int | None], at: datetime, kind: str, subject: str, url: str, **facts: Any) -> None:
    """Leave one notice for each person, of the moment of what happened, however late it is delivered.

    Raises KeyError for a kind without words.
    """
    assert WORDS[kind]
    plain = {name: str(value) if isinstance(value, Rupiah) else value for name, value in facts.items()}
    Notice.objects.bulk_create(
        [
            Notice(user_id=user_id, kind=kind, subject=subject, url=url, facts=plain, created_at=at)
            for user_id in {one for one in user_ids if one}
        ],
        ignore_conflicts=True,
    )


def mark_read(*, notice_ids: Iterable[int] | None, actor: Actor, at: datetime) -> int:
    """Mark one's own notices as read; all of them when none is named."""
    mine = Notice.objects.filter(user_id=actor.person_id, read_at__isnull=True)
    if notice_ids is not None:
        mine = mine.filter(id__in=list(notice_ids))
    return mine.update(read_at=at)


def send_waiting_mail(*, at: datetime) -> int:
    """Mail what also goes by mail. A mail server that is away delays mail and nothing else; returns how many went."""
    kinds = [kind for kind, words in WORDS.items() if words.mail]
    waiting = Notice.objects.filter(kind__in=kinds, mailed_at__isnull=True).exclude(user__email__isnull=True)
    sent = 0
    for notice in waiting.select_related("user").order_by("id")[:MAILS_A_RUN]:
        with translation.override(settings.LANGUAGE_CODE):
            body = _("%(text)s\n\nBuka: %(url)s\n\nKami tidak pernah meminta kata sandi, PIN, atau kode OTP.") % {
                "text": notice.text,
                "url": settings.SITE_ADDRESS + notice.url,
            }
            send_mail(f"Dasaran: {notice.text[:100]}", body, None, [str(notice.user.email)])
        sent += Notice.objects.filter(id=notice.id, mailed_at__isnull=True).update(mailed_at=at)
    return sent
