"""Addresses for the tests of middleware: the site's own frame around views that refuse, fail or say nothing."""

import errno

from django.db import OperationalError, connection
from django.http import HttpResponse
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from psycopg.errors import DiskFull

from marketplace.accounts.access import public, roles, signed_in, step_up
from marketplace.accounts.roles import Role
from marketplace.kernel.errors import ExternalFailure, NotFound, NotPermitted, RuleViolation, refuses_constraint


@refuses_constraint("test_only_constraint")
class TooMuch(RuleViolation):
    """A refusal with a fact."""

    code = "TOO_MUCH"
    template = _("Melebihi sisa.")


@public
def breaks_rule(request):
    """The law says no."""
    raise TooMuch()


@public
def names_its_way_back(request):
    """The law says no, and the view says where to go."""
    request.refusal_url = "/fine/"
    raise TooMuch()


@public
def not_permitted(request):
    """Not you."""
    raise NotPermitted("Hanya PPK yang dapat menyetujui.")


@public
def missing(request):
    """Not here."""
    raise NotFound()


@public
def outside(request):
    """The bank does not answer."""
    raise ExternalFailure()


@public
def breaks_constraint(request):
    """The database says no."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DO $$ BEGIN RAISE EXCEPTION 'no' USING"
            " ERRCODE = 'check_violation', CONSTRAINT = 'test_only_constraint'; END $$"
        )


@public
def defect(request):
    """A defect of ours."""
    raise ZeroDivisionError


@public
def database_away(request):
    """The database was killed meanwhile."""
    raise OperationalError("server closed the connection unexpectedly")


@public
def disk_full(request):
    """The database found no room for what it was to keep."""
    raise OperationalError("could not extend file") from DiskFull("could not extend file")


@public
def no_room_for_a_file(request):
    """The disk beside the database."""
    raise OSError(errno.ENOSPC, "No space left on device")


def silent(request):
    """Says nothing about who may open it."""
    return HttpResponse("secret")


@public
def fine(request):
    """Everybody."""
    return HttpResponse("fine")


@signed_in
def mine(request):
    """Whoever has signed in."""
    return HttpResponse(request.actor.name)


@signed_in
@step_up
def pay(request):
    """A step that moves money."""
    return HttpResponse(f"paid {request.POST.get('amount', '')}")


@roles(Role.TREASURER)
def treasurers(request):
    """Treasurers."""
    return HttpResponse("kas")


urlpatterns = [
    path("breaks-rule/", breaks_rule),
    path("way-back/", names_its_way_back),
    path("not-permitted/", not_permitted),
    path("missing/", missing),
    path("outside/", outside),
    path("breaks-constraint/", breaks_constraint),
    path("defect/", defect),
    path("database-away/", database_away),
    path("disk-full/", disk_full),
    path("no-room-for-a-file/", no_room_for_a_file),
    path("silent/", silent),
    path("fine/", fine),
    path("mine/", mine),
    path("pay/", pay),
    path("treasurers/", treasurers),
    path("", include("marketplace.web.urls")),
    path("", include("marketplace.accounts.urls")),
]
handler404 = "marketplace.web.errors.not_found"
handler500 = "marketplace.web.errors.server_error"
