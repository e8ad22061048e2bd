"""A picture of what came, with every finished delivery but a few that auditors are to ask about (RF-20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import CategoryFacts
from marketplace.accounts.roles import Role
from marketplace.demo.bulk.rows import write
from marketplace.demo.past.people import Desk
from marketplace.demo.past.plan import Purchase
from marketplace.demo.pictures import picture
from marketplace.demo.world import World
from marketplace.files.models import FileUse, StoredFile
from marketplace.files.services import store_upload
from marketplace.kernel.actors import SYSTEM
from orders.models import InspectionPhoto

NAME = "barang-datang-{group}.png"
#: Groups that are work, not goods.
WORK = frozenset({"15", "16", "17"})
#: Of so many deliveries one was accepted without a picture.
ONE_WITHOUT = 400


def photos_of_offices(world: World, desks: Iterable[Desk]) -> dict[tuple[int, str], UUID]:
    """(office, category group) -> its picture. Each is drawn and uploaded once; the others name the same kept bytes."""
    desks = list(desks)
    groups = CategoryFacts.objects.filter(parent=None).order_by("code").values_list("code", flat=True)
    return {(office, group): file for group in groups for office, file in _photos_of(world, desks, group).items()}


def _photos_of(world: World, desks: Sequence[Desk], group: str) -> dict[int, UUID]:
    name = NAME.format(group=group)
    kept = {file.organisation_id: file.id for file in StoredFile.objects.filter(name=name)}
    at = world.moment(world.opened_on)
    first = StoredFile.objects.filter(name=name).first() or store_upload(
        upload=SimpleUploadedFile(name, picture(world.dice(f"goods at the door {group}"), group)),
        kind="photo", organisation_id=desks[0].id, actor=SYSTEM, at=at,
    )  # fmt: skip
    kept[first.organisation_id] = first.id
    facts = ("kind", "name", "content_type", "size_bytes", "width", "height", "sha256", "source_sha256", "storage_key")
    same = {fact: getattr(first, fact) for fact in facts}
    rows = [
        StoredFile(organisation_id=desk.id, uploaded_by_id=desk.who(Role.RECEIVER).id, created_at=at, **same)
        for desk in desks
        if desk.id not in kept
    ]
    return kept | {row.organisation_id: row.id for row in StoredFile.objects.bulk_create(rows)}


def write_photos(purchases: Sequence[Purchase], photos: dict[tuple[int, str], UUID]) -> None:
    """One for each inspection, open to whoever may see the order."""
    shown = [(one, group_of(one)) for one in purchases if one.id.int % ONE_WITHOUT]
    write(
        InspectionPhoto,
        [
            {
                "inspection_id": one.ids["inspection"],
                "file_id": photos[one.desk.id, group],
                "caption": "Hasil pekerjaan" if group in WORK else "Barang saat tiba",
            }
            for one, group in shown
        ],
    )
    write(
        FileUse,
        [
            {
                "file_id": photos[one.desk.id, group],
                "subject_kind": "orders.procurementorder",
                "subject_id": str(one.id),
            }
            for one, group in shown
        ],
    )


def group_of(one: Purchase) -> str:
    return one.lines[0].goods.listing.category_id[:2]
