"""The second factor of people who handle money (T-03).

Allauth keeps whoever has one and has not shown it outside: until then `request.user` is nobody. What is left to do
here is to send people who handle money and have none yet to set one up, before they see anything else.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from marketplace.accounts.roles import MONEY_ROLES
from marketplace.kernel.actors import Actor
from marketplace.ui.http import Request

_CONFIRMED = "_second_factor"
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

#: What is open before the second factor is set up: setting it up, going away, and the switches of the page.
OPEN_BEFORE = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "accounts:sign-out",
        "set_language",
        "web:theme",
        "web:healthz",
        "web:readyz",
    }
)


def is_required_of(actor: Actor) -> bool:
    """Whether this person must have a second factor, by the roles held now."""
    return settings.MFA_REQUIRED_FOR_MONEY_ROLES and any(grant.role in MONEY_ROLES for grant in actor.grants)


def demand(request: Request) -> HttpResponse | None:
    """The way to set up a second factor, for whoever must have one and has none; otherwise None."""
    if not is_required_of(request.actor) or request.session.get(_CONFIRMED) == request.actor.id:
        return None
    if Authenticator.objects.filter(user_id=request.actor.id, type__in=_FACTORS).exists():
        request.session[_CONFIRMED] = request.actor.id
        return None
    if _name_of(request.path_info) in OPEN_BEFORE:
        return None
    return HttpResponseRedirect(reverse("mfa_index"))


def forget(request: Request) -> None:
    """Ask again whether there is a second factor: one was removed."""
    request.session.pop(_CONFIRMED, None)


def _name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
