"""Papers over HTTP: checked by everybody, opened by whoever they concern."""

from urllib.parse import urlsplit
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.access import public, signed_in
from marketplace.accounts.roles import Role
from marketplace.documents import selectors
from marketplace.documents.content import normalise_check_code
from marketplace.documents.forms import CheckForm
from marketplace.documents.models import Document
from marketplace.documents.rendering import qr_data_uri
from marketplace.documents.services import ask_rendering
from marketplace.documents.sheets import sheet_of
from marketplace.files import blobs
from marketplace.kernel.errors import NotFound
from marketplace.ui.forms import form_status
from marketplace.ui.http import Request

SECONDS_TO_NEXT_LOOK = 3


@public
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request) -> HttpResponse:
    """Is this paper genuine? By code, or by comparing a PDF byte for byte."""
    form = CheckForm(request.POST or None, request.FILES or None)
    compared = None
    if form.is_bound and form.is_valid():
        if form.cleaned_data["file"]:
            compared = _compare(form.content, form.cleaned_data["code"])
        else:
            return redirect("documents:check-code", code=form.cleaned_data["code"])
    return render(request, "documents/check.html", {"form": form, "compared": compared}, status=form_status(form))


@public
@require_safe
def check_code(request: Request, code: str) -> HttpResponse:
    """What a paper's code leads to: facts, signatures, whether it counts. No personal numbers."""
    stored = normalise_check_code(code)
    document = _by_code(stored) if stored else None
    if document is not None and stored != code:
        return redirect("documents:check-code", code=stored)
    context = {"document": document, "code": code, "form": CheckForm(), "signatures": _public_signatures(document)}
    return render(request, "documents/checked.html", context, status=200 if document else 404)


@signed_in
@require_safe
def sheet(request: Request, document_id: UUID) -> HttpResponse:
    """The paper on screen, drawn from the same description as the PDF."""
    document = selectors.document_visible_to(request.actor, document_id)
    drawn = sheet_of(document)
    for table in drawn["tables"]:
        table["span"] = len(table["columns"]) - 1
        table["marked_rows"] = [_marked(row, table["columns"]) for row in table["rows"]]
    context = {
        "document": document,
        "sheet": drawn,
        "amount_row": [["Jumlah", drawn["amount"]]],
        "back_url": _back(request),
        "number": document.number,
        "letterhead": drawn["letterhead"] | {"office": drawn["letterhead"]["agency"]},
        "check_code": document.check_code,
        "check_url": document.check_url,
        "pdf_url": document.pdf_url,
        "qr_url": qr_data_uri(document.check_url),
        "void": document.is_void,
    }
    return render(request, "documents/preview.html", context)


def _back(request: Request) -> str:
    """The page of this site that led here; the room's first page for whoever typed the address."""
    came_from = request.headers.get("Referer", "")
    inside = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    elsewhere = urlsplit(came_from).path != request.path
    return urlsplit(came_from).path if inside and elsewhere else reverse("web:my-room")


@signed_in
@require_safe
def pdf(request: Request, document_id: UUID) -> HttpResponseBase:
    """The file. Drawing it is the worker's work; until it is done the page says so and looks again by itself."""
    document = selectors.document_visible_to(request.actor, document_id)
    rendering = selectors.newest_rendering(document)
    if rendering is None or not blobs.exists(rendering.storage_key):
        return _preparing(request, document)
    name = document.number.replace("/", "-") + ".pdf"
    response = FileResponse(blobs.open_stream(rendering.storage_key), content_type="application/pdf", filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{rendering.sha256}"'
    return response


def _preparing(request: Request, document: Document) -> HttpResponse:
    """Says that the worker is at it, and looks again by itself."""
    ask_rendering(document=document, at=timezone.now())
    response = render(request, "documents/preparing.html", {"document": document}, status=202)
    response["Refresh"] = response["Retry-After"] = str(SECONDS_TO_NEXT_LOOK)
    response["Cache-Control"] = "no-store"
    return response


def _marked(row: list[str], columns: list[dict]) -> list[dict]:
    """Cells with the side they stand on, for a template that cannot look up by place."""
    return [{"text": text, "align": column["align"]} for text, column in zip(row, columns, strict=True)]


def _by_code(code: str) -> Document | None:
    try:
        return selectors.document_by_code(code)
    except NotFound:
        return None


def _compare(content: bytes, code: str) -> dict:
    """Whether these bytes are a PDF of ours, and of the paper that the code names where one was given."""
    rendering = selectors.rendering_with_hash(blobs.sha256(content))
    document = rendering.document if rendering else None
    newest = rendering is not None and rendering.sha256 == rendering.document.pdf_sha256
    same_code = not code or (document is not None and document.check_code == code)
    return {"document": document if same_code else None, "is_newest": newest}


def _public_signatures(document: Document | None) -> list[dict]:
    if document is None:
        return []
    roles = dict(Role.choices) | {"system": _("Sistem")}
    return [
        {"name": one.name, "role": roles.get(one.role, one.role), "signed_at": one.signed_at}
        for one in document.signatures.all()
    ]
