from django.db.models import QuerySet

from marketplace.kernel.actors import Actor
from marketplace.notices.models import Notice


def notices_of(actor: Actor) -> QuerySet[Notice]:
    return Notice.objects.filter(user_id=actor.person_id)


def unread_count(actor: Actor) -> int:
    return notices_of(actor).filter(read_at__isnull=True).count()
