"""Words and looks of states on screen, one table each; a test asks that every state is there."""

from django.utils.translation import gettext_lazy as _

from payments.cards.states import CardState, PayoutState, TransactionState
from payments.payables.states import PayableState

#: State -> tone and icon of its badge.
CARD_LOOKS = {
    CardState.REQUESTED: ("idle", "pencil"),
    CardState.APPROVED: ("warn", "hourglass"),
    CardState.ISSUED: ("info", "id-card"),
    CardState.DELIVERED: ("info", "handshake"),
    CardState.ACTIVE: ("ok", "circle-check"),
    CardState.SUSPENDED: ("bad", "snowflake"),
    CardState.BLOCKED_LOST: ("bad", "octagon-x"),
    CardState.REPLACED: ("idle", "repeat"),
    CardState.EXPIRED: ("idle", "timer"),
    CardState.CLOSED: ("idle", "archive"),
}

T = TransactionState
CHARGE_LOOKS = {
    T.INITIATED: ("info", "loader"),
    T.AUTHORISED: ("info", "lock"),
    T.CAPTURED: ("ok", "circle-check"),
    T.POSTED: ("ok", "circle-check"),
    T.BILLED: ("info", "receipt-text"),
    T.MISMATCH: ("warn", "triangle-alert"),
    T.IN_DPR: ("info", "list-checks"),
    T.IN_DPT: ("info", "stamp"),
    T.REJECTED: ("bad", "octagon-x"),
    T.DISPUTED: ("bad", "scale"),
    T.PERSONAL_LIABILITY: ("bad", "user-round"),
    T.IN_SPP: ("info", "send"),
    T.IN_SPM: ("info", "signature"),
    T.SP2D_ISSUED: ("info", "landmark"),
    T.SETTLED: ("ok", "check-check"),
    T.CLOSED: ("ok", "check-check"),
    T.CHARGED_BACK: ("idle", "undo-2"),
    T.DECLINED: ("bad", "octagon-x"),
    T.REVERSED: ("idle", "undo-2"),
    T.EXPIRED: ("idle", "timer"),
}

PAYOUT_LOOKS = {
    PayoutState.PENDING: ("info", "hourglass"),
    PayoutState.SENT: ("info", "send"),
    PayoutState.PAID: ("ok", "circle-check"),
    PayoutState.REFUSED: ("bad", "octagon-x"),
}

PAYABLE_LOOKS = {
    PayableState.OPEN: ("warn", "credit-card"),
    PayableState.BLOCKED: ("bad", "snowflake"),
    PayableState.CHARGING: ("info", "loader"),
    PayableState.PAID: ("ok", "circle-check"),
    PayableState.SETTLED: ("ok", "check-check"),
}

#: Why the bank said no, and what helps.
DECLINES = {
    "LIMIT_CARD": _("Limit kartu di bank tidak cukup. Tunggu pelunasan tagihan, atau minta kenaikan limit."),
    "LIMIT_TXN": _("Nilainya melewati batas per transaksi kartu ini di bank."),
    "CARD_STATUS": _("Bank menyatakan kartu ini sedang tidak dapat dipakai. Hubungi Administrator KKPD."),
    "CARD_EXPIRED": _("Bank menyatakan masa berlaku kartu sudah habis."),
    "BANK_DECLINED": _("Bank menolak tanpa menyebut sebabnya. Hubungi bank, atau bayar dengan kartu lain."),
    "REVERSED": _("Bank membatalkan penahanan dana."),
    "HOLD_EXPIRED": _("Penahanan dana berakhir sebelum dibayarkan."),
}

PAYOUT_FAILURES = {
    "account_closed": _("Rekening tujuan ditutup."),
    "account_invalid": _("Nomor rekening tujuan tidak dikenal."),
    "balance_insufficient": _("Dana penampungan belum cukup; pengelola mengirim ulang."),
}

#: Kinds of journal entries in the limit ledger.
LIMIT_MOVES = {
    "card.limit_granted": _("Limit diberikan"),
    "card.limit_cut": _("Limit dikurangi"),
    "card.authorised": _("Ditahan untuk pembayaran"),
    "card.authorisation_released": _("Penahanan dilepas"),
    "card.captured": _("Dibayarkan ke penjual"),
    "card.unknown_charge": _("Transaksi tidak dikenal"),
    "card.dispute_cleared": _("Sengketa selesai"),
    "card.charged_back": _("Ditarik kembali oleh bank"),
    "card.holder_repaid": _("Dibayar pemegang kartu"),
    "card.refunded": _("Pengembalian dari penjual"),
    "settlement.bank_repaid": _("Dilunasi ke bank"),
}


def badge(looks: dict, state: str, label: str) -> dict:
    """What `components/state_badge.html` and table cells read."""
    tone, icon = looks.get(state, ("idle", "circle-dashed"))
    return {"state_label": label, "tone": tone, "icon": icon}
