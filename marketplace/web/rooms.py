"""The rooms of the site in one readable table: who works where, what the menu shows, and what waits.

A person enters every room in which they hold a role; the room is in the address, never in hidden state. Menu items
without permission are absent, not disabled. To add a page to a menu, add one line here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.ui.tasks import Task


@dataclass(frozen=True)
class Item:
    """One line of a menu: `name` is a URL name, `count` names a function of the actor that says what waits.

    `package.module.function` gives the number; `package.module.function#key` takes it from a dict that several lines
    share, so that they cost the queries of one.
    """

    label: str | Promise
    name: str
    icon: str
    roles: frozenset[Role] = frozenset()
    count: str = ""
    group: str | Promise = ""

    def is_for(self, actor: Actor) -> bool:
        """Whether this person sees the line."""
        return not self.roles or any(actor.holds(role) for role in self.roles)


@dataclass(frozen=True)
class Room:
    """A room: `look` chooses the bar and colours of base.html, `prefixes` are the addresses that belong to it."""

    code: str
    label: str | Promise
    icon: str
    look: str
    roles: frozenset[Role]
    home: str
    prefixes: tuple[str, ...]
    items: tuple[Item, ...]
    tabbar: bool = False
    lead: str | Promise = ""

    def is_for(self, actor: Actor) -> bool:
        """Whether this person may work here."""
        return any(actor.holds(role) for role in self.roles)


def _roles(*wanted: Role) -> frozenset[Role]:
    return frozenset(wanted)


BUYERS = _roles(Role.ACTIVITY_OFFICER, Role.PURCHASING_OFFICER)
OFFICE = BUYERS | _roles(Role.COMMITMENT_OFFICER, Role.RECEIVER, Role.BUDGET_USER, Role.BUDGET_PROXY)
AUTHORITIES = _roles(Role.BUDGET_USER, Role.BUDGET_PROXY)
TREASURERS = _roles(Role.TREASURER, Role.ASSISTANT_TREASURER)
CARD = _roles(Role.CARD_HOLDER, Role.CARD_DELEGATE, Role.CARD_ADMIN)
KASDA = _roles(Role.TREASURY, Role.TREASURY_PROXY)
SELLERS = _roles(Role.VENDOR_OWNER, Role.VENDOR_STAFF)
AUDITORS = _roles(Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR)

#: Bills whose next step is this person's.
BILLS_WAITING = "payments.settlement.selectors.count_waiting"

#: The list of bills, as three menus call it.
STATEMENTS = pgettext_lazy("menu", "Tagihan KKPD")

#: The menu of whoever buys, approves, receives or answers for a budget: the same lines, each for its roles.
BUYING = (
    Item(_("Belanja"), "catalog:search", "search", BUYERS),
    Item(_("Keranjang"), "orders:basket", "shopping-cart", _roles(Role.ACTIVITY_OFFICER)),
    Item(pgettext_lazy("menu", "Pesanan"), "orders:list", "clipboard-list", OFFICE),
    Item(
        _("Pemilihan"),
        "orders:choosing",
        "git-compare",
        _roles(Role.PURCHASING_OFFICER),
        "orders.selectors.tasks.task_counts#choices",
    ),
    Item(
        _("Persetujuan"),
        "orders:approvals",
        "stamp",
        _roles(Role.COMMITMENT_OFFICER),
        "orders.selectors.tasks.task_counts#approvals",
    ),
    Item(
        _("Penerimaan"),
        "orders:receiving",
        "package-check",
        _roles(Role.RECEIVER),
        "orders.selectors.tasks.task_counts#deliveries",
    ),
    Item(
        STATEMENTS,
        "settlement:statements",
        "receipt-text",
        AUTHORITIES | _roles(Role.ACTIVITY_OFFICER),
        BILLS_WAITING,
    ),
    Item(_("Anggaran"), "budget:lines", "wallet", OFFICE - _roles(Role.RECEIVER)),
)

ROOMS: tuple[Room, ...] = (
    Room(
        code="belanja",
        label=_("Belanja"),
        icon="shopping-cart",
        look="buyer",
        roles=BUYERS,
        home="orders:home",
        prefixes=("/belanja/",),
        items=BUYING,
        lead=_("Cari barang, susun kebutuhan, dan pilih penawaran."),
    ),
    Room(
        code="persetujuan",
        label=_("Persetujuan"),
        icon="stamp",
        look="buyer",
        roles=_roles(Role.COMMITMENT_OFFICER),
        home="orders:approvals",
        prefixes=("/persetujuan/",),
        items=BUYING,
        lead=_("Periksa pesanan, setujui, dan tanda tangani."),
    ),
    Room(
        code="penerimaan",
        label=_("Penerimaan"),
        icon="package-check",
        look="buyer",
        roles=_roles(Role.RECEIVER),
        home="orders:receiving",
        prefixes=("/penerimaan/",),
        items=BUYING,
        lead=_("Catat barang yang datang dan keadaannya."),
    ),
    Room(
        code="anggaran",
        label=_("Pengguna anggaran"),
        icon="scale",
        look="treasurer",
        roles=AUTHORITIES,
        home="settlement:authority",
        prefixes=("/anggaran/",),
        items=(
            Item(STATEMENTS, "settlement:authority", "receipt-text", AUTHORITIES, BILLS_WAITING),
            Item(_("Semua tagihan"), "settlement:statements", "archive", AUTHORITIES),
            Item(_("Anggaran"), "budget:lines", "wallet", AUTHORITIES),
            Item(_("Akhir tahun"), "orders:year-end", "calendar-clock", AUTHORITIES),
            Item(pgettext_lazy("menu", "Pesanan"), "orders:list", "clipboard-list", AUTHORITIES),
        ),
        lead=_("Uji bukti belanja, sahkan tagihan, dan perintahkan pembayaran."),
    ),
    Room(
        code="bendahara",
        label=_("Bendahara"),
        icon="wallet",
        look="treasurer",
        roles=TREASURERS | CARD,
        home="settlement:home",
        prefixes=("/bendahara/",),
        items=(
            Item(_("Ikhtisar"), "settlement:home", "layout-dashboard", TREASURERS | CARD),
            Item(
                _("Bayar penjual"),
                "cards:payables",
                "banknote",
                _roles(Role.CARD_HOLDER, Role.CARD_DELEGATE),
                "payments.cards.selectors.count_to_pay",
            ),
            Item(_("Kartu"), "cards:list", "credit-card", TREASURERS | CARD),
            Item(STATEMENTS, "settlement:statements", "receipt-text", TREASURERS | CARD, BILLS_WAITING),
            Item(_("Anggaran"), "budget:lines", "chart-pie", TREASURERS),
            Item(_("Akhir tahun"), "orders:year-end", "calendar-clock", _roles(Role.TREASURER)),
        ),
        lead=_("Bayar penjual, cocokkan tagihan bank, dan lunasi kartu."),
    ),
    Room(
        code="ppk-skpd",
        label=_("Penatausahaan keuangan"),
        icon="clipboard-check",
        look="treasurer",
        roles=_roles(Role.FINANCE_VERIFIER),
        home="settlement:verification",
        prefixes=("/ppk-skpd/",),
        items=(
            Item(
                _("Permintaan pembayaran"),
                "settlement:verification",
                "file-check-2",
                _roles(Role.FINANCE_VERIFIER),
                BILLS_WAITING,
            ),
            Item(_("Anggaran"), "budget:lines", "chart-pie", _roles(Role.FINANCE_VERIFIER)),
            Item(_("Akhir tahun"), "orders:year-end", "calendar-clock", _roles(Role.FINANCE_VERIFIER)),
        ),
        lead=_("Periksa kelengkapan dan keabsahan permintaan pembayaran."),
    ),
    Room(
        code="kasda",
        label=_("Kas daerah"),
        icon="landmark",
        look="treasury",
        roles=KASDA,
        home="settlement:treasury",
        prefixes=("/kasda/",),
        items=(
            Item(_("Perintah membayar"), "settlement:treasury", "landmark", KASDA, BILLS_WAITING),
            Item(_("Penyediaan dana"), "budget:releases", "coins", KASDA),
            Item(_("Anggaran"), "budget:lines", "chart-pie", KASDA),
            Item(_("Akhir tahun"), "orders:year-end", "calendar-clock", KASDA),
        ),
        lead=_("Terbitkan perintah pencairan dana."),
    ),
    Room(
        code="toko",
        label=_("Toko saya"),
        icon="store",
        look="seller",
        roles=SELLERS,
        home="web:shop",
        prefixes=("/toko/",),
        items=(
            Item(_("Beranda"), "web:shop", "house", SELLERS),
            Item(
                pgettext_lazy("menu", "Pesanan"),
                "orders:seller-list",
                "clipboard-list",
                SELLERS,
                "orders.selectors.tasks.task_counts#sales",
            ),
            Item(_("Produk"), "catalog:seller-list", "package", SELLERS),
            Item(_("Uang"), "cards:seller-money", "banknote", SELLERS),
            Item(_("Toko"), "vendors:profile", "store", SELLERS),
        ),
        tabbar=True,
        lead=_("Konfirmasi pesanan, kirim barang, terima uang."),
    ),
    Room(
        code="verifikasi",
        label=_("Verifikasi penjual"),
        icon="badge-check",
        look="verification",
        roles=_roles(Role.VERIFIER, Role.PROCUREMENT_UNIT),
        home="vendors:verification",
        prefixes=("/verifikasi/",),
        items=(
            Item(
                _("Permohonan"),
                "vendors:verification",
                "badge-check",
                _roles(Role.VERIFIER, Role.PROCUREMENT_UNIT),
                "vendors.selectors.count_to_verify",
            ),
            Item(
                _("Produk"),
                "catalog:review",
                "package",
                _roles(Role.VERIFIER, Role.PROCUREMENT_UNIT),
                "catalog.selectors.count_to_review",
            ),
        ),
        lead=_("Periksa pelaku usaha yang mendaftar."),
    ),
    Room(
        code="pengawasan",
        label=_("Pengawasan"),
        icon="shield-alert",
        look="audit",
        roles=AUDITORS,
        home="oversight:home",
        prefixes=("/pengawasan/",),
        items=(
            Item(_("Ikhtisar"), "oversight:home", "layout-dashboard", AUDITORS),
            Item(pgettext_lazy("menu", "Transaksi"), "oversight:orders", "folder-search", AUDITORS),
            Item(_("Pertanyaan"), "oversight:flags", "flag", AUDITORS),
            Item(_("Jejak audit"), "oversight:log", "scroll-text", AUDITORS),
            Item(_("Buku besar"), "oversight:ledger", "book-text", AUDITORS),
        ),
        lead=_("Telusuri setiap langkah, dokumen, dan rupiah."),
    ),
    Room(
        code="pengelola",
        label=_("Pengelola"),
        icon="settings",
        look="admin",
        roles=_roles(Role.SITE_ADMIN),
        home="accounts:people",
        prefixes=("/pengelola/",),
        items=(
            Item(_("Orang dan peran"), "accounts:people", "users-round", _roles(Role.SITE_ADMIN)),
            Item(_("Perangkat daerah"), "accounts:offices", "building-2", _roles(Role.SITE_ADMIN)),
            Item(_("Pembayaran"), "cards:operator", "banknote", _roles(Role.SITE_ADMIN)),
        ),
        lead=_("Kelola orang, peran, dan perangkat daerah."),
    ),
)

#: The menu of visitors.
PUBLIC_ITEMS = (
    Item(pgettext_lazy("menu", "Kategori"), "catalog:categories", "layout-grid"),
    Item(_("Kewajaran harga"), "web:price-method", "scale"),
    Item(_("Transparansi"), "transparency:home", "chart-column"),
    Item(_("Periksa dokumen"), "documents:check", "qr-code"),
    Item(_("Bantuan"), "web:help", "circle-help"),
)

#: Who knows what waits: functions of the actor that return a list of Task. A package adds its own line.
TASK_PROVIDERS = (
    "orders.selectors.tasks_for",
    "vendors.selectors.tasks_for",
    "payments.cards.selectors.tasks_for",
    "payments.settlement.selectors.tasks_for",
    "marketplace.oversight.selectors.flags.tasks_for",
)


def rooms_for(actor: Actor) -> list[Room]:
    """The rooms this person may enter, in the order of the table."""
    return [room for room in ROOMS if room.is_for(actor)]


def room_at(path: str, actor: Actor) -> Room | None:
    """The room of an address; on a page that all rooms share, the person's first room; None for visitors."""
    mine = rooms_for(actor)
    for room in mine:
        if path.startswith(room.prefixes):
            return room
    return mine[0] if mine else None


def home_of(room: Room) -> str:
    """The address of a room's own home, or of its list of tasks where it has none."""
    return address_of(room.home) or reverse("web:room", args=[room.code])


def lines_of(room: Room, actor: Actor) -> list[dict[str, object]]:
    """The menu of a room without its numbers, for the page that lists all rooms."""
    lines = [(item, address_of(item.name)) for item in room.items if item.is_for(actor)]
    return [{"label": item.label, "url": address, "icon": item.icon} for item, address in lines if address]


def tasks_for(actor: Actor) -> list[Task]:
    """All that waits for a person, the nearest deadline first."""
    tasks = [task for provider in TASK_PROVIDERS if (find := dotted(provider)) for task in find(actor)]
    return sorted(tasks, key=lambda task: (task.deadline is None, task.deadline or 0))


def address_of(name: str) -> str:
    """The address of a URL name; empty where no package serves it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@cache
def dotted(name: str) -> Callable[..., Any] | None:
    """The function behind a dotted name; None where its package is not installed. A test asks for each of them."""
    try:
        return import_string(name)
    except ImportError:
        return None


def menu(items: Iterable[Item], actor: Actor, path: str) -> list[dict[str, object]]:
    """The lines of a menu as base.html reads them, with what waits, and the one where the person is."""
    seen = [(item, address) for item in items if item.is_for(actor) and (address := address_of(item.name))]
    asked: dict[str, object] = {}
    here = max((address for _item, address in seen if path.startswith(address)), key=len, default="")
    return [
        {
            "label": item.label,
            "url": address,
            "icon": item.icon,
            "group": item.group,
            "count": _count(item, actor, asked),
            "current": address == here,
        }
        for item, address in seen
    ]


def _count(item: Item, actor: Actor, asked: dict[str, object]) -> object:
    """What waits behind a line; each function is asked once for the whole menu."""
    name, _hash, key = item.count.partition("#")
    find = dotted(name) if name else None
    if find is None:
        return 0
    if name not in asked:
        asked[name] = find(actor)
    answer = asked[name]
    return answer.get(key, 0) if isinstance(answer, dict) else answer
