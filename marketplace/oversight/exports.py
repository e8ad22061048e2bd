"""What auditors take away as files: the questions, and of one purchase its journal and its trail. Plain codes.

Columns are Indonesian in every language, so that a file read by a program does not change with the reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import translation

from marketplace.kernel.calendar import JAKARTA
from marketplace.oversight.evidence import AUDIT, JOURNAL, Evidence
from marketplace.oversight.flags import BY_CODE
from marketplace.oversight.integrity import entry_is_unchanged
from marketplace.oversight.models import Flag, FlagReview
from payments.ledger.models import journal_code

CHUNK = 500
FLAG_COLUMNS = [
    "rujukan", "aturan", "versi", "judul", "dinas", "pesanan", "jendela_mulai", "jendela_akhir", "skor", "bobot",
    "nilai_idr", "bukti", "keadaan", "pertama_ditemukan", "terakhir_ditemukan", "penelaah", "peran", "diputuskan",
    "jenis_alasan", "alasan",
]  # fmt: skip
JOURNAL_COLUMNS = [
    "nomor_jurnal", "tanggal", "dicatat", "jenis", "buku", "akun", "sisi", "nilai_idr", "pesanan", "tempat_log",
    "kunci",
]  # fmt: skip
TRAIL_COLUMNS = [
    "waktu", "tindakan", "benda", "pengenal", "pelaku", "peran", "alamat", "sebelum", "sesudah", "alasan", "tempat_log",
    "utuh",
]  # fmt: skip


def flag_rows(flags: QuerySet[Flag]) -> Iterator[list[Any]]:
    """Read through a cursor of the server, the most at stake first."""
    reviews = Prefetch("reviews", FlagReview.objects.order_by("step"))
    for flag in flags.order_by("-rank", "-id").prefetch_related(reviews).iterator(chunk_size=CHUNK):
        last = next(iter(reversed(flag.reviews.all())), None)
        yield [
            flag.reference,
            flag.rule,
            flag.rule_version,
            _title(flag.rule),
            flag.order.agency.name,
            " ".join(flag.numbers),
            flag.window_start.isoformat(),
            flag.window_end.isoformat(),
            str(flag.score),
            flag.severity,
            flag.value_idr,
            _json(flag.evidence),
            flag.state,
            flag.first_seen_on.isoformat(),
            flag.as_of.isoformat(),
            last.actor_name if last else "",
            last.role if last else "",
            _instant(last.at) if last else "",
            last.reason_code if last else "",
            last.reason if last else "",
        ]


def journal_rows(evidence: Evidence) -> Iterator[list[Any]]:
    """Every posting of one purchase, in the order in which they were booked."""
    for entry in evidence.journal:
        place = evidence.place_of(JOURNAL, entry.id)
        for leg in entry.postings.all():
            yield [
                journal_code(place.kind_number) if place else "",
                str(entry.effective_at),
                _instant(entry.recorded_at),
                entry.kind,
                leg.book,
                leg.account,
                leg.side,
                leg.amount_idr,
                entry.order_number or "",
                place.place if place else "",
                entry.key,
            ]


def trail_rows(evidence: Evidence) -> Iterator[list[Any]]:
    """Every entry of the log about one purchase, with whether it still is what was logged."""
    for entry in evidence.trail:
        place = evidence.place_of(AUDIT, entry.id)
        yield [
            _instant(entry.at),
            entry.what,
            entry.subject_kind,
            entry.subject_id,
            entry.actor_name,
            entry.actor_role,
            entry.address or "",
            _json(entry.before),
            _json(entry.after),
            entry.why,
            place.place if place else "",
            "ya" if entry_is_unchanged(entry) else "tidak",
        ]


Table = tuple[list[str], Callable[[Evidence], Iterable[list[Any]]]]
#: What can be taken from a dossier: name in the address -> columns and rows.
OF_A_DOSSIER: dict[str, Table] = {
    "jurnal": (JOURNAL_COLUMNS, journal_rows),
    "jejak": (TRAIL_COLUMNS, trail_rows),
}


def _title(rule: str) -> str:
    with translation.override("id"):
        return str(BY_CODE[rule].title)


def _json(facts: Any) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True) if facts else ""


def _instant(at: Any) -> str:
    return str(at.astimezone(JAKARTA).isoformat(timespec="seconds"))
