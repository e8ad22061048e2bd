"""Reasons that the system gives itself: stored in Indonesian, whoever presses, and read in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

TIME_RAN_OUT = _("Batas waktu terlewati.")
YEAR_CLOSED = _("Tahun anggaran ditutup.")
BILL_OVERDUE = _("Tagihan lewat jatuh tempo")
HOLDER_REVOKED = _("Dicabut oleh pemegang kartu")
#: What the law rows of the last days name until a circular is recorded.
NO_CIRCULAR = _("Surat edaran gubernur tentang langkah akhir tahun belum dimuat; batas paling lambat UU 17/2003 art. 4")

_OURS = frozenset({TIME_RAN_OUT, YEAR_CLOSED, BILL_OVERDUE, HOLDER_REVOKED, NO_CIRCULAR})


def as_read(reason: str) -> str:
    """What a person wrote stays as it is."""
    return gettext(reason) if reason in _OURS else reason
