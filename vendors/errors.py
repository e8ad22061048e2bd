"""Why a vendor's step is refused."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import NotPermitted, ReasonMissing, RuleViolation, refuses_constraint


@refuses_constraint("vendor_nib_once")
class NibAlreadyUsed(RuleViolation):
    code = "NIB_ALREADY_USED"
    template = _("NIB ini sudah dipakai penjual lain. Periksa angkanya, atau hubungi pengelola bila ini usaha Anda.")
    field = "nib"


@refuses_constraint("vendor_npwp_once")
class NpwpAlreadyUsed(RuleViolation):
    code = "NPWP_ALREADY_USED"
    template = _("NPWP ini sudah dipakai penjual lain. Periksa angkanya, atau hubungi pengelola bila ini usaha Anda.")
    field = "npwp"


class NameTaken(RuleViolation):
    code = "SHOP_NAME_TAKEN"
    template = _("Nama ini milik penjual terverifikasi lain: {name}. Pilih nama lain, supaya pembeli tidak keliru.")
    field = "trade_name"


class NameOfPublicBody(RuleViolation):
    code = "SHOP_NAME_OF_PUBLIC_BODY"
    template = _("Nama ini terbaca sebagai instansi pemerintah: {name}. Pilih nama lain, supaya pembeli tidak keliru.")
    field = "trade_name"


class ApplicationIncomplete(RuleViolation):
    code = "APPLICATION_INCOMPLETE"
    template = _("Belum lengkap: {missing}. Lengkapi, lalu kirim lagi.")


class DeclarationMissing(RuleViolation):
    code = "DECLARATION_MISSING"
    template = _("Setujui syarat layanan dan pakta integritas sebelum mengirim.")


class NoReasonGiven(ReasonMissing):
    template = _("Pilih paling sedikit satu alasan atau tulis catatan, supaya penjual tahu apa yang harus diperbaiki.")
    field = "note"


@refuses_constraint("vendor_sanction_names_its_decision")
class DecisionNumberMissing(RuleViolation):
    code = "DECISION_NUMBER_MISSING"
    template = _("Tulis nomor keputusan atau surat yang menjadi dasarnya.")
    field = "decision_number"


class ChecksFailed(RuleViolation):
    code = "VENDOR_CHECKS_FAILED"
    template = _("Belum dapat diterima: {rules}. Minta perbaikan atau tolak.")


class NpwpNotConfirmed(RuleViolation):
    code = "NPWP_NOT_CONFIRMED"
    template = _("Periksa status NPWP di laman pajak dulu; penjual baru tidak diterima dengan NPWP yang belum valid.")
    field = "npwp_valid"


@refuses_constraint("vendor_certified_by_people", "review_second_verifier_differs")
class SecondVerifierNeeded(NotPermitted):
    code = "SECOND_VERIFIER_NEEDED"
    template = _("Badan usaha dan koperasi diperiksa dua verifikator yang berbeda, tanpa hubungan dengan penjualnya.")


@refuses_constraint("bank_account_of_one_vendor")
class BankAccountShared(RuleViolation):
    code = "BANK_ACCOUNT_SHARED"
    template = _("Rekening ini sudah dipakai penjual lain. Satu rekening hanya untuk satu penjual.")
    field = "number"


class BankAccountUnchanged(RuleViolation):
    code = "BANK_ACCOUNT_UNCHANGED"
    template = _("Rekening ini sama dengan yang dipakai sekarang.")
    field = "number"


@refuses_constraint("principal_once_per_vendor")
class PrincipalTwice(RuleViolation):
    code = "PRINCIPAL_TWICE"
    template = _("Orang dengan NIK ini sudah tercatat pada usaha ini.")
    field = "nik"
