"""Which papers a vendor must show, and why: shown beside each upload and asked for on submission."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vendors.models import Evidence, EvidenceKind, Vendor
from vendors.states import EvidenceState


@dataclass(frozen=True)
class Wanted:
    kind: EvidenceKind
    why: str | Promise
    required: bool = True


def wanted_evidence(vendor: Vendor) -> list[Wanted]:
    """Source  Perpres 16/2018 art. 17; LKPP Regulation 12/2021."""
    wanted = [
        Wanted(EvidenceKind.ID_CARD, _("Memastikan pemilik atau pengurus benar orangnya. Hanya dilihat verifikator.")),
        Wanted(EvidenceKind.NIB, _("Memastikan izin usaha dan KBLI sesuai barang yang dijual.")),
        Wanted(EvidenceKind.NPWP, _("Menentukan potongan pajak yang benar saat Anda dibayar.")),
        Wanted(
            EvidenceKind.BANK, _("Halaman depan buku tabungan. Uang hanya dikirim ke rekening atas nama usaha Anda.")
        ),
    ]
    if vendor.is_pkp:
        wanted.append(Wanted(EvidenceKind.PKP, _("Hanya PKP yang boleh menagih PPN.")))
    else:
        wanted.append(Wanted(EvidenceKind.NON_PKP, _("Menyatakan harga Anda tidak memuat PPN."), required=False))
    if not vendor.is_individual:
        wanted.insert(1, Wanted(EvidenceKind.DEED, _("Memastikan badan usaha dan siapa yang boleh menandatangani.")))
    wanted.append(Wanted(EvidenceKind.SUKET, _("Jika ada, pajak penghasilan Anda 0,5% final."), required=False))
    return wanted


def present_evidence(vendor: Vendor) -> dict[str, Evidence]:
    """The paper in force of each kind."""
    papers = vendor.evidence.exclude(state=EvidenceState.REPLACED).select_related("file")
    return {paper.kind: paper for paper in papers}


def missing_evidence(vendor: Vendor) -> list[EvidenceKind]:
    """Required kinds without a paper, or with one that must be replaced."""
    present = present_evidence(vendor)
    return [
        wanted.kind
        for wanted in wanted_evidence(vendor)
        if wanted.required and (wanted.kind not in present or present[wanted.kind].state == EvidenceState.REFUSED)
    ]
