"""How often one may guess (T-01, T-57). Counted in the database before any password is hashed.

By account and source together, so that somebody else's failures do not keep the right person out; by source, so that
one machine cannot try many accounts; by account over all sources, from which a device that signed in before is free.
"""

import datetime
import hashlib
import hmac
import ipaddress
import math

from django.conf import settings
from django.db import connection
from django.db.models import F

from marketplace.accounts.models import SignInLimit, UsedCode, User

_COUNT = """
    INSERT INTO accounts_signinlimit AS stored (key, tries, since) VALUES (%(key)s, 1, %(now)s)
    ON CONFLICT (key) DO UPDATE SET
      tries = CASE WHEN stored.since < %(start)s THEN 1 ELSE stored.tries + 1 END,
      since = CASE WHEN stored.since < %(start)s THEN %(now)s ELSE stored.since END
    RETURNING tries, since
"""


def wait_to_sign_in(*, subject: str, address: str, known_device: bool, now: datetime.datetime) -> int:
    """Count one try; 0 when it may go on, else the minutes until it may.

    `subject` names the account, or the text that names none.
    """
    asked = [("pair", f"{subject}|{_network(address)}"), ("source", _network(address))]
    if not known_device:
        asked.append(("account", subject))
    return next((wait for kind, what in asked if (wait := _wait(kind, what, now=now))), 0)


def forgive_sign_in(*, subject: str, address: str, known_device: bool) -> None:
    """The right password: the tries of this account from this source are forgotten.

    What else counted it gets this one try back and keeps the others: a whole office signs in from one address, every
    quarter of an hour, and none of that is guessing.
    """
    forget("pair", f"{subject}|{_network(address)}")
    given_back = [_key("source", _network(address))] + ([] if known_device else [_key("account", subject)])
    SignInLimit.objects.filter(key__in=given_back, tries__gt=0).update(tries=F("tries") - 1)


def count(kind: str, what: str, *, now: datetime.datetime) -> bool:
    """Count one try of `what` and say whether it is within the limit of its kind."""
    return not _wait(kind, what, now=now)


def _wait(kind: str, what: str, *, now: datetime.datetime) -> int:
    """Count one try; the minutes until its window has passed when there were too many, else 0."""
    most, seconds = settings.SIGN_IN_LIMITS[kind]
    window = datetime.timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(kind, what), "now": now, "start": now - window})
        tries, since = cursor.fetchone()
    return 0 if tries <= most else max(math.ceil((since + window - now).total_seconds() / 60), 1)


def forget(kind: str, what: str) -> None:
    """Start counting again."""
    SignInLimit.objects.filter(key=_key(kind, what)).delete()


def use_code_once(user: User, code: str, *, now: datetime.datetime) -> bool:
    """Whether this one-time code was not used before by this person. Whatever process asks, one gets a yes."""
    UsedCode.objects.filter(user=user, used_at__lt=now - datetime.timedelta(minutes=10)).delete()
    _row, created = UsedCode.objects.get_or_create(
        user=user, code_hash=_key("code-used", f"{user.pk}|{code.strip()}"), defaults={"used_at": now}
    )
    return created


def _key(kind: str, what: str) -> str:
    return hmac.new(settings.PERSONAL_DATA_KEY.encode(), f"{kind}:{what}".encode(), hashlib.sha256).hexdigest()


def _network(address: str) -> str:
    """One household is one source: an IPv6 address counts with its /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
