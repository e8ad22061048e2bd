"""Is this purchase what was recorded? Each check recomputes something and says in words what it compared.

Nothing is taken from a stored verdict: leaves, hashes, sums and paths are made again from the rows that are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.documents.content import content_sha256
from marketplace.documents.models import Document
from marketplace.kernel.audit_log import leaf_of_entry
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.oversight.evidence import AUDIT, JOURNAL, Evidence
from orders.services import content_hash
from orders.states import legal_moves
from payments.ledger.models import JournalEntry


@dataclass(frozen=True)
class Check:
    """One comparison: what was asked, how many things were compared, and which of them differ or still wait."""

    code: str
    title: str | Promise
    detail: str | Promise
    compared: int
    wrong: tuple[str, ...] = ()
    waiting: int = 0

    @property
    def tone(self) -> str:
        if self.wrong:
            return "bad"
        return "warn" if self.waiting else "ok"


def checks_of(evidence: Evidence) -> list[Check]:
    """All checks of one purchase, in the order in which an auditor would ask."""
    return [
        _entries_unchanged(evidence),
        _leaves_in_tree(evidence),
        _path_unbroken(evidence),
        _content_as_signed(evidence),
        _documents_unchanged(evidence),
        _journal_unchanged(evidence),
        _journal_balanced(evidence),
        _money_agrees(evidence),
    ]


def entry_is_unchanged(entry: AuditEntry) -> bool:
    return leaf_of_entry(entry) == bytes(entry.leaf)


def document_is_unchanged(document: Document, logged: str | None) -> bool:
    """Content, stored hash, every signature's hash and the hash in the log are one and the same."""
    hashes = {document.content_sha256, content_sha256(document.content())}
    hashes |= {signature.content_sha256 for signature in document.signatures.all()}
    return len(hashes | ({logged} if logged else set())) == 1


def is_balanced(entry: JournalEntry) -> bool:
    """Debits are credits, in each book of each organisation."""
    sums: Counter[tuple[int, str]] = Counter()
    for leg in entry.postings.all():
        sums[leg.entity_id, leg.book] += leg.amount_idr if leg.side == "D" else -leg.amount_idr
    return len(entry.postings.all()) >= 2 and not any(sums.values())


def _entries_unchanged(evidence: Evidence) -> Check:
    wrong = tuple(f"{entry.what} ({entry.at:%d-%m-%Y})" for entry in evidence.trail if not entry_is_unchanged(entry))
    return Check(
        "entries",
        _("Isi jejak audit sama dengan saat dicatat"),
        _("Sidik SHA-256 setiap catatan dihitung ulang dari isinya, lalu dibandingkan dengan yang tersimpan."),
        compared=len(evidence.trail),
        wrong=wrong,
    )


def _leaves_in_tree(evidence: Evidence) -> Check:
    """Each leaf has its place, the same bytes stand there, and its batch leads to the recorded root."""
    whole = {batch.size for batch in evidence.batches if batch.leads_to_root}
    sizes = sorted(batch.size for batch in evidence.batches)
    wrong, waiting = [], 0
    for kind, ref, leaf, name in _all_leaves(evidence):
        place = evidence.place_of(kind, ref)
        if place is None:
            waiting += 1
            continue
        size = next((size for size in sizes if size >= place.place), None)
        if bytes(place.leaf) != leaf or size not in whole:
            wrong.append(name)
    return Check(
        "tree",
        _("Setiap catatan ada pada tempatnya di pohon Merkle"),
        _("Akar pohon dihitung ulang dari daun setiap kelompok, lalu dibandingkan dengan akar yang diumumkan."),
        compared=len(evidence.trail) + len(evidence.journal),
        wrong=tuple(wrong),
        waiting=waiting,
    )


def _all_leaves(evidence: Evidence) -> Iterator[tuple[str, object, bytes, str]]:
    for entry in evidence.trail:
        yield AUDIT, entry.id, bytes(entry.leaf), entry.what
    for booked in evidence.journal:
        yield JOURNAL, booked.id, bytes(booked.leaf), booked.kind


def _path_unbroken(evidence: Evidence) -> Check:
    """The history is one path of legal moves from the first draft to the present state (I-15)."""
    legal = {(action, before, after) for action, before, after, _roles in legal_moves()}
    wrong, came_from = [], ""
    for number, step in enumerate(evidence.history, start=1):
        known = (step.action, step.before, step.after) in legal
        if not known or step.step != number or step.before != came_from:
            wrong.append(f"{step.step}. {step.action}")
        came_from = step.after
    if came_from != evidence.order.state:
        wrong.append(evidence.order.state)
    return Check(
        "path",
        _("Urutan langkah sah dan tidak terputus"),
        _("Setiap perpindahan ada di tabel langkah yang sah, dan langkah terakhir adalah keadaan sekarang."),
        compared=len(evidence.history),
        wrong=tuple(wrong),
    )


def _content_as_signed(evidence: Evidence) -> Check:
    """What was signed is what stands there now (I-14, I-17)."""
    order = evidence.order
    signed = bool(order.content_sha256)
    wrong = (order.number,) if signed and content_hash(order.id) != order.content_sha256 else ()
    return Check(
        "content",
        _("Barang, harga, dan pihak sama dengan yang ditandatangani"),
        _("Sidik isi pesanan dihitung ulang dan dibandingkan dengan sidik saat surat pesanan ditandatangani."),
        compared=int(signed),
        wrong=wrong,
    )


def _documents_unchanged(evidence: Evidence) -> Check:
    wrong = tuple(
        document.number
        for document in evidence.documents
        if not document_is_unchanged(document, evidence.logged_hashes.get(str(document.id)))
    )
    return Check(
        "documents",
        _("Dokumen tidak berubah sejak ditandatangani"),
        _("Sidik isi dihitung ulang; harus sama dengan sidik pada dokumen, setiap tanda tangan, dan jejak audit."),
        compared=len(evidence.documents),
        wrong=wrong,
    )


def _journal_unchanged(evidence: Evidence) -> Check:
    wrong = tuple(entry.key for entry in evidence.journal if entry.id in evidence.changed_journal)
    return Check(
        "journal",
        _("Jurnal sama dengan saat dibukukan"),
        _("Sidik setiap jurnal dihitung ulang oleh basis data dari semua barisnya."),
        compared=len(evidence.journal),
        wrong=wrong,
    )


def _journal_balanced(evidence: Evidence) -> Check:
    return Check(
        "balance",
        _("Setiap jurnal seimbang"),
        _("Debit sama dengan kredit di setiap buku dan setiap organisasi."),
        compared=len(evidence.journal),
        wrong=tuple(entry.key for entry in evidence.journal if not is_balanced(entry)),
    )


def _money_agrees(evidence: Evidence) -> Check:
    """Ordered, accepted, payable, captured and journal tell one story (I-18, I-28, RF-32)."""
    order, wrong = evidence.order, []
    captured = sum(charge.captured_idr for charge in evidence.charges)
    payable = sum(one.accepted_idr for one in evidence.payables)
    booked = sum(
        leg.amount_idr
        for entry in evidence.journal
        if entry.kind == "card.captured"
        for leg in entry.postings.all()
        if (leg.book, leg.account, leg.side) == ("LO", "UTANG_BELANJA", "D")
    )
    if order.total_idr != sum(line.amount_idr for line in evidence.lines):
        wrong.append(str(_("jumlah baris berbeda dari nilai pesanan")))
    if not order.accepted_idr <= order.total_idr:
        wrong.append(str(_("diterima lebih dari yang dipesan")))
    if payable != order.accepted_idr:
        wrong.append(str(_("tagihan berbeda dari nilai BAST")))
    if captured > payable:
        wrong.append(str(_("dibayar lebih dari tagihan")))
    if captured != booked:
        wrong.append(str(_("pembayaran kartu berbeda dari jurnal")))
    return Check(
        "money",
        _("Dipesan, diterima, ditagih, dibayar, dan dibukukan cocok"),
        _("Nilai pesanan, BAST, tagihan, transaksi kartu, dan jurnal dibandingkan sampai rupiah."),
        compared=5,
        wrong=tuple(wrong),
    )
