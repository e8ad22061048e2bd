"""What a card says no to. Codes as in domain reference §7."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import NotFound, RuleViolation, refuses_constraint
from marketplace.kernel.money import Rupiah


class ChargeDeclined(RuleViolation):
    """Our own rules say no before the bank is asked; nothing changed."""

    code = "CHARGE_DECLINED"


class LimitTxn(ChargeDeclined):
    code = "LIMIT_TXN"
    template = _("Nilai {requested} melewati batas {limit} per transaksi kartu ini.")


@refuses_constraint("card_within_limit")
class LimitCard(ChargeDeclined):
    code = "LIMIT_CARD"
    template = _("Sisa limit kartu {available} tidak cukup untuk {requested}.")

    def __init__(self, *, available: object = "–", requested: object = "–", **facts: object) -> None:
        super().__init__(available=available, requested=requested, **facts)


class CardExpired(ChargeDeclined):
    """Source: the card's own dates; a card also ends with the year of its programme."""

    code = "CARD_EXPIRED"
    template = _("Kartu ini hanya berlaku sampai {valid_to}.")


class CardNotActive(ChargeDeclined):
    code = "CARD_STATUS"
    template = _("Kartu ini sedang tidak dapat dipakai: {state}.")


class CategoryNotAllowed(ChargeDeclined):
    """Source: Permendagri 79/2022 art. 18."""

    code = "CATEGORY"
    template = _("Kartu {kind} tidak dibuka untuk belanja {category} (rekening {account}).")


class ChannelNotAllowed(ChargeDeclined):
    code = "CHANNEL"
    template = _("Kartu ini tidak dibuka untuk pembayaran lewat {channel}.")


class PayeeLimit(ChargeDeclined):
    """Source: Permendagri 79/2022 art. 19."""

    code = "PAYEE_LIMIT"
    template = _("Nilai {requested} melewati batas {limit} per penerima untuk pembayaran dengan kartu.")


class QrisCap(ChargeDeclined):
    """Source: Bank Indonesia, limit per QRIS transaction."""

    code = "QRIS_CAP"
    template = _("Nilai {requested} melewati batas QRIS {limit}. Bayar dengan kartu daring.")


class PayBeforeReceipt(NotFound):
    """Source: UU 1/2004 art. 21(1). Without goods received there is no payable, so there is nothing to charge."""

    code = "PAY_BEFORE_RECEIPT"
    template = _("Belum ada barang yang diterima untuk dibayar. Pembayaran menunggu BAST.")


class VendorAccountNotReady(ChargeDeclined):
    """Source: house rule T-62: a changed bank account is held for some days before money goes there."""

    code = "VENDOR_ACCOUNT"
    template = _("Rekening penjual belum terverifikasi atau masih dalam masa tunggu perubahan. Pembayaran ditunda.")


class OtherAgency(ChargeDeclined):
    code = "CARD_OF_OTHER_AGENCY"
    template = _("Kartu ini milik perangkat daerah lain.")


@refuses_constraint("charge_one_live_per_payable")
class AlreadyCharging(ChargeDeclined):
    code = "ALREADY_CHARGING"
    template = _("Tagihan ini sedang atau sudah dibayar dengan kartu.")


@refuses_constraint("charge_not_over_captured")
class OverCapture(RuleViolation):
    code = "OVER_CAPTURE"
    template = _("Bank menagih {captured}, lebih besar dari {held} yang ditahan.")

    def __init__(self, *, captured: object = "–", held: object = "–", **facts: object) -> None:
        super().__init__(captured=captured, held=held, **facts)


class CaptureDiffers(RuleViolation):
    code = "CAPTURE_DIFFERS"
    template = _("Bank menagih {captured}, sedangkan tagihannya {accepted}.")


@refuses_constraint("charge_rrn_once")
class DuplicateBankReference(RuleViolation):
    code = "DUPLICATE_BANK_REFERENCE"
    template = _("Nomor rujukan bank ini sudah tercatat untuk transaksi lain.")


@refuses_constraint("cards_within_float")
class UpKkpdExceeded(RuleViolation):
    """Source: Permendagri 79/2022: the limits of an agency's cards together stay within its UP KKPD."""

    code = "UP_KKPD_EXCEEDED"
    template = _("Jumlah limit kartu {requested} melewati UP KKPD {available}.")

    def __init__(self, *, available: object = "–", requested: object = "–", **facts: object) -> None:
        super().__init__(available=available, requested=requested, **facts)


@refuses_constraint("charge_by_holder_or_delegate", "card_delegate_by_holder")
class NotTheCardsUser(RuleViolation):
    code = "NOT_CARD_USER"
    template = _("Kartu ini hanya dipakai pemegangnya atau pelaksana kuasanya.")


@refuses_constraint("card_delegate_is_not_the_holder")
class DelegateIsHolder(RuleViolation):
    code = "DELEGATE_IS_HOLDER"
    template = _("Pemegang kartu tidak memberi kuasa kepada dirinya sendiri.")


class LetterEnded(RuleViolation):
    code = "LETTER_ENDED"
    template = _("Surat kuasa ini sudah berakhir. Hari terakhirnya paling cepat hari ini.")
    field = "valid_to"


class LetterBeforeCard(RuleViolation):
    code = "LETTER_BEFORE_CARD"
    template = _("Kartu ini baru berlaku mulai {valid_from}. Kuasa untuk memakainya tidak dapat mulai lebih awal.")
    field = "valid_from"


class LetterRecorded(RuleViolation):
    code = "LETTER_RECORDED"
    template = _("Surat kuasa {number} untuk orang dan hari-hari yang sama sudah dicatat pada kartu ini.")
    field = "document_number"


class LetterOutlivesCard(RuleViolation):
    code = "LETTER_OUTLIVES_CARD"
    template = _("Kartu ini hanya berlaku sampai {valid_to}. Kuasa untuk memakainya tidak dapat lebih lama.")
    field = "valid_to"


@refuses_constraint("card_user_apart")
class AdministratorUsesCard(RuleViolation):
    """S5 and S8: who administers or audits an office's cards neither holds nor uses one."""

    code = "SOD_ADMIN_USES_CARD"
    template = _("Administrator KKPD dan pengawas tidak dapat menjadi pemegang kartu, pelaksana kuasa, atau pembayar.")


class NothingToFree(RuleViolation):
    code = "NOTHING_TO_FREE"
    template = _("Kartu tidak memiliki pemakaian sebesar itu untuk dilunasi.")


class CardHasBalance(RuleViolation):
    code = "CARD_HAS_BALANCE"
    template = _("Kartu masih memiliki pemakaian {used}. Lunasi dahulu, lalu tutup kartunya.")


class RiseMustEnd(RuleViolation):
    code = "RISE_MUST_END"
    template = _(
        "Kenaikan sementara harus di atas limit sekarang ({limit}) dan berakhir paling cepat hari ini, paling lambat "
        "{valid_to:%d/%m/%Y}."
    )


class LimitUnchanged(RuleViolation):
    code = "LIMIT_UNCHANGED"
    template = _("Limit kartu ini sudah {limit}. Tidak ada yang diubah.")


class PerTransactionAboveLimit(RuleViolation):
    code = "PER_TXN_ABOVE_LIMIT"
    template = _("Batas per transaksi {per_txn} melewati limit kartu {limit}. Isi paling banyak sebesar limit kartu.")
    field = "per_txn"


class NothingToRemit(RuleViolation):
    code = "NOTHING_TO_REMIT"
    template = _("Tidak ada pajak yang menunggu disetor untuk masa {month}.")


class MonthNotOver(RuleViolation):
    code = "TAX_MONTH_NOT_OVER"
    template = _("Masa {month} belum berakhir. Pajaknya disetor sekaligus sesudah bulan itu lewat.")


@refuses_constraint("charge_not_over_refunded")
class OverRefund(RuleViolation):
    code = "OVER_REFUND"
    template = _("Pengembalian {requested} lebih besar dari {available} yang masih dapat dikembalikan.")
    nothing_left = _("Seluruh pembayaran ini sudah dikembalikan. Tidak ada lagi yang dapat dikembalikan.")
    without_amounts = _("Pengembalian ini lebih besar dari yang masih dapat dikembalikan.")

    def __init__(self, *, requested: Rupiah | None = None, available: Rupiah | None = None, **facts: object) -> None:
        super().__init__(requested=requested, available=available, **facts)

    def __str__(self) -> str:
        available: Rupiah | None = self.facts["available"]
        if available is None:
            return str(self.without_amounts)
        return super().__str__() if available.idr > 0 else str(self.nothing_left)


@refuses_constraint("cards_cardrefund_bank_reference_key")
class RefundOfAnotherCharge(RuleViolation):
    code = "REFUND_REFERENCE_USED"
    template = _("Nomor rujukan pengembalian ini sudah tercatat untuk transaksi lain.")
