"""Files over HTTP: public pictures by content hash, private files by id and permission."""

from uuid import UUID

from django.http import FileResponse
from django.utils import timezone
from django.utils.cache import patch_response_headers
from django.views.decorators.http import require_safe

from marketplace.accounts.access import public, signed_in
from marketplace.files import blobs, selectors
from marketplace.files.limits import WIDTHS
from marketplace.files.models import StoredFile
from marketplace.files.services import note_reading
from marketplace.kernel.errors import NotFound
from marketplace.ui.http import Request

TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}
A_YEAR = 365 * 24 * 60 * 60


@public
@require_safe
def picture(request: Request, digest: str, width: int, ending: str) -> FileResponse:
    """A picture of goods. Its name is its content, so it may be cached for ever and no row is asked."""
    _require_rendition(width, ending)
    response = _inline(blobs.key_for(digest, public=True, ending=ending, width=width), TYPES[ending])
    patch_response_headers(response, cache_timeout=A_YEAR)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@signed_in
@require_safe
def private(request: Request, file_id: UUID) -> FileResponse:
    """The file itself, as an attachment: it is never opened on our own address."""
    file = selectors.file_open_to(request.actor, file_id)
    note_reading(file=file, actor=request.actor, at=timezone.now())
    response = FileResponse(
        blobs.open_stream(file.storage_key),
        as_attachment=True,
        filename=_file_name(file),
        content_type=file.content_type,
    )
    return _hardened(response)


@signed_in
@require_safe
def private_picture(request: Request, file_id: UUID, width: int, ending: str) -> FileResponse:
    """A rendition that we encoded ourselves, so it may be shown in the page."""
    _require_rendition(width, ending)
    file = selectors.file_open_to(request.actor, file_id)
    if not file.is_picture:
        raise NotFound(kind="files.file")
    note_reading(file=file, actor=request.actor, at=timezone.now())
    return _hardened(_inline(file.rendition_key(width, ending), TYPES[ending]))


def _require_rendition(width: int, ending: str) -> None:
    if width not in WIDTHS or ending not in TYPES:
        raise NotFound(kind="files.file")


def _inline(key: str, content_type: str) -> FileResponse:
    response = FileResponse(blobs.open_stream(key), content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _hardened(response: FileResponse) -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _file_name(file: StoredFile) -> str:
    ending = file.storage_key.rsplit(".", 1)[-1]
    return f"{file.name.rsplit('.', 1)[0] or 'berkas'}.{ending}"
