"""What a payable says no to."""

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.errors import SamePersonTwice
from marketplace.kernel.errors import RuleViolation, refuses_constraint


@refuses_constraint("payable_charges_sum")
class ChargesDoNotSum(RuleViolation):
    code = "CHARGES_DO_NOT_SUM"
    template = _("Jumlah pembebanan anggaran harus sama dengan nilai yang diterima.")


class InvoiceDiffers(RuleViolation):
    """Source: procurement flow row 21: the invoice total is the accepted value."""

    code = "INVOICE_DIFFERS"
    template = _("Nilai tagihan {invoiced} berbeda dari nilai yang diterima {accepted}.")


@refuses_constraint(
    "payable_approver_is_not_requester", "payable_chooser_is_not_requester", "payable_receiver_is_not_chooser"
)
class SamePersonOnPayable(SamePersonTwice):
    """Source: segregation S3 and S6; Perpres 16/2018 art. 11-12."""

    template = _("Orang yang sama tidak boleh menangani dua langkah yang harus terpisah pada satu pembelian.")


@refuses_constraint("payable_blocked")
class PayableBlocked(RuleViolation):
    code = "PAYABLE_BLOCKED"
    template = _("Pembayaran ini sedang ditahan: {reason}")

    def __init__(self, *, reason: str = "", **facts: object) -> None:
        super().__init__(reason=reason, **facts)


@refuses_constraint("payable_handover_once")
class AlreadyPayable(RuleViolation):
    code = "ALREADY_PAYABLE"
    template = _("Berita acara ini sudah menjadi tagihan.")


class LineOfOtherAgency(RuleViolation):
    code = "LINE_OF_OTHER_AGENCY"
    template = _("Mata anggaran yang dibebani bukan milik satuan kerja ini.")
