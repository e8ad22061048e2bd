"""The cast of the catalog's tests: Warung Sari sells, Verifikator Vina checks, everybody else only looks."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest
from django.core.cache import cache
from oscar.apps.partner.models import Partner

from catalog import search
from catalog.models import Listing
from catalog.services import create_listing, publish_listing
from catalog.services.details import ListingDetails
from marketplace.accounts.models import Organisation, User
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import ANONYMOUS, Actor, Grant
from marketplace.kernel.reference import Regency
from tests.invented_orders import orders_are_invented as orders_are_invented
from vendors.models import Kbli, Review, Vendor, VendorKBLI
from vendors.states import Decision, VendorState

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
_numbers = count(1)


@pytest.fixture(autouse=True)
def _no_remembered_figures():
    cache.clear()


def make_vendor(
    name: str = "Warung Sari", *, state: str = VendorState.ACTIVE, regency: str = "33.74", **fields
) -> Vendor:
    """A vendor as the verification leaves it: with a partner of Oscar's from the day it may sell."""
    number = next(_numbers)
    organisation = Organisation.objects.create(kind="vendor", name=f"{name} {number}")
    defaults = {
        "legal_name": name,
        "legal_form": "perorangan",
        "scale": "mikro",
        "nib": f"{9_120_000_000_000 + number}",
        "npwp": f"{3_374_000_000_000_000 + number}",
        "regency": Regency.objects.get(code=regency),
        "partner": Partner.objects.create(name=f"{name} {number}"),
        "state_since": NOON,
    }
    vendor = Vendor.objects.create(organisation=organisation, state=VendorState.SUBMITTED, **defaults | fields)
    Review.objects.create(
        vendor=vendor, round=1, submitted_at=NOON, verifier=_verifier(1), second_verifier=_verifier(2),
        decision=Decision.VERIFY, decided_at=NOON,
    )  # fmt: skip
    move_vendor(vendor, state)
    return vendor


def move_vendor(vendor: Vendor, state: str) -> None:
    """Along the legal moves, without the verification's own use cases, which have their own tests."""
    way = [VendorState.IN_REVIEW, VendorState.VERIFIED, VendorState.ACTIVE, VendorState.SUSPENDED]
    start = way.index(vendor.state) + 1 if vendor.state in way else 0
    for step in way[start : way.index(state) + 1]:
        vendor.state = step
        vendor.save(update_fields=["state"])


def _verifier(number: int) -> User:
    user, _ = User.objects.get_or_create(email=f"vina{number}@contoh.id", defaults={"full_name": f"Vina {number}"})
    return user


def owner_of(vendor: Vendor) -> Actor:
    return Actor(
        id=1, name="Bu Sari", grants=frozenset({Grant(Role.VENDOR_OWNER, vendor.pk)}), display_role="vendor_owner"
    )


def give_kbli(vendor: Vendor, code: str) -> None:
    kbli, _ = Kbli.objects.get_or_create(version="2020", code=code, defaults={"title": code})
    VendorKBLI.objects.create(vendor=vendor, kbli=kbli)


def details(**changes) -> ListingDetails:
    return ListingDetails(
        **{"name": "Kertas HVS A4 80 gram, 500 lembar", "category_code": "07.03", "unit_code": "RM"} | changes
    )


def make_listing(
    vendor: Vendor, *, price: int = 54_500, stock: int = 100, published: bool = True, **changes
) -> Listing:
    listing = create_listing(
        vendor_id=vendor.pk,
        details=details(**changes),
        unit_price_idr=price,
        stock=stock,
        actor=owner_of(vendor),
        at=NOON,
    )
    if published:
        listing = publish_listing(listing_id=listing.id, actor=owner_of(vendor), at=NOON)
        search.index_listings([listing.id])
    return listing


@pytest.fixture
def sari(db) -> Vendor:
    return make_vendor()


@pytest.fixture
def bu_sari(sari) -> Actor:
    return owner_of(sari)


@pytest.fixture
def vina() -> Actor:
    return Actor(id=2, name="Vina", grants=frozenset({Grant(Role.VERIFIER, None)}), display_role="verifier")


@pytest.fixture
def visitor() -> Actor:
    return ANONYMOUS
