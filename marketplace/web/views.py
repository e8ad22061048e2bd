"""Pages that belong to no package: what waits for me, health, theme, and what the footer links."""

from functools import lru_cache

from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.access import public, signed_in
from marketplace.kernel.database import patience
from marketplace.ui.http import Request
from marketplace.web import rooms
from marketplace.web.context import THEME_COOKIE, THEMES

_YEAR_SECONDS = 365 * 24 * 60 * 60


@signed_in
@require_safe
def my_room(request: Request) -> HttpResponse:
    """All that waits for this person, over all rooms."""
    mine = rooms.rooms_for(request.actor)
    doors = [{"room": room, "url": rooms.home_of(room), "lines": rooms.lines_of(room, request.actor)} for room in mine]
    context = {"tasks": rooms.tasks_for(request.actor), "doors": doors, "apply_url": rooms.address_of("vendors:apply")}
    return render(request, "web/my_room.html", context)


@signed_in
@require_safe
def room(request: Request, code: str) -> HttpResponse:
    """The home of a room that has no page of its own: its menu and what waits."""
    found = next((one for one in rooms.rooms_for(request.actor) if one.code == code), None)
    if found is None:
        raise Http404
    doors = rooms.lines_of(found, request.actor)
    return render(request, "web/room.html", {"found": found, "doors": doors, "tasks": rooms.tasks_for(request.actor)})


@public
@require_POST
def theme(request: Request) -> HttpResponse:
    """Remember light, dark or the device's choice in a cookie, and go back."""
    chosen = request.POST.get("theme", "")
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        address = "/"
    response = HttpResponse(status=303, headers={"Location": address})
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=_YEAR_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response


@public
@never_cache
@require_safe
def healthz(request: Request) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
@never_cache
@require_safe
def readyz(request: Request) -> HttpResponse:
    """The database answers and every migration is applied. 503 with the reason otherwise."""
    problem = _not_ready()
    if problem:
        return JsonResponse({"status": "not ready", "problem": problem}, status=503)
    return JsonResponse({"status": "ready"})


@lru_cache(maxsize=1)
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.nodes)


def _not_ready() -> str:
    """One query; the files are read once in a process."""
    try:
        with patience.waiting(patience.PROBE):
            applied = set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    except DatabaseError:
        return "database"
    return "migrations" if _known_migrations() - applied else ""


def page(template: str):
    """A view that shows a page of words."""

    @public
    @require_safe
    def show(request: Request) -> HttpResponse:
        return render(request, template)

    return show
