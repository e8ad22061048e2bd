"""Filled baskets, ready to be submitted: what the officers did before the moment that is measured."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from oscar.apps.basket.models import Basket, Line

from catalog.models import Listing
from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import Agency, User
from marketplace.accounts.roles import Role
from marketplace.accounts.services import assign_role, register_user
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from orders.models import Need
from orders.services import submit_need
from payments.budget.models import BudgetDocument, BudgetLine, SubActivity
from payments.budget.services import open_line

GOODS_PER_ORDER = 3
HIGHEST_UNIT_PRICE_IDR = 90_000
MUCH = Rupiah(10**12)


@dataclass(frozen=True)
class Job:
    """One filled basket and what its page shows."""

    need_id: UUID
    actor: Actor
    shown: dict[int, tuple[int, int]]


class Officers:
    """Activity officers of the province with one open basket each, and the lines they charge to."""

    def __init__(self, *, baskets: int, lines: int) -> None:
        self.now = timezone.now()
        self.dice = random.Random(1)
        self.lines = list(BudgetLine.objects.filter(fiscal_year=local_day(self.now).year).order_by("id")[:lines])
        offices = sorted({line.agency_id for line in self.lines})
        self.spread = self._spread(offices, baskets)
        self.hot_line = self._open_hot_line(offices[0])
        self.hot = [self._new(self.hot_line.agency_id, number) for number in range(baskets)]
        people = User.objects.in_bulk([officer for officer, _agency in (*self.spread, *self.hot)])
        self.actors = {pk: actor_for(user, at=self.now, address="127.0.0.1") for pk, user in people.items()}
        self.trays = _trays()

    def _spread(self, offices: Sequence[int], wanted: int) -> list[tuple[int, int]]:
        """(officer, office), as many as wanted, over all offices."""
        known = User.objects.filter(assignments__role=Role.ACTIVITY_OFFICER, assignments__organisation__in=offices)
        found = list(known.order_by("id").values_list("id", "assignments__organisation"))
        more = (self._new(offices[number % len(offices)], 1000 + number) for number in range(wanted - len(found)))
        return [*found, *more][:wanted]

    def _new(self, agency_id: int, number: int) -> tuple[int, int]:
        user = register_user(
            full_name=f"Pemohon {number}",
            nip=f"19800315200604{1000 + number}",
            nik=f"33749{10_000_000_000 + number}",
            password_hash=_NOBODY,
            actor=SYSTEM,
            at=self.now,
        )
        year = local_day(self.now).year
        assign_role(
            user_id=user.pk,
            role=Role.ACTIVITY_OFFICER,
            organisation_id=agency_id,
            valid_from=local_day(self.now).replace(month=1, day=1),
            valid_to=local_day(self.now).replace(year=year + 1, month=12, day=31),
            decision_number=f"821.2/{agency_id}/{year}",
            decision_date=local_day(self.now).replace(month=1, day=1),
            actor=SYSTEM,
            at=self.now,
        )
        return user.pk, agency_id

    def _open_hot_line(self, agency_id: int) -> BudgetLine:
        sub_activity = SubActivity.objects.create(
            agency=Agency.objects.get(pk=agency_id), code="9.99.99.9.99.9999", name="Sub kegiatan tersibuk"
        )
        document = BudgetDocument.objects.filter(agency_id=agency_id, fiscal_year=local_day(self.now).year).last()
        return open_line(
            sub_activity=sub_activity,
            document=document,
            account_code="5.1.02.01.01.0024",
            fund_source_code="1.1",
            ceiling=MUCH,
        )

    def fill(self, *, hot: bool) -> list[Job]:
        """One basket for every officer, as adding goods and describing the need leave it."""
        people = self.hot if hot else self.spread
        trays = self.dice.choices(self.trays, k=len(people))
        charged = [self.hot_line] * len(people) if hot else [self._line_of(agency) for _officer, agency in people]
        with transaction.atomic():
            baskets = Basket.objects.bulk_create([Basket(owner_id=officer) for officer, _agency in people])
            Line.objects.bulk_create(
                [
                    _basket_line(basket, listing, quantity)
                    for basket, tray in zip(baskets, trays, strict=True)
                    for listing, quantity in tray
                ]
            )
            needs = Need.objects.bulk_create(
                [
                    self._need(officer, agency, basket, tray, line)
                    for (officer, agency), basket, tray, line in zip(people, baskets, trays, charged, strict=True)
                ]
            )
        return [
            Job(
                need.id,
                self.actors[need.requester_id],
                {goods.id: (quantity, goods.unit_price_idr) for goods, quantity in tray},
            )
            for need, tray in zip(needs, trays, strict=True)
        ]

    def _line_of(self, agency_id: int) -> BudgetLine:
        return self.dice.choice([line for line in self.lines if line.agency_id == agency_id])

    def _need(self, officer: int, agency: int, basket: Basket, tray, line: BudgetLine) -> Need:
        charges = {"charges": [[line.pk, None]], "price_reason": "", "split_reason": ""}
        return Need(
            agency_id=agency,
            requester_id=officer,
            purpose="Perlengkapan kantor triwulan ini",
            needed_by=local_day(self.now) + timedelta(days=20),
            delivery_place="Gudang kantor, Semarang",
            rup_code="51240917",
            basket=basket,
            # Among dear goods a reason may be asked for; it stands there, so that every basket is lawful.
            parts={str(tray[0][0].vendor_id): charges | {"price_reason": "Satu-satunya yang dapat mengirim besok"}},
            created_at=self.now,
        )


_NOBODY = make_password(None)


def _trays() -> list[list[tuple[Listing, int]]]:
    """Three cheap goods of one vendor each, of as many vendors as there are."""
    by_vendor: dict[int, list[Listing]] = {}
    cheap = Listing.objects.on_offer().filter(unit_price_idr__lte=HIGHEST_UNIT_PRICE_IDR, min_order=1)
    for listing in cheap.order_by("vendor_id", "id"):
        by_vendor.setdefault(listing.vendor_id, []).append(listing)
    return [
        [(listing, 1) for listing in goods[:GOODS_PER_ORDER]]
        for goods in by_vendor.values()
        if len(goods) >= GOODS_PER_ORDER
    ]


def _basket_line(basket: Basket, listing: Listing, quantity: int) -> Line:
    price = Decimal(listing.unit_price_idr)
    return Line(
        basket=basket,
        line_reference=f"listing-{listing.id}",
        product_id=listing.product_id,
        stockrecord_id=listing.stock_record_id,
        quantity=quantity,
        price_currency="IDR",
        price_excl_tax=price,
        price_incl_tax=price,
    )


def submit(job: Job) -> None:
    """Through the real use case, whole: one transaction, one commit."""
    submit_need(need_id=job.need_id, shown=job.shown, attempt_key=uuid4(), actor=job.actor, at=timezone.now())
