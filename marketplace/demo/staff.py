"""People whom an owner lets work in the shop, for the vendors that can be played."""

from __future__ import annotations

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.roles import Role
from marketplace.accounts.services import assign_role, enrol_totp, register_user
from marketplace.demo import names
from marketplace.demo.cast import STAFF_CAST, address, totp_secret
from marketplace.demo.offices import shared_hash
from marketplace.demo.world import World
from marketplace.kernel.actors import SYSTEM
from vendors.models import Vendor


@transaction.atomic
def seed_staff(world: World) -> dict[str, int]:
    """One member of staff for each, by the real use cases; who is there already is left alone."""
    for number, (key, owner, _label, _text) in enumerate(STAFF_CAST):
        if not User.objects.filter(email=address(key)).exists():
            _join(world, number, address(key), Vendor.objects.get(started_by__email=address(owner)))
    return {"staff": len(STAFF_CAST)}


def _join(world: World, number: int, email: str, vendor: Vendor) -> None:
    dice, at = world.dice("staff", number), vendor.activated_at or world.now
    name = names.person(dice)
    user = register_user(
        full_name=name,
        email=email,
        phone=f"0813{72_000_000 + number}",
        nik=names.nik(95_000 + number, name, names.birthday(dice)),
        password_hash=shared_hash(),
        actor=SYSTEM,
        at=at,
    )
    enrol_totp(user=user, secret=totp_secret(email), actor=SYSTEM, at=at)
    assign_role(
        user_id=user.pk,
        role=Role.VENDOR_STAFF,
        organisation_id=vendor.pk,
        valid_from=world.opened_on,
        valid_to=world.closes_on,
        decision_number=f"Surat tugas {number + 1}/{world.opened_on.year}",
        decision_date=world.opened_on,
        actor=SYSTEM,
        at=at,
    )
