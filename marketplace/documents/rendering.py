"""A paper as PDF: typst, its own fonts, no network; the same sheet gives the same bytes."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.contrib.staticfiles import finders

from marketplace.documents.models import Document
from marketplace.documents.sheets import sheet_of

TEMPLATES = Path(settings.PROJECT) / "templates" / "documents" / "typ"
PLAIN = "sheet"
#: What is neither Latin letter, punctuation nor currency: drawn as a question mark, a whole run of it as one.
UNDRAWN = re.compile("[^\u0000-\u024f\u2010-\u203a\u20a0-\u20bf\u2212]+")


def pdf_of(document: Document) -> bytes:
    """PDF/A-2 with tags, dated by its content and not by the clock."""
    signed = [signature.signed_at for signature in document.signatures.all()]
    data = json.dumps(drawing_of(document), ensure_ascii=False)
    until = int(max([document.issued_at, *signed]).timestamp())
    try:
        return _compiled(template_of(document), data, until)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # Somebody typed what our fonts cannot draw: the paper must come all the same. The hash is that of what was
        # typed, and the page of the paper shows it.
        return _compiled(template_of(document), UNDRAWN.sub("?", data), until)


def _compiled(template: Path, data: str, timestamp: int) -> bytes:
    return typst.compile(
        str(template),
        root=str(TEMPLATES),
        sys_inputs={"data": data},
        timestamp=timestamp,
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
    )


def drawing_of(document: Document) -> dict[str, Any]:
    """The sheet with what only the drawing needs: QR code, emblem, day."""
    return sheet_of(document) | {"qr": qr_svg(document.check_url), "emblem": _emblem()}


def template_of(document: Document) -> Path:
    own = TEMPLATES / f"{document.template}.typ"
    return own if own.is_file() else TEMPLATES / f"{PLAIN}.typ"


def qr_svg(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=0, xmldecl=False, omitsize=True)
    return out.getvalue().decode()


def qr_data_uri(text: str) -> str:
    return segno.make(text, error="m").svg_data_uri(border=0, omitsize=True)


def _emblem() -> dict[str, Any] | None:
    """The operator's emblem, where the site has set one."""
    name = str(settings.OPERATOR["emblem"])
    found = finders.find(name) if name else None
    if not found:
        return None
    file = Path(found)
    return {"format": file.suffix.removeprefix(".").lower(), "bytes": list(file.read_bytes())}
