"""The lives of a card, of what was paid with it, and of what the vendor is sent.

The database knows the same tables (`sql/card_rules_v1.sql`); a test compares them.
Source  domain reference §3.9 and §4.3; Permendagri 79/2022.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.states import Flow, move


class CardState(models.TextChoices):
    REQUESTED = "requested", _("Diajukan")
    APPROVED = "approved", _("Disetujui")
    ISSUED = "issued", _("Diterbitkan bank")
    DELIVERED = "delivered", _("Diserahkan")
    ACTIVE = "active", _("Aktif")
    SUSPENDED = "suspended", _("Dibekukan")
    BLOCKED_LOST = "blocked_lost", _("Diblokir, hilang")
    REPLACED = "replaced", _("Diganti")
    EXPIRED = "expired", _("Kedaluwarsa")
    CLOSED = "closed", _("Ditutup")


CARD_FLOW = Flow(
    move("approve", sources=[CardState.REQUESTED], target=CardState.APPROVED),
    move("issue", sources=[CardState.APPROVED], target=CardState.ISSUED),
    move("deliver", sources=[CardState.ISSUED], target=CardState.DELIVERED),
    move("activate", sources=[CardState.DELIVERED], target=CardState.ACTIVE),
    move("suspend", sources=[CardState.ACTIVE], target=CardState.SUSPENDED),
    move("reinstate", sources=[CardState.SUSPENDED], target=CardState.ACTIVE),
    move("report_lost", sources=[CardState.ACTIVE, CardState.SUSPENDED], target=CardState.BLOCKED_LOST),
    move("replace", sources=[CardState.BLOCKED_LOST], target=CardState.REPLACED),
    move("expire", sources=[CardState.ACTIVE, CardState.SUSPENDED], target=CardState.EXPIRED),
    move("close", sources=[CardState.ACTIVE, CardState.SUSPENDED], target=CardState.CLOSED),
)


class TransactionState(models.TextChoices):
    INITIATED = "initiated", _("Menunggu jawaban bank")
    AUTHORISED = "authorised", _("Ditahan bank")
    CAPTURED = "captured", _("Dibayar dengan kartu")
    POSTED = "posted", _("Dibukukan bank")
    BILLED = "billed", _("Ada di tagihan bank")
    MISMATCH = "mismatch", _("Tidak cocok dengan tagihan")
    IN_DPR = "in_dpr", _("Ada di DPR")
    IN_DPT = "in_dpt", _("Ada di DPT")
    REJECTED = "rejected", _("Ditolak PA/KPA")
    DISPUTED = "disputed", _("Disengketakan ke bank")
    PERSONAL_LIABILITY = "personal_liability", _("Tanggungan pribadi")
    IN_SPP = "in_spp", _("SPP diajukan")
    IN_SPM = "in_spm", _("SPM terbit")
    SP2D_ISSUED = "sp2d_issued", _("SP2D terbit")
    SETTLED = "settled", _("Lunas ke bank")
    CLOSED = "closed", _("Selesai")
    CHARGED_BACK = "charged_back", _("Dikembalikan bank")
    DECLINED = "declined", _("Ditolak bank")
    REVERSED = "reversed", _("Dibatalkan bank")
    EXPIRED = "expired", _("Penahanan kedaluwarsa")


S = TransactionState

#: Nothing was paid and nothing will be: the payable may be charged again.
DEAD_STATES = (S.DECLINED, S.REVERSED, S.EXPIRED)

#: The card holds a sum for it and the bank has not said the last word.
HELD_STATES = (S.INITIATED, S.AUTHORISED)

#: What a charge that only the bank's statement knows can be.
BANK_ORIGIN_STATES = (S.BILLED, S.DISPUTED, S.MISMATCH, S.CHARGED_BACK, S.PERSONAL_LIABILITY, S.CLOSED)

TRANSACTION_FLOW = Flow(
    move("authorise", sources=[S.INITIATED], target=S.AUTHORISED),
    move("decline", sources=[S.INITIATED], target=S.DECLINED),
    move("capture", sources=[S.INITIATED, S.AUTHORISED], target=S.CAPTURED),
    move("reverse", sources=[S.AUTHORISED], target=S.REVERSED),
    move("expire", sources=[S.AUTHORISED], target=S.EXPIRED),
    move("post", sources=[S.CAPTURED], target=S.POSTED),
    move("bill", sources=[S.POSTED], target=S.BILLED),
    move("mismatch", sources=[S.BILLED], target=S.MISMATCH),
    move("resolve", sources=[S.MISMATCH], target=S.BILLED),
    move("list_dpr", sources=[S.BILLED], target=S.IN_DPR),
    move("approve", sources=[S.IN_DPR], target=S.IN_DPT),
    move("reject", sources=[S.IN_DPR], target=S.REJECTED),
    move("resubmit", sources=[S.REJECTED], target=S.IN_DPR),
    move("personal", sources=[S.REJECTED], target=S.PERSONAL_LIABILITY),
    move("dispute", sources=[S.BILLED, S.REJECTED, S.MISMATCH], target=S.DISPUTED),
    move("chargeback_won", sources=[S.DISPUTED], target=S.CHARGED_BACK),
    move("chargeback_lost", sources=[S.DISPUTED], target=S.IN_DPR),
    move("chargeback_lost_personal", sources=[S.DISPUTED], target=S.PERSONAL_LIABILITY),
    move("file_spp", sources=[S.IN_DPT], target=S.IN_SPP),
    move("return_spp", sources=[S.IN_SPP], target=S.IN_DPT),
    move("sign_spm", sources=[S.IN_SPP], target=S.IN_SPM),
    move("return_spm", sources=[S.IN_SPM], target=S.IN_SPP),
    move("issue_sp2d", sources=[S.IN_SPM], target=S.SP2D_ISSUED),
    move("pay_bank", sources=[S.SP2D_ISSUED], target=S.SETTLED),
    move("close", sources=[S.SETTLED], target=S.CLOSED),
    move("holder_paid", sources=[S.PERSONAL_LIABILITY], target=S.CLOSED),
)


class PayoutState(models.TextChoices):
    PENDING = "pending", _("Menunggu dikirim")
    SENT = "sent", _("Sedang dikirim")
    PAID = "paid", _("Masuk rekening")
    REFUSED = "refused", _("Ditolak bank penjual")


PAYOUT_FLOW = Flow(
    move("send", sources=[PayoutState.PENDING], target=PayoutState.SENT),
    move("confirm", sources=[PayoutState.SENT], target=PayoutState.PAID),
    move("refuse", sources=[PayoutState.SENT], target=PayoutState.REFUSED),
    move("retry", sources=[PayoutState.REFUSED], target=PayoutState.PENDING),
)
