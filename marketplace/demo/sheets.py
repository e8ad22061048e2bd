"""One sheet of goods that a seller of the cast brought in this morning: stock counted anew, and one row left wrong."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from catalog import services
from catalog.models import Listing, Sheet
from catalog.sheets import writing
from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import User
from marketplace.demo.cast import address
from marketplace.demo.world import World
from marketplace.kernel.actors import Actor
from vendors.models import Vendor

SELLER = "slamet"
KEYS = UUID("5b3d1a52-7a0c-4f6e-9d57-6f0f3d6c2b11")
COUNTED, MORE = 4, 25


def seed_sheet(world: World) -> dict[str, int]:
    """By the use cases of the page; killed and run again, it goes on."""
    vendor = Vendor.objects.get(email=address(SELLER))
    actor = actor_for(User.objects.get(email=address(SELLER)), at=world.now)
    sheet = vendor.sheets.first() or _upload(vendor, actor, world)
    if sheet.is_open:
        sheet = services.confirm_sheet(sheet_id=sheet.pk, actor=actor, at=world.now)
    return {"sheet_rows": sheet.rows.count()}


def _upload(vendor: Vendor, actor: Actor, world: World) -> Sheet:
    mine = Listing.objects.filter(vendor=vendor).select_related("stock_record").order_by("id")[:COUNTED]
    rows = [
        {"code": row["code"], "name": row["name"], "stock": str(int(row["stock"]) + MORE)}
        for row in writing.texts_of(mine)
    ]
    rows.append({"name": "Rak buku jati 5 susun", "unit_price_idr": "1,250,000", "stock": "4"})
    return services.upload_sheet(
        vendor_id=vendor.pk,
        upload=SimpleUploadedFile("stok-opname.csv", writing.as_csv(rows)),
        attempt_key=uuid5(KEYS, f"{world.seed}:{world.size_name}"),
        actor=actor,
        at=world.now,
    )
