"""Take an upload."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from marketplace.files import blobs, pdf, pictures, sheets
from marketplace.files.errors import NotADocument, NotAPicture, UploadEmpty, UploadTooLarge
from marketplace.files.limits import MAX_DOCUMENT_BYTES, MAX_PICTURE_BYTES, MEBIBYTE
from marketplace.files.models import FileKind, StoredFile
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor

CONTENT_TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "pdf": "application/pdf"} | sheets.CONTENT_TYPES


def store_upload(
    *, upload: File | BinaryIO, kind: str, organisation_id: int, actor: Actor, at: datetime, public: bool = False
) -> StoredFile:
    """Keep an upload under a name of ours, and a row that says whose it is.

    The type is judged by content alone. Pictures are written anew; a PDF is kept as sent, if it holds nothing active.
    The same upload of one organisation is one row.
    Raises  UploadRefused (its subclasses say why), StorageFull.
    """
    data = read_within_limit(upload, kind)
    source = blobs.sha256(data)
    known = StoredFile.objects.filter(
        organisation_id=organisation_id, source_sha256=source, kind=kind, public=public
    ).first()
    if known is not None and blobs.exists(known.storage_key):
        return known
    facts = _keep(data, kind=kind, public=public)
    with transaction.atomic():
        file, is_new = StoredFile.objects.get_or_create(
            organisation_id=organisation_id,
            source_sha256=source,
            kind=FileKind(kind),
            public=public,
            defaults=facts | {"name": _display_name(upload), "uploaded_by_id": actor.id, "created_at": at},
        )
        if is_new:
            audit_log.record("files.file.stored", file, actor=actor, at=at, after={"sha256": file.sha256, "kind": kind})
    return file


def read_within_limit(upload: File | BinaryIO, kind: str) -> bytes:
    """The bytes, never more than the limit. Raises UploadEmpty, UploadTooLarge."""
    limit = limit_of(kind)
    size = getattr(upload, "size", None)
    upload.seek(0)
    data = b"" if size and size > limit else upload.read(limit + 1)
    size = size or len(data)
    if size > limit or len(data) > limit:
        raise UploadTooLarge(size=-(-max(size, len(data)) // MEBIBYTE), limit=limit // MEBIBYTE)
    if not data:
        raise UploadEmpty()
    return data


def limit_of(kind: str) -> int:
    if kind == FileKind.SHEET:
        return settings.GOODS_SHEET_MEBIBYTES * MEBIBYTE
    return MAX_PICTURE_BYTES if kind == FileKind.PHOTO else MAX_DOCUMENT_BYTES


def check_upload(upload: File | BinaryIO, kind: str) -> None:
    """The cheap judgement that a form makes: size, magic, header. Raises UploadRefused."""
    data = read_within_limit(upload, kind)
    upload.seek(0)
    if kind == FileKind.SHEET:
        sheets.ending_of(data)
    elif pictures.is_picture(data[:16]):
        pictures.check(data)
    elif kind == FileKind.PHOTO:
        raise NotAPicture()
    elif pdf.is_pdf(data[:16]):
        pdf.check(data)
    else:
        raise NotADocument()


def _keep(data: bytes, *, kind: str, public: bool) -> dict[str, object]:
    """Write the bytes that will be served, and tell what they are."""
    if kind == FileKind.SHEET:
        return _keep_as_sent(data, sheets.ending_of(data))
    if kind == FileKind.PHOTO or pictures.is_picture(data[:16]):
        return _keep_picture(data, public=public)
    if not pdf.is_pdf(data[:16]):
        raise NotADocument()
    pdf.check(data)
    return _keep_as_sent(data, "pdf", public=public)


def _keep_as_sent(data: bytes, ending: str, *, public: bool = False) -> dict[str, object]:
    digest = blobs.sha256(data)
    key = blobs.key_for(digest, public=public, ending=ending)
    blobs.write(key, data)
    return {"sha256": digest, "storage_key": key, "content_type": CONTENT_TYPES[ending], "size_bytes": len(data)}


def _keep_picture(data: bytes, *, public: bool) -> dict[str, object]:
    renditions = pictures.render(data)
    largest = renditions.files[1280, "jpg"]
    digest = blobs.sha256(largest)
    for (width, ending), encoded in renditions.files.items():
        blobs.write(blobs.key_for(digest, public=public, ending=ending, width=width), encoded)
    return {
        "sha256": digest,
        "storage_key": blobs.key_for(digest, public=public, ending="jpg", width=1280),
        "content_type": CONTENT_TYPES["jpg"],
        "size_bytes": len(largest),
        "width": renditions.width,
        "height": renditions.height,
    }


def _display_name(upload: File | BinaryIO) -> str:
    """The sender's name for it, harmless: for people to recognise, never a path."""
    name = unicodedata.normalize("NFKC", str(getattr(upload, "name", "") or "berkas"))
    name = re.sub(r"[^\w .()-]", "_", name.replace("\\", "/").rsplit("/", 1)[-1])
    return re.sub(r"\s+", " ", name).strip(" .")[-120:] or "berkas"
