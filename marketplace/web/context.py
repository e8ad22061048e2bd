"""What stands around every page: the names that `templates/base.html` lists at its top.

Everything that costs a query is lazy, so that a fragment or an error page pays for nothing it does not show.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import ANONYMOUS, Actor
from marketplace.kernel.calendar import fiscal_year
from marketplace.ui.formats import language
from marketplace.web import figures, rooms

THEME_COOKIE = "tema"
THEMES = ("auto", "light", "dark")


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    room = rooms.room_at(request.path, actor)
    return {
        "actor": actor,
        "room": SimpleLazyObject(lambda: _room(request, actor, room)),
        "rooms": SimpleLazyObject(lambda: _rooms(actor, room)),
        "links": SimpleLazyObject(lambda: _links(actor)),
        "footer": SimpleLazyObject(_footer),
        "operator": SimpleLazyObject(_operator),
        "user_display": actor.name,
        "role_display": SimpleLazyObject(lambda: _role_display(actor, room)),
        "unread_notices": SimpleLazyObject(lambda: figures.unread_notices(actor)),
        "basket_count": SimpleLazyObject(lambda: figures.basket_count(actor)),
        "budget_strip": SimpleLazyObject(lambda: figures.budget_strip(actor)),
        "theme": theme_of(request, room),
        "save_data": request.headers.get("Save-Data", "").lower() == "on",
        "alternates": [],
        "kept_form": getattr(request, "kept_form", None),
        "demo_note": settings.DASARAN_DEMO,
        "demo": settings.DASARAN_DEMO,
    }


def theme_of(request: HttpRequest, room: rooms.Room | None = None) -> str:
    """The theme that the person chose; sellers follow their device, papers and offices start light."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    if chosen in THEMES:
        return chosen
    return "auto" if room is not None and room.look == "seller" else "light"


def _room(request: HttpRequest, actor: Actor, room: rooms.Room | None) -> dict[str, Any]:
    if room is None:
        return {
            "code": "public",
            "label": _("Utama"),
            "home_url": rooms.address_of("catalog:home") or "/",
            "nav": rooms.menu(rooms.PUBLIC_ITEMS, actor, request.path),
        }
    return {
        "code": room.look,
        "label": room.label,
        "home_url": rooms.home_of(room),
        "icon": room.icon,
        "tabbar": room.tabbar,
        "nav": rooms.menu(room.items, actor, request.path),
    }


def _rooms(actor: Actor, current: rooms.Room | None) -> list[dict[str, Any]]:
    mine = rooms.rooms_for(actor)
    lines = [
        {
            "code": room.code,
            "label": room.label,
            "home_url": rooms.home_of(room),
            "icon": room.icon,
            "current": room is current,
        }
        for room in mine
    ]
    if mine:
        lines.insert(
            0,
            {"code": "saya", "label": _("Ruang saya"), "home_url": reverse("web:my-room"), "icon": "layout-dashboard"},
        )
    return lines


def _links(actor: Actor) -> dict[str, str]:
    signed_in = actor.id is not None
    names = {
        "home": "catalog:home",
        "search": "catalog:search",
        "sign_in": "accounts:sign-in",
        "sign_out": "accounts:sign-out" if signed_in else "",
        "register": "" if signed_in else "accounts:sign-up",
        "notices": "notices:list" if signed_in else "",
        "basket": "orders:basket" if actor.holds(Role.ACTIVITY_OFFICER) else "",
        "help": "web:help",
        "account": "accounts:account" if signed_in else "",
        "theme": "web:theme",
    }
    return {key: rooms.address_of(name) for key, name in names.items() if name} | {
        "home": rooms.address_of("catalog:home") or "/"
    }


def _footer() -> list[dict[str, Any]]:
    groups = [
        (
            _("Pasar"),
            [
                (_("Kategori"), "catalog:categories"),
                (_("Daftar jadi penjual"), "accounts:sign-up"),
                (_("Masuk"), "accounts:sign-in"),
            ],
        ),
        (
            _("Keterbukaan"),
            [
                (_("Transparansi"), "transparency:home"),
                (_("Cara harga dinilai"), "web:price-method"),
                (_("Periksa dokumen"), "documents:check"),
                (_("Laporkan"), "web:report"),
            ],
        ),
        (
            _("Bantuan"),
            [
                (_("Bantuan"), "web:help"),
                (_("Aksesibilitas"), "web:accessibility"),
                (_("Privasi"), "web:privacy"),
            ],
        ),
    ]
    return [
        {
            "title": title,
            "links": [{"label": label, "url": url} for label, name in links if (url := rooms.address_of(name))],
        }
        for title, links in groups
    ]


def _operator() -> dict[str, Any]:
    operator: dict[str, Any] = settings.OPERATOR
    hours = operator["service_hours"]
    return {
        **operator,
        "service_hours": hours[language()] or hours["id"],
        "emblem_url": static(operator["emblem"]) if operator["emblem"] else "",
        "fiscal_year": operator["fiscal_year"] or fiscal_year(timezone.now()),
    }


def _role_display(actor: Actor, room: rooms.Room | None) -> str:
    """The roles held that matter in this room, in words."""
    held = {grant.role for grant in actor.grants}
    here = [role for role in Role if role.value in held and (room is None or role in room.roles)]
    return ", ".join(str(role.label) for role in here)
