"""The life of a card statement. Each step is one person's paper; nobody may take two that must be kept apart.

Source  Permendagri 79/2022 art. 5-6; PP 12/2019 art. 147-149 for SPP, SPM and SP2D.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.states import Flow, move


class StatementState(models.TextChoices):
    ISSUED = "ISSUED", _("Tagihan diterima")
    MATCHED = "MATCHED", _("Sudah dicocokkan")
    LISTED = "LISTED", _("DPR disusun")
    VERIFIED_FULL = "VERIFIED_FULL", _("DPT disahkan penuh")
    VERIFIED_PARTIAL = "VERIFIED_PARTIAL", _("DPT disahkan sebagian")
    NPD_ISSUED = "NPD_ISSUED", _("NPD diterbitkan")
    SPP_FILED = "SPP_FILED", _("SPP diajukan")
    SPP_CHECKED = "SPP_CHECKED", _("SPP lengkap dan sah")
    SPM_ISSUED = "SPM_ISSUED", _("SPM diterbitkan")
    SP2D_ISSUED = "SP2D_ISSUED", _("SP2D diterbitkan")
    REPAYING = "REPAYING", _("Sedang dilunasi")
    PAID = "PAID", _("Lunas")
    NOTHING_DUE = "NOTHING_DUE", _("Tidak ada yang dibayar")


_S = StatementState

#: Nothing more is to be done.
ENDED_STATES = (_S.PAID, _S.NOTHING_DUE)

_VERIFIED = [_S.VERIFIED_FULL, _S.VERIFIED_PARTIAL]

STATEMENT_FLOW = Flow(
    move("match", sources=[_S.ISSUED], target=_S.MATCHED),
    move("close_empty", sources=[_S.MATCHED], target=_S.NOTHING_DUE),
    move("list", sources=[_S.MATCHED], target=_S.LISTED),
    move("relist", sources=[_S.LISTED], target=_S.MATCHED),
    move("verify_full", sources=[_S.LISTED], target=_S.VERIFIED_FULL),
    move("verify_partial", sources=[_S.LISTED], target=_S.VERIFIED_PARTIAL),
    move("reject_all", sources=[_S.LISTED], target=_S.NOTHING_DUE),
    move("note", sources=_VERIFIED, target=_S.NPD_ISSUED),
    move("file_request", sources=[_S.NPD_ISSUED], target=_S.SPP_FILED),
    move("check_request", sources=[_S.SPP_FILED], target=_S.SPP_CHECKED),
    move("return_request", sources=[_S.SPP_FILED], target=_S.NPD_ISSUED),
    move("sign_order", sources=[_S.SPP_CHECKED], target=_S.SPM_ISSUED),
    move("return_order", sources=[_S.SPM_ISSUED], target=_S.SPP_FILED),
    move("disburse", sources=[_S.SPM_ISSUED], target=_S.SP2D_ISSUED),
    move("start_repayment", sources=[_S.SP2D_ISSUED], target=_S.REPAYING),
    move("repayment_refused", sources=[_S.REPAYING], target=_S.SP2D_ISSUED),
    move("repay", sources=[_S.REPAYING], target=_S.PAID),
)

#: What a person sees as the road ahead, with the paper that each step makes.
ROAD = [
    (_S.ISSUED, _("Tagihan")),
    (_S.MATCHED, _("Cocok")),
    (_S.LISTED, _("DPR")),
    (_S.VERIFIED_FULL, _("DPT")),
    (_S.NPD_ISSUED, _("NPD")),
    (_S.SPP_FILED, _("SPP")),
    (_S.SPP_CHECKED, _("Periksa")),
    (_S.SPM_ISSUED, _("SPM")),
    (_S.SP2D_ISSUED, _("SP2D")),
    (_S.PAID, _("Lunas")),
]


class MatchState(models.TextChoices):
    MATCHED = "matched", _("Cocok")
    MISMATCH = "mismatch", _("Selisih")
    UNKNOWN = "unknown", _("Tanpa pesanan")
    CREDIT = "credit", _("Kredit")
    FEE = "fee", _("Biaya")


class CaseStage(models.TextChoices):
    """What a line that was held back waits for."""

    PROPOSE = "propose", _("Selisih menunggu usul penyelesaian")
    CONFIRM = "confirm", _("Usul penyelesaian menunggu persetujuan orang kedua")
    ANSWER = "answer", _("Penolakan menunggu jawaban")
    OVERDUE_ANSWER = "overdue_answer", _("Penolakan tidak dijawab sampai batasnya")
    CLAIM = "claim", _("Klaim belum diajukan kepada bank")
    BANK = "bank", _("Menunggu jawaban bank atas klaim")
    DECIDE = "decide", _("Klaim ditolak bank, menunggu putusan PA/KPA")
    HOLDER = "holder", _("Menunggu pemegang kartu membayar bank")
    RECEIVE = "receive", _("Menunggu uang pengembalian masuk")
    DEPOSIT = "deposit", _("Uang pengembalian belum disetor ke kas daerah")
    NEXT_LIST = "next_list", _("Masuk DPR berikutnya")
    OVER = "over", _("Selesai")


class LineKind(models.TextChoices):
    PURCHASE = "purchase", _("Pembelian")
    REFUND = "refund", _("Pengembalian")
    PAYMENT = "payment", _("Pelunasan")
    FEE = "fee", _("Biaya bank")


class RepaymentState(models.TextChoices):
    PENDING = "PENDING", _("Menunggu dikirim")
    CONFIRMED = "CONFIRMED", _("Diterima bank")
    REFUSED = "REFUSED", _("Ditolak bank")


REPAYMENT_FLOW = Flow(
    move("confirm", sources=[RepaymentState.PENDING], target=RepaymentState.CONFIRMED),
    move("refuse", sources=[RepaymentState.PENDING], target=RepaymentState.REFUSED),
)
