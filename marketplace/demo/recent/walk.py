"""Make one order by the real use cases, step by step, each at its own moment."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from catalog.models import Listing
from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import User
from marketplace.accounts.roles import Role
from marketplace.demo.cast import address
from marketplace.demo.past import comparing
from marketplace.demo.past.market import account_of
from marketplace.demo.past.people import Desk
from marketplace.demo.past.periods import next_office_day
from marketplace.demo.past.plan import COOKED
from marketplace.demo.pictures import picture
from marketplace.demo.plates import plate
from marketplace.demo.recent.clock import Clock
from marketplace.demo.recent.stages import STAGES, Recent
from marketplace.demo.uses import purposes_at, rounded, use_of
from marketplace.demo.world import World
from marketplace.files.services import store_upload
from marketplace.kernel import law
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import RuleViolation
from marketplace.kernel.money import Rupiah
from orders import services as orders
from orders.models import Need, ProcurementOrder
from orders.refusals import ReasonRequired
from orders.selectors import basket_parts
from orders.services import Count, NeedDraft, PartDraft
from payments.budget.models import BudgetLine
from payments.budget.selectors import released_through

PRICE_REASONS = (
    "Mutu dan ukuran mengikuti kerangka acuan; produk yang lebih murah tidak memenuhi ukuran itu.",
    "Spesifikasi disamakan dengan yang sudah dipakai kantor, sesuai catatan bidang.",
    "Waktu kirimnya cocok dengan jadwal kegiatan; penjual yang lebih murah tidak menyanggupinya.",
    "Bidang pengusul meminta mutu ini dalam nota dinas, dan selisih harganya masih dalam pagu kegiatan.",
)
SPLIT_REASONS = (
    "Kegiatan berbeda dengan jadwal dan paket RUP masing-masing; kebutuhan ini baru diketahui kemudian.",
    "Paket RUP dan pelaksana kegiatannya berbeda; masing-masing dipesan menurut jadwalnya.",
)
REASONS = {
    "return": (
        "Jumlah melebihi kerangka acuan. Sesuaikan jumlahnya, lalu ajukan kembali.",
        "Tujuan belum menyebut kegiatan mana yang memakainya. Lengkapi, lalu ajukan kembali.",
    ),
    "cancel": (
        "Kegiatan dijadwalkan ulang ke bulan depan sehingga pesanan tidak diperlukan sekarang.",
        "Kegiatan digabung dengan bidang lain yang sudah memesan untuk keduanya.",
        "Anggaran kegiatan digeser dalam perubahan; pengadaan ini ditunda.",
        "Kebutuhan dapat dipenuhi dari persediaan yang ada, sesuai hasil pemeriksaan bidang.",
    ),
    "decline": (
        "Tenaga kami penuh oleh pesanan lain; jadwal yang diminta tidak dapat kami penuhi.",
        "Jumlah yang dipesan melebihi kemampuan kami sampai tanggal kebutuhan.",
        "Kendaraan kami sedang diperbaiki dan belum dapat menjangkau alamat tujuan.",
        "Stok habis oleh pesanan lain dan tidak dapat dipenuhi sebelum tanggal kebutuhan.",
    ),
}
#: Groups made or done when they are ordered: no stock of them runs out, and no piece of them is sent back.
NOT_FROM_STOCK = ("01", "08", "15", "16", "17")
#: Why pieces are sent back, by group, and of ten pieces so many.
REJECTED = {
    "04": "Jahitan lepas dan ukuran tidak sesuai contoh, dikembalikan untuk diganti.",
    "05": "Permukaan retak dan tergores, dikembalikan untuk diganti.",
    "06": "Kaki goyah dan permukaan tergores, dikembalikan untuk diganti.",
    "09": "Tidak berfungsi saat dicoba, dikembalikan untuk diganti.",
    "13": "Rusak dan layu saat tiba, dikembalikan untuk diganti.",
    "": "Kemasan sobek dan basah, dikembalikan untuk diganti.",
}
ONE_REJECTED_OF = 10
#: Cooked food does not wait on the road or for its inspection: these stages are left with other goods.
WAITING = ("in_progress", "partially_delivered", "delivered")
MINUTES_ON_ROAD, MINUTES_TO_INSPECT = 40, 25

#: Funds that were released stay enough for whoever plays.
MOST_OF_RELEASED = 0.8
#: Of so many deliveries one was accepted without a picture.
ONE_WITHOUT = 60


class NothingToBuy(Exception):
    """No goods, money and rules that fit: the next goods are tried."""


@dataclass
class Walker:
    """Takes orders along. People act through the roles they hold, as on the pages."""

    world: World
    clock: Clock
    people: dict[int, Actor] = field(default_factory=dict)

    def actor(self, user_id: int) -> Actor:
        if user_id not in self.people:
            self.people[user_id] = actor_for(User.objects.get(pk=user_id), at=self.world.now, address="127.0.0.1")
        return self.people[user_id]

    def holder(self, desk: Desk, role: str, place: int = 0) -> Actor:
        return self.actor(desk.who(role, place).person_id)

    def owner(self, order: ProcurementOrder) -> Actor:
        held = User.objects.filter(
            assignments__organisation_id=order.vendor_id, assignments__role=Role.VENDOR_OWNER
        ).order_by("pk")
        return self.actor(held[0].pk)

    # ---- the whole way

    def make(self, recent: Recent, candidates: list[Listing], lines: dict[str, BudgetLine]) -> ProcurementOrder:
        """One transaction: an order is there with all its steps, or not at all. Raises NothingToBuy."""
        known = ProcurementOrder.objects.filter(need__rup_code=rup_code(recent)).first()
        if known is not None:
            return known
        dice, moments = self.world.dice("recent", recent.number), self.moments(recent)
        for may_look_split, listing in product((False, True), candidates):
            try:
                with transaction.atomic():
                    order = self._submit(recent, listing, lines, moments[0], dice, may_look_split=may_look_split)
                    later = moments[1:]
                    if listing.category_id.startswith(COOKED):
                        later = on_one_day(STAGES[recent.stage][0], later, self.world)
                    for step, at in zip(STAGES[recent.stage][0], later, strict=True):
                        self._step(step, order, recent, at)
                        order.refresh_from_db()
                    return order
            except (NothingToBuy, RuleViolation):  # bought too often on that day, or the money does not suffice
                continue
        raise NothingToBuy(recent.stage)

    def moments(self, recent: Recent) -> list[datetime]:
        """From the submission to the last step, evenly, a little apart from those of other orders."""
        if recent.moments:
            return list(recent.moments)
        steps, began, ended = STAGES[recent.stage]
        if recent.bill is not None:
            began, ended = recent.cut_ago + 6.0, recent.cut_ago + 0.8  # so that it is paid before the cut
        shift = self.world.dice("moments", recent.number).uniform(0, 0.25)
        return [
            self.clock.at(began + shift - (began - ended) * number / max(len(steps), 1))
            + timedelta(seconds=recent.number % 50)
            for number in range(len(steps) + 1)
        ]

    # ---- asking for it

    def _submit(
        self, recent: Recent, listing: Listing, lines: dict[str, BudgetLine], at: datetime, dice: random.Random, *,
        may_look_split: bool,
    ) -> ProcurementOrder:  # fmt: skip
        if not suits(listing.category_id, recent):
            raise NothingToBuy()
        desk, account = recent.desk, account_for(listing, lines)
        target = min(int(2_600_000 * dice.lognormvariate(0, 0.7)), 30_000_000)
        if account is None or (listing.published_at or at) >= at:
            raise NothingToBuy()
        if not may_look_split:
            target = room_beside_others(target, desk.id, listing.vendor_id, lines[account], at)
        fits = min(target // listing.unit_price_idr, use_of(listing.category_id).most)
        quantity = max(rounded(fits), listing.min_order, 2)
        total = listing.unit_price_idr * quantity
        if quantity > min(listing.stock_available // 2, 2_000) or total > 44_000_000:
            raise NothingToBuy()
        if not may_look_split and room_beside_others(total, desk.id, listing.vendor_id, lines[account], at) < total:
            raise NothingToBuy()
        line = BudgetLine.objects.get(pk=lines[account].pk)
        if line.used.idr + total > MOST_OF_RELEASED * (released_through(line.pk, local_day(at)) or Rupiah(0)).idr:
            raise NothingToBuy()
        pptk = self.holder(desk, Role.ACTIVITY_OFFICER, recent.number % 2)
        need = orders.add_to_basket(listing_id=listing.id, quantity=quantity, agency_id=desk.id, actor=pptk, at=at)
        reasons: dict[str, str] = {}
        while True:
            self._describe(need, recent, listing, lines[account], pptk, at, reasons)
            try:
                self._press(need, pptk, at)
                return need.orders.get()
            except ReasonRequired as asked:
                wanted, words = asked_for(asked)
                if wanted in reasons or (wanted == "split_reason" and not may_look_split):
                    raise NothingToBuy() from asked
                reasons[wanted] = words[recent.number % len(words)]

    def _describe(
        self, need: Need, recent: Recent, listing: Listing, line: BudgetLine, pptk, at, reasons: dict[str, str]
    ) -> None:
        dice = self.world.dice("purpose", recent.number)
        part = PartDraft(charges=[(line.pk, None)], **reasons)
        draft = NeedDraft(
            purpose=dice.choice(purposes_at(recent.desk.agency, listing.category_id)),
            needed_by=next_office_day(local_day(at) + timedelta(days=max(21, listing.lead_time_days + 14))),
            delivery_place=f"Gudang {recent.desk.agency.name}"[:200],
            rup_code=rup_code(recent),
            parts={listing.vendor_id: part},
        )
        orders.describe_need(need_id=need.id, draft=draft, actor=pptk, at=at)

    def _press(self, need: Need, pptk: Actor, at: datetime) -> None:
        shown = {
            line.listing.id: (line.quantity, line.listing.unit_price_idr)
            for part in basket_parts(need)
            for line in part.lines
        }
        with transaction.atomic():
            orders.submit_need(need_id=need.id, shown=shown, attempt_key=uuid4(), actor=pptk, at=at)

    # ---- the steps after it

    def _step(self, step: str, order: ProcurementOrder, recent: Recent, at: datetime) -> None:
        steps: dict[str, Callable[[ProcurementOrder, Recent, datetime], None]] = {
            "compare": self._compare,
            "choose": self._choose,
            "approve": self._approve,
            "return": self._return,
            "cancel": self._cancel,
            "confirm": self._confirm,
            "decline": self._decline,
            "expire": self._expire,
            "ship": self._ship,
            "ship_half": self._ship_half,
            "arrive": self._arrive,
            "inspect": self._inspect,
            "inspect_rejecting": self._inspect_rejecting,
            "sign": self._sign,
            "accept": self._accept,
        }
        steps[step](order, recent, at)

    def _compare(self, order, recent, at) -> None:
        """Among goods that were on offer at that time: the use case takes those of today."""
        pp = self.holder(recent.desk, Role.PURCHASING_OFFICER)
        comparison = orders.open_comparison(order_id=order.id, actor=pp, at=at)
        seen = {line["listing"] for offer in comparison.offers.all() for line in offer.lines}
        if Listing.objects.filter(pk__in=seen, published_at__gte=at).exists():
            raise NothingToBuy()

    def _choose(self, order, recent, at) -> None:
        """The lowest offer of what was asked for; sometimes, and from the known vendors, one that is little dearer."""
        comparison = order.comparisons.get(closed_at=None)
        offers = [vars(offer) | {"vendor": offer.vendor} for offer in comparison.offers.select_related("vendor")]
        dice = self.world.dice("chosen", recent.number)
        asked = next(offer for offer in offers if offer["is_asked"])
        chosen = comparing.lowest_of(comparing.like(asked, offers))
        is_known = order.vendor.started_by.email in (address("tini"), address("slamet"))
        if comparing.near(asked, chosen) and (is_known or dice.random() < comparing.DEARER):
            chosen = asked
        elif is_known and chosen is not asked:
            raise NothingToBuy()
        if order.price_reason and chosen is not asked:  # the reason was for the dearer goods
            raise NothingToBuy()
        reason = comparing.reason_for(dice, recent.desk.agency.regency_id, chosen, offers, comparison.minimum)
        pp = self.holder(recent.desk, Role.PURCHASING_OFFICER)
        orders.choose_offer(order_id=order.id, offer_id=chosen["id"], reason=reason, actor=pp, at=at)

    def _approve(self, order, recent, at) -> None:
        orders.approve_order(
            order_id=order.id, content_sha256=orders.content_hash(order.id), attempt_key=uuid4(),
            actor=self.holder(recent.desk, Role.COMMITMENT_OFFICER), at=at,
        )  # fmt: skip

    def _return(self, order, recent, at) -> None:
        ppk = self.holder(recent.desk, Role.COMMITMENT_OFFICER)
        orders.return_order(order_id=order.id, reason=one_of("return", recent), actor=ppk, at=at)

    def _cancel(self, order, recent, at) -> None:
        pp = self.holder(recent.desk, Role.PURCHASING_OFFICER)
        orders.cancel_order(order_id=order.id, reason=one_of("cancel", recent), actor=pp, at=at)

    def _confirm(self, order, recent, at) -> None:
        orders.confirm_order(order_id=order.id, attempt_key=uuid4(), actor=self.owner(order), at=at)

    def _decline(self, order, recent, at) -> None:
        to_order = any(line.category_code.startswith(NOT_FROM_STOCK) for line in order.lines.all())
        reason = one_of("decline", recent, but_last=to_order)
        orders.decline_order(order_id=order.id, reason=reason, actor=self.owner(order), at=at)

    def _expire(self, order, recent, at) -> None:
        """At the end of its hold, as the timer would have done."""
        orders.expire_order(order_id=order.id, at=order.hold_expires_at + timedelta(minutes=1))

    def _ship(self, order, recent, at) -> None:
        self._send(order, {line.id: line.remaining_quantity for line in order.lines.all()}, at)

    def _ship_half(self, order, recent, at) -> None:
        self._send(order, {line.id: max(line.quantity // 2, 1) for line in order.lines.all()}, at)

    def _send(self, order, quantities, at) -> None:
        orders.ship_order(
            order_id=order.id, quantities=quantities, carrier="Kurir toko",
            vehicle=plate(order.vendor, order.id.int + order.shipments.count()), actor=self.owner(order), at=at,
        )  # fmt: skip

    def _arrive(self, order, recent, at) -> None:
        lot = order.shipments.filter(state="shipped").order_by("lot").first().lot
        orders.record_arrival(order_id=order.id, lot=lot, actor=self.holder(recent.desk, Role.RECEIVER), at=at)

    def _inspect(self, order, recent, at) -> None:
        self._count(order, recent, at)

    def _inspect_rejecting(self, order, recent, at) -> None:
        self._count(order, recent, at, reject=True)

    def _count(self, order, recent, at, *, reject: bool = False) -> None:
        arrived: dict[int, int] = {}
        for shipment in order.shipments.filter(state="arrived"):
            for row in shipment.lines.all():
                arrived[row.order_line_id] = arrived.get(row.order_line_id, 0) + row.quantity
        groups = {line.id: line.category_code[:2] for line in order.lines.all()}
        counts = [
            Count(
                line_id,
                accepted=pieces - (rejected := max(pieces // ONE_REJECTED_OF, 1) if reject else 0),
                rejected=rejected,
                condition="damaged" if reject else "good",
                note=REJECTED.get(groups[line_id], REJECTED[""]) if reject else "",
            )
            for line_id, pieces in arrived.items()
        ]
        receiver = self.holder(recent.desk, Role.RECEIVER)
        orders.inspect_delivery(
            order_id=order.id, counts=counts, photos=self._photos(order, recent, receiver, at), actor=receiver, at=at
        )

    def _photos(self, order: ProcurementOrder, recent: Recent, receiver: Actor, at: datetime):
        """A picture of what came, but for a few that auditors are to ask about (RF-20)."""
        if recent.number % ONE_WITHOUT == 7:
            return []
        category = order.lines.select_related("listing").order_by("position")[0].listing.category_id
        upload = SimpleUploadedFile("periksa.png", picture(self.world.dice("inspection", recent.number), category))
        file = store_upload(upload=upload, kind="photo", organisation_id=recent.desk.id, actor=receiver, at=at)
        return [(file, "Barang saat tiba")]

    def _sign(self, order, recent, at) -> None:
        sequence = order.handovers.filter(vendor_signed_at=None).get().sequence
        orders.sign_handover_vendor(order_id=order.id, sequence=sequence, actor=self.owner(order), at=at)

    def _accept(self, order, recent, at) -> None:
        sequence = order.handovers.filter(accepted_at=None).get().sequence
        ppk = self.holder(recent.desk, Role.COMMITMENT_OFFICER)
        orders.accept_delivery(order_id=order.id, sequence=sequence, attempt_key=uuid4(), actor=ppk, at=at)


def suits(category: str, recent: Recent) -> bool:
    """Whether the office has a use for such goods, and they can be in that stage."""
    if recent.stage in WAITING and category.startswith(COOKED):
        return False
    if recent.stage == "rejected_pieces" and category.startswith(NOT_FROM_STOCK):
        return False
    return bool(purposes_at(recent.desk.agency, category))


def one_of(kind: str, recent: Recent, *, but_last: bool = False) -> str:
    words = REASONS[kind]
    return words[recent.number // 2 % (len(words) - but_last)]


def on_one_day(steps: tuple[str, ...], moments: list[datetime], world: World) -> list[datetime]:
    """The same moments, but sent, arrived and inspected within about an hour where days lay between."""
    found = dict(zip(steps, moments, strict=True))
    if (arrived := found.get("arrive")) is None:
        return moments
    day = local_day(arrived)
    arrived = min(max(arrived, world.moment(day, 9)), world.moment(day, 15))
    sent = next(step for step in steps if step.startswith("ship"))
    if found[sent] < (left := arrived - timedelta(minutes=MINUTES_ON_ROAD)):
        found |= {sent: left, "arrive": arrived}
        inspect = next((step for step in steps if step.startswith("inspect")), "")
        if inspect and found[inspect] > (seen := arrived + timedelta(minutes=MINUTES_TO_INSPECT)):
            found[inspect] = seen
    return [found[step] for step in steps]


def asked_for(refusal: ReasonRequired) -> tuple[str, tuple[str, ...]]:
    """Which reason a check wants, and what may be said."""
    if str(refusal.facts["check"]).startswith("SPLIT"):
        return "split_reason", SPLIT_REASONS
    return "price_reason", PRICE_REASONS


def room_beside_others(wanted: int, agency_id: int, vendor_id: int, line: BudgetLine, at: datetime) -> int:
    """As much of `wanted` as does not look like a package broken up, beside what the office ordered there (RF-01)."""
    near = timedelta(days=law.limit_on("flag.rf01.window_days", local_day(at)) + 1)
    others = ProcurementOrder.objects.filter(
        agency_id=agency_id, vendor_id=vendor_id, charges__budget_line=line, submitted_at__range=(at - near, at + near)
    ).values_list("total_idr", flat=True)
    for name in ("50m", "10m"):
        limit = law.limit_on(f"split_threshold.{name}", local_day(at))
        if wanted <= limit and (beside := [one for one in others if one <= limit]):
            wanted = min(wanted, limit - sum(beside))
    return wanted


def rup_code(recent: Recent) -> str:
    """By this the order is found again after a kill."""
    return f"6{recent.number:07d}"


def account_for(listing: Listing, lines: dict[str, BudgetLine]) -> str | None:
    """The account of the office's budget that such goods are charged to."""
    account = account_of(listing)
    return account if account in lines else None
