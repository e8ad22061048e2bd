"""How often one may guess (T-01, T-57). Counted in the database before any password is hashed.

By account and source together, so that somebody else's failures do not keep the right person out; by source, so that
one machine cannot try many accounts; by account over all sources, from which a device that signed in before is free.
"""

import datetime
import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.db import connection

from marketplace.accounts.models import SignInLimit, UsedCode, User

_COUNT = """
    INSERT INTO accounts_signinlimit AS stored (key, tries, since) VALUES (%(key)s, 1, %(now)s)
    ON CONFLICT (key) DO UPDATE SET
      tries = CASE WHEN stored.since < %(start)s THEN 1 ELSE stored.tries + 1 END,
      since = CASE WHEN stored.since < %(start)s THEN %(now)s ELSE stored.since END
    RETURNING tries
"""


def allow_sign_in(*, subject: str, address: str, known_device: bool, now: datetime.datetime) -> bool:
    """Count one try and say whether it may go on. `subject` names the account, or the text that names none."""
    if not count("pair", f"{subject}|{_network(address)}", now=now):
        return False
    if not count("source", _network(address), now=now):
        return False
    return known_device or count("account", subject, now=now)


def forgive_sign_in(*, subject: str, address: str) -> None:
    """The right password: the tries of this account from this source are forgotten, the others stay counted."""
    SignInLimit.objects.filter(key=_key("pair", f"{subject}|{_network(address)}")).delete()


def count(kind: str, what: str, *, now: datetime.datetime) -> bool:
    """Count one try of `what` and say whether it is within the limit of its kind."""
    most, seconds = settings.SIGN_IN_LIMITS[kind]
    start = now - datetime.timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(kind, what), "now": now, "start": start})
        (tries,) = cursor.fetchone()
    return int(tries) <= most


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
