"""What people read for the moves and stages of a budget line."""

from django.utils.translation import gettext_lazy as _

MOVES = {
    "budget.ceiling": _("Pagu ditetapkan atau bergeser"),
    "budget.reserve": _("Dicadangkan untuk pesanan"),
    "budget.move_reserve": _("Cadangan dipindahkan karena penawaran lain dipilih"),
    "budget.release": _("Cadangan dilepas"),
    "budget.commit": _("Penyedia menyanggupi, menjadi komitmen"),
    "budget.release_commitment": _("Sisa komitmen dilepas"),
    "budget.obligate": _("Barang diterima, menjadi terutang"),
    "budget.release_obligation": _("Kewajiban dibatalkan"),
    "budget.realise": _("Dicairkan dengan SP2D, menjadi realisasi"),
    "budget.unrealise": _("Belanja dikembalikan"),
    "budget.year_closed": _("Tahun anggaran ditutup"),
}

STAGES = {
    "PAGU": _("Pagu"),
    "TERSEDIA": _("Tersedia"),
    "DICADANGKAN": _("Dicadangkan"),
    "KOMITMEN": _("Komitmen"),
    "TERUTANG": _("Terutang"),
    "REALISASI": _("Realisasi"),
}
