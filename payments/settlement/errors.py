"""What settlement says no to, with the codes of the domain's test vectors."""

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.errors import SamePersonTwice
from marketplace.kernel.errors import NotPermitted, RuleViolation, refuses_constraint
from payments.gateways.statement_file import StatementIdentityBroken


class UnknownBillingAccount(RuleViolation):
    code = "UNKNOWN_BILLING_ACCOUNT"
    template = _("Rekening tagihan {account} bukan milik kartu dinas ini. Periksa berkas dari bank.")


class UnknownCard(UnknownBillingAccount):
    template = _("Berkas ini memuat transaksi kartu {card}, yang bukan kartu dinas ini. Periksa berkas dari bank.")


class FileOfOtherCard(RuleViolation):
    code = "FILE_OF_OTHER_CARD"
    template = _("Berkas ini milik {card}, bukan kartu yang dipilih. Pilih kartu itu, lalu muat lagi.")
    field = "card"


class PeriodNotContiguous(RuleViolation):
    code = "PERIOD_GAP"
    template = _("Periode tagihan mulai {found}, seharusnya {expected}. Minta berkas yang hilang kepada bank.")


class OpeningDiffers(RuleViolation):
    code = "OPENING_DIFFERS"
    template = _("Saldo awal {found} berbeda dari saldo akhir tagihan sebelumnya {expected}. Berkas ditolak.")


@refuses_constraint("statement_number_once", "settlement_cardstatement_file_sha256_key")
class NumberUsed(RuleViolation):
    code = "STATEMENT_NUMBER_USED"
    template = _("Nomor atau berkas tagihan ini sudah dimuat sebagai tagihan lain. Periksa berkas dari bank.")


class ChargesUnclear(RuleViolation):
    code = "CHARGES_UNCLEAR"
    template = _("{count} pembayaran kartu ini masih menunggu jawaban bank. Muat tagihan lagi setelah jelas.")


@refuses_constraint("statement_purchase_billed_once", "settlement_statementline_transaction_id_key")
class BilledTwice(RuleViolation):
    code = "BILLED_TWICE"
    template = _("Berkas memuat transaksi yang sudah ditagih sebelumnya. Berkas ditolak seluruhnya.")


@refuses_constraint("statement_identity")
class IdentityBroken(StatementIdentityBroken):
    """The database saw it; it does not say which figure."""

    template = _("Angka tagihan tidak cocok. Berkas ditolak seluruhnya.")


class NothingToList(RuleViolation):
    code = "NOTHING_TO_LIST"
    template = _("Tidak ada belanja yang cocok pada tagihan ini, jadi tidak ada DPR yang disusun.")


class HasPurchases(RuleViolation):
    code = "HAS_PURCHASES"
    template = _("Tagihan ini memuat belanja yang cocok. Susun DPR, bukan menutupnya.")


class TestsIncomplete(RuleViolation):
    code = "TESTS_INCOMPLETE"
    template = _("Catat keenam uji untuk setiap baris. Yang gagal perlu catatan.")


@refuses_constraint("bill_test_failure_has_note")
class FailureNeedsNote(RuleViolation):
    code = "FAILURE_NEEDS_NOTE"
    template = _("Tulis catatan pada uji yang gagal; catatan itu masuk surat penolakan.")


@refuses_constraint("dpt_approver_apart")
class HolderApproves(NotPermitted):
    code = "SOD_HOLDER_APPROVER"
    template = _(
        "Pemegang kartu, pemesan, penerima barang, dan penyusun DPR tidak dapat mengesahkan bukti belanjanya sendiri."
    )


@refuses_constraint("request_checker_apart")
class ReceiverVerifies(SamePersonTwice):
    """S6: who received the goods does not verify their payment."""

    template = _("Yang menerima barang tidak dapat memeriksa SPP untuk pembayarannya.")


@refuses_constraint("paper_signed_in_its_role")
class NotInThatRole(NotPermitted):
    """The database saw a signature without the role that it takes, or after the role had ended."""

    code = "SIGNED_WITHOUT_ROLE"
    template = _("Peran yang diperlukan untuk menandatangani langkah ini tidak Anda pegang atau sudah berakhir.")


@refuses_constraint("settlement_billpaymentline_transaction_id_key")
class AlreadyListed(RuleViolation):
    code = "ALREADY_LISTED"
    template = _("Transaksi ini sudah tercantum pada DPT lain.")


@refuses_constraint("payment_request_amount", "payment_order_amount", "disbursement_note_amount",
                    "disbursement_order_amount", "repayment_amount")  # fmt: skip
class AmountDiffersFromList(RuleViolation):
    code = "SPP_NE_DPT"
    template = _("Jumlah harus sama dengan DPT.")


@refuses_constraint("sp2d_signer_is_not_spm_signer", "request_checker_is_not_treasurer", "spm_signer_is_not_treasurer")
class SamePersonSigns(SamePersonTwice):
    template = _("Orang yang sama tidak dapat menandatangani dua tahap yang harus terpisah.")


@refuses_constraint("payment_request_live_once", "payment_order_live_once", "repayment_live_once",
                    "expense_list_once_per_statement")  # fmt: skip
class AlreadyDone(RuleViolation):
    code = "ALREADY_DONE"
    template = _("Langkah ini sudah dilakukan. Muat ulang halaman.")


class ResponsibilityNeeded(RuleViolation):
    code = "SPTJM_NEEDED"
    template = _("Nyatakan tanggung jawab mutlak (SPTJM) lebih dulu; tanpa itu kas daerah wajib menolak SPM.")
    field = "accepts_responsibility"


class ReasonNeeded(RuleViolation):
    code = "REASON_NEEDED"
    template = _("Tulis alasan pengembalian; bendahara dan PA akan membacanya.")
    field = "reason"


class GroundsMissing(RuleViolation):
    code = "GROUNDS_MISSING"
    template = _("Tulis alasannya; auditor dan orang berikutnya akan membacanya.")
    field = "reason"


class ReferenceMissing(RuleViolation):
    code = "REFERENCE_MISSING"
    template = _("Tulis nomor surat, klaim, atau bukti dari bank.")
    field = "reference"


@refuses_constraint("mismatch_one_open_proposal")
class AlreadyProposed(RuleViolation):
    code = "ALREADY_PROPOSED"
    template = _("Sudah ada usul yang menunggu persetujuan. Setujui atau tolak usul itu dulu.")


@refuses_constraint("mismatch_difference_above_evidence")
class NothingInExcess(RuleViolation):
    code = "NOTHING_IN_EXCESS"
    template = _("Bank menagih kurang dari bukti, jadi tidak ada selisih yang dapat disengketakan.")
    field = "outcome"


@refuses_constraint("mismatch_two_persons")
class SecondPersonNeeded(SamePersonTwice):
    template = _("Usul ini harus disetujui orang lain, bukan yang mengusulkan.")


@refuses_constraint("case_decider_apart")
class HolderDecides(NotPermitted):
    code = "SOD_HOLDER_DECIDES"
    template = _("Pemegang kartu dan yang menggeseknya tidak memutus transaksinya sendiri.")


@refuses_constraint("case_decided_once")
class AlreadyDecided(RuleViolation):
    code = "ALREADY_DECIDED"
    template = _("Ini sudah diputus. Muat ulang halaman.")


@refuses_constraint("spending_return_one_under_way")
class ReturnUnderWay(RuleViolation):
    code = "RETURN_UNDER_WAY"
    template = _("Masih ada pengembalian yang belum disetor untuk belanja ini. Selesaikan dulu.")


@refuses_constraint("spending_return_within_paid", "spending_return_after_disbursement")
class ReturnAbovePaid(RuleViolation):
    code = "RETURN_ABOVE_PAID"
    template = _("Yang dikembalikan tidak dapat melebihi yang dibayar dengan SP2D.")


class AnswerLate(RuleViolation):
    code = "ANSWER_LATE"
    template = _("Batas menjawab penolakan ini {due}. PA atau KPA menetapkannya sebagai tanggungan pribadi.")


class DisputeWindowOver(RuleViolation):
    code = "DISPUTE_WINDOW"
    template = _("Batas mengajukan klaim kepada bank {due}, sudah lewat.")


class ListingOfUnknown(RuleViolation):
    code = "LISTING_OF_UNKNOWN"
    template = _("Transaksi tanpa pesanan tidak dapat membebani anggaran. Tetapkan sebagai tanggungan pribadi.")
    field = "course"
