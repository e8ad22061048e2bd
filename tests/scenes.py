"""A world in which an office buys, built by calling the real use cases, with the cast that is always the same:

Ani requests (PPTK), Eko chooses (Pejabat Pengadaan), Budi approves (PPK), Fitri receives, Citra pays (card holder),
Dewi audits (APIP), Bu Sari owns Warung Sari, Joko owns Toko Jaya (the other vendor).
A second office has its own Ani2, Eko2, Budi2 and Fitri2, to look at what is not theirs.

scene = Scene()                        # or the fixture `scene`
order = scene.accepted_order(total=Rupiah(2_400_000))
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import count
from uuid import uuid4

from oscar.apps.partner.models import Partner

from catalog.models import CategoryFacts, Listing
from catalog.services import create_listing, publish_listing
from catalog.services.details import ListingDetails
from marketplace.accounts.actors import actor_for
from marketplace.accounts.identity import nik_hash
from marketplace.accounts.models import Agency, Organisation, User
from marketplace.accounts.roles import Role
from marketplace.accounts.services import assign_role, open_agency, open_organisation, register_user
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.money import Rupiah
from marketplace.kernel.reference import Regency
from orders import services as orders
from orders.models import Handover, Need, ProcurementOrder
from orders.services import Count, NeedDraft, PartDraft
from payments.budget.models import BudgetLine, FundSource, SubActivity
from payments.budget.services import open_document, open_line
from vendors.models import Principal, Review, Vendor
from vendors.states import Decision, VendorState

#: Friday 20 November 2026, noon in Jakarta.
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
YEAR = 2026
STATIONERY = "5.1.02.01.01.0024"
PAPER = "5.1.02.01.01.0025"
MUCH = Rupiah(100_000_000)
USUAL = Rupiah(2_400_000)
REAM = Rupiah(60_000)
_numbers = count(1)


class Office:
    """One office with one person for each role of an order."""

    def __init__(self, scene: Scene, code: str, name: str, suffix: str = "") -> None:
        self.agency: Agency = open_agency(
            short_code=code,
            name=name,
            kind="dinas",
            unit_code=code,
            actor=SYSTEM,
            at=scene.start,
            valid_from=date(YEAR, 1, 1),
            address="Jalan Pemuda 134, Semarang",
        )
        self.id: int = self.agency.pk
        self.ani = scene.person(f"Ani Lestari{suffix}", Role.ACTIVITY_OFFICER, self.id)
        self.eko = scene.person(f"Eko Nugroho{suffix}", Role.PURCHASING_OFFICER, self.id)
        self.budi = scene.person(f"Budi Santoso{suffix}", Role.COMMITMENT_OFFICER, self.id)
        self.fitri = scene.person(f"Fitri Handayani{suffix}", Role.RECEIVER, self.id)
        self.citra = scene.person(f"Citra Dewanti{suffix}", Role.CARD_HOLDER, self.id)
        self.document = open_document(
            agency_id=self.id, fiscal_year=YEAR, number=f"DPA/{code}/{YEAR}", effective_from=date(YEAR, 1, 1)
        )
        self.sub_activity = SubActivity.objects.create(
            agency=self.agency, code="1.01.01.1.06.01", name="Penyediaan Alat Tulis Kantor"
        )

    def line(
        self, *, ceiling: Rupiah = MUCH, account: str = STATIONERY, code: str = "", releases: bool = True
    ) -> BudgetLine:
        """Open a budget line; each call with another account or sub activity code."""
        sub_activity = self.sub_activity
        if code:
            sub_activity, _ = SubActivity.objects.get_or_create(
                agency=self.agency, code=code, defaults={"name": f"Sub kegiatan {code}"}
            )
        FundSource.objects.get_or_create(code="1.1", defaults={"name": "Pendapatan Asli Daerah"})
        line = open_line(
            sub_activity=sub_activity,
            document=self.document,
            account_code=account,
            fund_source_code="1.1",
            ceiling=ceiling,
        )
        if releases:
            self.release(line)
        return line

    def release(self, line: BudgetLine, amount: Rupiah | None = None) -> None:
        """An SPD of the treasury from the year's beginning: all of the line, or so much."""
        idr = line.ceiling_idr if amount is None else amount.idr
        line.fund_releases.create(number=f"SPD/{next(_numbers)}", released_on=date(YEAR, 1, 2), amount_idr=idr)


class Scene:
    """The world at `start`. Each step happens an hour after the one before, so that moments differ."""

    #: Whether the treasury released the funds of the first budget line (SPD).
    releases_funds = True

    def __init__(self, start: datetime = NOON, *, ceiling: Rupiah = MUCH) -> None:
        self.start = self.now = start
        self.office = Office(self, "DISKOMINFO", "Dinas Komunikasi dan Informatika")
        self.line = self.office.line(ceiling=ceiling, releases=self.releases_funds)
        self.sari_vendor = self.vendor("Warung Sari")
        self.sari = self.person("Sari Wulandari", Role.VENDOR_OWNER, self.sari_vendor.pk)
        self.paper = self.listing(self.sari_vendor, price=Rupiah(60_000))

    # --- people ------------------------------------------------------------------------------------------------------

    def person(self, name: str, role: str, organisation_id: int, **known: str) -> Actor:
        """Register somebody who holds one role, and act as that person."""
        number = next(_numbers)
        user = register_user(
            full_name=name,
            nip=f"1980{number // 28_000 + 1:02}{number // 1000 % 28 + 1:02}2006041{number % 1000:03}",  # for 336,000
            nik=f"33740{10_000_000_000 + number}",
            actor=SYSTEM,
            at=self.start,
            **known,
        )
        self.give(user, role, organisation_id)
        return self.act_as(user)

    def give(self, user: User, role: str, organisation_id: int) -> None:
        decision = (
            {}
            if role in (Role.VENDOR_OWNER, Role.VENDOR_STAFF)
            else {
                "valid_to": date(YEAR + 1, 12, 31),
                "decision_number": "900/1/2026",
                "decision_date": date(YEAR, 1, 1),
            }
        )
        assign_role(
            user_id=user.pk,
            role=role,
            organisation_id=organisation_id,
            valid_from=date(YEAR, 1, 1),
            actor=SYSTEM,
            at=self.start,
            **decision,
        )

    def act_as(self, user: User) -> Actor:
        return actor_for(user, at=self.now, address="127.0.0.1", request_id="test")

    def user_of(self, actor: Actor) -> User:
        return User.objects.get(pk=actor.id)

    @property
    def ani(self) -> Actor:
        return self.office.ani

    @property
    def eko(self) -> Actor:
        return self.office.eko

    @property
    def budi(self) -> Actor:
        return self.office.budi

    @property
    def fitri(self) -> Actor:
        return self.office.fitri

    @property
    def citra(self) -> Actor:
        return self.office.citra

    @cached_property
    def dewi(self) -> Actor:
        inspectorate = open_organisation(
            kind="operator", name="Inspektorat", short_code="ITPROV", actor=SYSTEM, at=self.start
        )
        return self.person("Dewi Anggraini", Role.INTERNAL_AUDITOR, inspectorate.pk)

    @cached_property
    def other_office(self) -> Office:
        return Office(self, "DISDIKBUD", "Dinas Pendidikan dan Kebudayaan", " Dua")

    # --- supply ------------------------------------------------------------------------------------------------------

    def vendor(self, name: str, **fields: object) -> Vendor:
        """A vendor as the verification leaves it, along its legal moves; the verification has tests of its own."""
        number = next(_numbers)
        organisation = Organisation.objects.create(kind="vendor", name=name, short_code=f"V{number}")
        defaults = {
            "legal_name": name,
            "legal_form": "perorangan",
            "scale": "mikro",
            "nib": f"{9_120_000_000_000 + number}",
            "npwp": f"{3_374_000_000_000_000 + number}",
            "npwp_status": "valid",
            "regency": Regency.objects.get(code="33.74"),
            "partner": Partner.objects.create(name=f"{name} {number}"),
            "state_since": self.start,
            "address": "Jalan Mataram 1, Semarang",
        }
        vendor = Vendor.objects.create(organisation=organisation, state=VendorState.SUBMITTED, **defaults | fields)
        Review.objects.create(
            vendor=vendor,
            round=1,
            submitted_at=self.start,
            verifier=self._verifier(1),
            second_verifier=self._verifier(2),
            decision=Decision.VERIFY,
            decided_at=self.start,
        )
        for state in (VendorState.IN_REVIEW, VendorState.VERIFIED, VendorState.ACTIVE):
            vendor.state = state
            vendor.save(update_fields=["state"])
        Principal.objects.create(
            vendor=vendor,
            full_name=f"Pemilik {name}",
            role="owner",
            nik_hash=nik_hash(f"33741{10_000_000_000 + number}"),
            since=date(2020, 1, 1),
        )
        return vendor

    def run_by(self, vendor: Vendor, actor: Actor) -> Principal:
        """The vendor is also this person's, by NIK."""
        person = self.user_of(actor)
        return Principal.objects.create(
            vendor=vendor, full_name=person.full_name, role="manager", nik_hash=person.nik_hash, since=date(2020, 1, 1)
        )

    def _verifier(self, number: int) -> User:
        user, _ = User.objects.get_or_create(email=f"vina{number}@contoh.id", defaults={"full_name": f"Vina {number}"})
        return user

    def listing(
        self,
        vendor: Vendor,
        *,
        name: str = "Kertas HVS A4 80 gram",
        price: Rupiah = REAM,
        stock: int = 10_000,
        category: str = "07.03",
        **details: object,
    ) -> Listing:
        owner = Actor(id=None, name="Pemilik", is_system=True)
        unit = CategoryFacts.objects.get(code=category).unit_id
        listing = create_listing(
            vendor_id=vendor.pk,
            details=ListingDetails(name=name, category_code=category, unit_code=unit, **details),
            unit_price_idr=price.idr,
            stock=stock,
            actor=owner,
            at=self.start,
        )
        return publish_listing(listing_id=listing.id, actor=owner, at=self.start)

    @cached_property
    def jaya_vendor(self) -> Vendor:
        return self.vendor("Toko Jaya")

    @cached_property
    def joko(self) -> Actor:
        return self.person("Joko Prasetyo", Role.VENDOR_OWNER, self.jaya_vendor.pk)

    @cached_property
    def jaya_paper(self) -> Listing:
        return self.listing(self.jaya_vendor, price=Rupiah(55_000))

    # --- one order, step by step -------------------------------------------------------------------------------------

    def tick(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now

    def draft_need(
        self,
        *,
        total: Rupiah = USUAL,
        goods: list[tuple[Listing, int]] | None = None,
        lines: list[tuple[int, int | None]] | None = None,
        office: Office | None = None,
        requester: Actor | None = None,
        reason: str = "",
    ) -> Need:
        """A filled basket, described and charged, not yet submitted. `total` is a multiple of the price of paper."""
        office = office or self.office
        ani = requester or office.ani
        goods = goods or [(self.paper, total.idr // self.paper.unit_price_idr)]
        need = None
        for listing, quantity in goods:
            need = orders.add_to_basket(
                listing_id=listing.id, quantity=quantity, agency_id=office.id, actor=ani, at=self.tick()
            )
        charges = lines or [(self.line.id, None)]
        part = PartDraft(charges=charges, price_reason=reason, split_reason=reason)
        draft = NeedDraft(
            purpose="Perlengkapan kantor triwulan keempat",
            needed_by=(self.now + timedelta(days=20)).date(),
            delivery_place="Gudang Diskominfo, Semarang",
            rup_code="51240917",
            parts={listing.vendor_id: part for listing, _ in goods},
        )
        return orders.describe_need(need_id=need.id, draft=draft, actor=ani, at=self.tick())

    def shown(self, need: Need) -> dict[int, tuple[int, int]]:
        """What the basket page shows now: listing -> (quantity, price)."""
        from orders.selectors import basket_parts

        return {
            line.listing.id: (line.quantity, line.listing.unit_price_idr)
            for part in basket_parts(need)
            for line in part.lines
        }

    def submit(self, need: Need, *, actor: Actor | None = None) -> list[ProcurementOrder]:
        orders.submit_need(
            need_id=need.id,
            shown=self.shown(need),
            attempt_key=uuid4(),
            actor=actor or self.act_as(need.requester),
            at=self.tick(),
        )
        return list(need.orders.order_by("vendor_id"))

    def submitted_order(self, **need: object) -> ProcurementOrder:
        return self.submit(self.draft_need(**need))[0]

    draft_order = draft_need

    def compared_order(self, **need: object) -> ProcurementOrder:
        order = self.submitted_order(**need)
        orders.open_comparison(order_id=order.id, actor=self.eko, at=self.tick())
        return fresh(order)

    def chosen_order(
        self, *, reason: str = "Satu-satunya yang dapat mengirim tepat waktu", **need: object
    ) -> ProcurementOrder:
        """Chosen as asked for, after a comparison."""
        order = self.compared_order(**need)
        offer = order.comparisons.get(closed_at=None).offers.get(is_asked=True)
        return orders.choose_offer(order_id=order.id, offer_id=offer.id, reason=reason, actor=self.eko, at=self.tick())

    def approved_order(self, **need: object) -> ProcurementOrder:
        return self.approve(self.chosen_order(**need))

    def approve(self, order: ProcurementOrder, *, actor: Actor | None = None) -> ProcurementOrder:
        return orders.approve_order(
            order_id=order.id,
            content_sha256=orders.content_hash(order.id),
            attempt_key=uuid4(),
            actor=actor or self.budi,
            at=self.tick(),
        )

    def confirmed_order(self, **need: object) -> ProcurementOrder:
        order = self.approved_order(**need)
        return orders.confirm_order(order_id=order.id, attempt_key=uuid4(), actor=self.sari, at=self.tick())

    def shipped_order(self, *, quantity: int | None = None, **need: object) -> ProcurementOrder:
        order = self.confirmed_order(**need)
        self.ship(order, quantity=quantity)
        return fresh(order)

    def ship(self, order: ProcurementOrder, *, quantity: int | None = None) -> None:
        """Send all that remains, or this many pieces of each line."""
        quantities = {line.id: quantity or line.remaining_quantity for line in order.lines.all()}
        orders.ship_order(
            order_id=order.id, quantities=quantities, carrier="Kurir toko", actor=self.sari, at=self.tick()
        )

    def arrived_order(self, **need: object) -> ProcurementOrder:
        order = self.shipped_order(**need)
        self.arrive(order)
        return fresh(order)

    def arrive(self, order: ProcurementOrder) -> None:
        lot = order.shipments.filter(state="shipped").order_by("lot").first().lot
        orders.record_arrival(order_id=order.id, lot=lot, actor=self.fitri, at=self.tick())

    def inspected_order(self, *, rejected: int = 0, **need: object) -> ProcurementOrder:
        order = self.arrived_order(**need)
        self.inspect(order, rejected=rejected)
        return fresh(order)

    def inspect(self, order: ProcurementOrder, *, rejected: int = 0) -> None:
        """Count everything at the gate; `rejected` pieces of each line are damaged."""
        arrived: dict[int, int] = {}
        for shipment in order.shipments.filter(state="arrived"):
            for row in shipment.lines.all():
                arrived[row.order_line_id] = arrived.get(row.order_line_id, 0) + row.quantity
        counts = [
            Count(
                line_id,
                accepted=pieces - rejected,
                rejected=rejected,
                condition="damaged" if rejected else "good",
                note="Kemasan sobek dan basah" if rejected else "",
            )
            for line_id, pieces in arrived.items()
        ]
        orders.inspect_delivery(order_id=order.id, counts=counts, actor=self.fitri, at=self.tick())

    def signed_order(self, **need: object) -> ProcurementOrder:
        """Inspected, and the vendor has signed the handover report."""
        order = self.inspected_order(**need)
        self.sign(order)
        return fresh(order)

    def sign(self, order: ProcurementOrder) -> Handover:
        sequence = order.handovers.filter(vendor_signed_at=None).get().sequence
        return orders.sign_handover_vendor(order_id=order.id, sequence=sequence, actor=self.sari, at=self.tick())

    def accept(self, order: ProcurementOrder) -> Handover:
        sequence = order.handovers.filter(accepted_at=None).get().sequence
        return orders.accept_delivery(
            order_id=order.id, sequence=sequence, attempt_key=uuid4(), actor=self.budi, at=self.tick()
        )

    def close_rest(self, order: ProcurementOrder) -> None:
        """Both sides agree to end the order with what was accepted."""
        why = "Stok penjual habis"
        orders.ask_close_short(order_id=order.id, reason=why, actor=self.budi, at=self.tick())
        orders.close_short(order_id=order.id, actor=self.sari, at=self.tick())

    def accepted_order(self, **need: object) -> ProcurementOrder:
        """BAST signed by both: invoiced, with an open payable."""
        order = self.signed_order(**need)
        self.accept(order)
        return fresh(order)

    def paid_order(self, **need: object) -> ProcurementOrder:
        """As if the card had been charged: what the payments' event makes of the order."""
        order = self.accepted_order(**need)
        for handover in order.handovers.all():
            orders.record_payment(order_id=order.id, payable_id=handover.payable_id, at=self.tick())
        return fresh(order)


def fresh(row):
    """The row as the database has it now."""
    return type(row)._base_manager.get(pk=row.pk)
