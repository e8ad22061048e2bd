"""The life of a vendor, of a review, of a bank account and of a paper: tables that can be printed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.states import Flow, move


class VendorState(models.TextChoices):
    DRAFT = "draft", _("Belum lengkap")
    SUBMITTED = "submitted", _("Menunggu verifikasi")
    IN_REVIEW = "in_review", _("Sedang diperiksa")
    NEEDS_FIX = "needs_fix", _("Perlu diperbaiki")
    VERIFIED = "verified", _("Menunggu pemeriksa kedua")
    ACTIVE = "active", _("Terverifikasi")
    SUSPENDED = "suspended", _("Ditangguhkan")
    BLACKLISTED = "blacklisted", _("Daftar hitam")
    CLOSED = "closed", _("Ditutup")
    REJECTED = "rejected", _("Ditolak")


_S = VendorState

VENDOR_FLOW = Flow(
    move("submit", sources=[_S.DRAFT, _S.NEEDS_FIX], target=_S.SUBMITTED),
    move("take_review", sources=[_S.SUBMITTED], target=_S.IN_REVIEW),
    move("ask_fix", sources=[_S.IN_REVIEW, _S.VERIFIED], target=_S.NEEDS_FIX),
    move("verify", sources=[_S.IN_REVIEW], target=_S.VERIFIED),
    move("reject", sources=[_S.IN_REVIEW], target=_S.REJECTED),
    move("activate", sources=[_S.VERIFIED], target=_S.ACTIVE),
    move("suspend", sources=[_S.ACTIVE], target=_S.SUSPENDED),
    move("reinstate", sources=[_S.SUSPENDED], target=_S.ACTIVE),
    move("blacklist", sources=[_S.ACTIVE, _S.SUSPENDED], target=_S.BLACKLISTED),
    move("close", sources=[_S.DRAFT, _S.ACTIVE, _S.SUSPENDED], target=_S.CLOSED),
)

#: Whoever applies may still change what they wrote.
OPEN_TO_APPLICANT = frozenset({_S.DRAFT, _S.NEEDS_FIX})
#: Was certified once: has a public page and a history of orders.
CERTIFIED = frozenset({_S.ACTIVE, _S.SUSPENDED, _S.BLACKLISTED, _S.CLOSED})


class BankAccountState(models.TextChoices):
    PROPOSED = "proposed", _("Menunggu pemeriksaan")
    VERIFIED = "verified", _("Terverifikasi")
    REFUSED = "refused", _("Tidak diterima")
    REPLACED = "replaced", _("Diganti")


BANK_ACCOUNT_FLOW = Flow(
    move("verify", sources=[BankAccountState.PROPOSED], target=BankAccountState.VERIFIED),
    move("refuse", sources=[BankAccountState.PROPOSED], target=BankAccountState.REFUSED),
    move("replace", sources=[BankAccountState.PROPOSED, BankAccountState.VERIFIED], target=BankAccountState.REPLACED),
)


class EvidenceState(models.TextChoices):
    PROPOSED = "proposed", _("Menunggu pemeriksaan")
    ACCEPTED = "accepted", _("Diterima")
    REFUSED = "refused", _("Perlu diganti")
    REPLACED = "replaced", _("Diganti")


class Decision(models.TextChoices):
    VERIFY = "verify", _("Terima")
    ASK_FIX = "ask_fix", _("Minta perbaikan")
    REJECT = "reject", _("Tolak")


class CheckOutcome(models.TextChoices):
    PASSED = "passed", _("Cocok")
    NOTICE = "notice", _("Perlu dilihat")
    FAILED = "failed", _("Tidak cocok")
