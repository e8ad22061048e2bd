"""Words and looks on screen, one table each."""

from django.utils.translation import gettext_lazy as _

from payments.settlement.states import MatchState, StatementState

S = StatementState

#: State -> tone and icon of its badge.
STATEMENT_LOOKS = {
    S.ISSUED: ("info", "inbox"),
    S.MATCHED: ("info", "git-compare"),
    S.LISTED: ("info", "list-checks"),
    S.VERIFIED_FULL: ("info", "user-round-check"),
    S.VERIFIED_PARTIAL: ("warn", "user-round-check"),
    S.NPD_ISSUED: ("info", "file-check-2"),
    S.SPP_FILED: ("info", "send"),
    S.SPP_CHECKED: ("info", "clipboard-check"),
    S.SPM_ISSUED: ("info", "signature"),
    S.SP2D_ISSUED: ("info", "landmark"),
    S.REPAYING: ("info", "loader"),
    S.PAID: ("ok", "check-check"),
    S.NOTHING_DUE: ("idle", "archive"),
}

MATCH_LOOKS = {
    MatchState.MATCHED: ("ok", "circle-check"),
    MatchState.MISMATCH: ("warn", "triangle-alert"),
    MatchState.UNKNOWN: ("bad", "octagon-x"),
    MatchState.CREDIT: ("info", "undo-2"),
    MatchState.FEE: ("warn", "triangle-alert"),
}

#: The six tests of Permendagri 79/2022 art. 5 e and 6 b: what is tested, and its short name in a table's head.
SIX_TEST_WORDS = {
    1: (_("Penerima"), _("Data pihak yang dibayar benar")),
    2: (_("Bukti"), _("Bukti pengeluaran benar secara materiil dan hitungannya")),
    3: (_("E-billing"), _("E-billing atau daftar tagihan sementara dihitung dengan benar")),
    4: (_("Jumlah"), _("Jumlah bukti sesuai dengan tagihan bank")),
    5: (_("Jenis"), _("Jenis belanja boleh dibayar dengan KKPD")),
    6: (_("Barang"), _("Spesifikasi dan volume sama pada pesanan, BAST, dan barang yang diterima")),
}

#: What the finance verifier looks at before an SPP goes on.
CHECKS = [
    ("dpr", _("DPR lengkap dan ditandatangani PPTK")),
    ("dpt", _("DPT disahkan PA atau KPA, jumlahnya sama dengan SPP")),
    ("billing", _("E-billing bank terlampir dan cocok")),
    ("npd", _("NPD terbit untuk jumlah yang sama")),
]

#: Kinds of journal entries in the card's own book.
BOOK_MOVES = {
    "card.captured": _("Pembayaran dengan kartu"),
    "card.unknown_charge": _("Tagihan tanpa pesanan"),
    "card.dispute_cleared": _("Sengketa selesai"),
    "card.charged_back": _("Ditarik kembali oleh bank"),
    "card.holder_repaid": _("Dibayar pemegang kartu"),
    "card.refunded": _("Pengembalian dana"),
    "settlement.bank_repaid": _("Pelunasan kepada bank"),
}
