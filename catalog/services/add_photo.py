"""Photos of goods."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from catalog.events import ListingChanged
from catalog.models import Listing, ListingPhoto
from catalog.policies import may_list_for
from marketplace.files.services import store_upload
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound, RuleViolation

MOST_PHOTOS = 8


class TooManyPhotos(RuleViolation):
    code = "TOO_MANY_PHOTOS"
    field = "photo"
    template = _("Satu produk paling banyak {most} foto. Hapus satu dulu.")


@transaction.atomic
def add_photo(*, listing_id: int, upload: File | BinaryIO, alt: str = "", actor: Actor, at: datetime) -> ListingPhoto:
    """Store the picture anew (upright, without place data, three sizes) and put it last.

    Raises  UploadRefused, TooManyPhotos, NotPermitted, NotFound.
    Emits   ListingChanged.
    """
    listing = Listing.objects.lock(listing_id)
    may_list_for(actor, listing.vendor).enforce()
    if listing.photos.count() >= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    file = store_upload(upload=upload, kind="photo", organisation_id=listing.vendor_id, actor=actor, at=at, public=True)
    last = listing.photos.aggregate(last=Max("position"))["last"]
    photo = ListingPhoto.objects.create(
        listing=listing, file=file, position=0 if last is None else last + 1, alt=alt.strip()[:160]
    )
    listing.touch()
    audit_log.record(
        "catalog.listing.photo_added", listing, actor=actor, at=at, organisation_id=listing.vendor_id,
        after={"sha256": file.sha256},
    )  # fmt: skip
    outbox.publish(ListingChanged(listing_id=listing.id, at=at))
    return photo


@transaction.atomic
def remove_photo(*, photo_id: int, actor: Actor, at: datetime) -> None:
    """Take a photo off the listing; the file stays, because orders may refer to it by its hash.

    Raises  NotPermitted, NotFound.
    """
    photo = ListingPhoto.objects.select_related("listing__vendor", "file").filter(id=photo_id).first()
    if photo is None:
        raise NotFound(kind="catalog.listingphoto", id=photo_id)
    may_list_for(actor, photo.listing.vendor).enforce()
    photo.delete()
    audit_log.record(
        "catalog.listing.photo_removed", photo.listing, actor=actor, at=at, organisation_id=photo.listing.vendor_id,
        before={"sha256": photo.file.sha256},
    )  # fmt: skip
    outbox.publish(ListingChanged(listing_id=photo.listing_id, at=at))
