"""A picture of what came, with every finished delivery but a few that auditors are to ask about (RF-20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

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

NAME = "barang-datang.png"
#: A category: stationery, which every office buys.
SHOWN = "07.01"
#: Of so many deliveries one was accepted without a picture.
ONE_WITHOUT = 400


def photos_of_offices(world: World, desks: Iterable[Desk]) -> dict[int, UUID]:
    """Office -> its picture of goods at the door. Drawn and uploaded once; the others name the same kept bytes."""
    desks = list(desks)
    kept = {file.organisation_id: file.id for file in StoredFile.objects.filter(name=NAME)}
    at = world.moment(world.opened_on)
    first = StoredFile.objects.filter(name=NAME).first() or store_upload(
        upload=SimpleUploadedFile(NAME, picture(world.dice("goods at the door"), SHOWN)),
        kind="photo", organisation_id=desks[0].id, actor=SYSTEM, at=at,
    )  # fmt: skip
    kept[first.organisation_id] = first.id
    facts = ("kind", "name", "content_type", "size_bytes", "width", "height", "sha256", "source_sha256", "storage_key")
    same = {fact: getattr(first, fact) for fact in facts}
    for desk in desks:
        if desk.id not in kept:
            receiver = desk.who(Role.RECEIVER).id
            row = StoredFile(organisation_id=desk.id, uploaded_by_id=receiver, created_at=at, **same)
            row.save(force_insert=True)
            kept[desk.id] = row.id
    return kept


def write_photos(purchases: Sequence[Purchase], photos: dict[int, UUID]) -> None:
    """One for each inspection, open to whoever may see the order."""
    shown = [one for one in purchases if one.id.int % ONE_WITHOUT]
    write(
        InspectionPhoto,
        [
            {"inspection_id": one.ids["inspection"], "file_id": photos[one.desk.id], "caption": "Barang saat tiba"}
            for one in shown
        ],
    )
    write(
        FileUse,
        [
            {"file_id": photos[one.desk.id], "subject_kind": "orders.procurementorder", "subject_id": str(one.id)}
            for one in shown
        ],
    )
