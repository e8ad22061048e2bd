"""The life of a question: raised by a rule, read by an auditor, answered by one, never forgotten."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.states import Flow, move


class FlagState(models.TextChoices):
    OPEN = "open", _("Belum ditelaah")
    IN_REVIEW = "in_review", _("Sedang ditelaah")
    EXPLAINED = "explained", _("Ada penjelasan")
    CONFIRMED = "confirmed", _("Terbukti perlu tindak lanjut")
    DISMISSED = "dismissed", _("Bukan masalah")


class FlagAction(models.TextChoices):
    TAKE = "take", _("Mulai menelaah")
    EXPLAIN = "explain", _("Terima penjelasan")
    CONFIRM = "confirm", _("Nyatakan perlu tindak lanjut")
    DISMISS = "dismiss", _("Nyatakan bukan masalah")
    REOPEN = "reopen", _("Buka lagi")


#: Still asked; the others have an answer.
WAITING = (FlagState.OPEN, FlagState.IN_REVIEW)
DECIDED = (FlagState.EXPLAINED, FlagState.CONFIRMED, FlagState.DISMISSED)

#: `sql/flag_life_v1.sql` has the same table; a test compares both.
FLAG_FLOW = Flow(
    move("take", sources=[FlagState.OPEN], target=FlagState.IN_REVIEW),
    move("explain", sources=WAITING, target=FlagState.EXPLAINED),
    move("confirm", sources=WAITING, target=FlagState.CONFIRMED),
    move("dismiss", sources=WAITING, target=FlagState.DISMISSED),
    move("reopen", sources=DECIDED, target=FlagState.IN_REVIEW),
)


class ReasonCode(models.TextChoices):
    """Why a question needs no action: the guards of the red-flag list, so that answers can be counted."""

    SEPARATE_NEEDS = "separate_needs", _("Kebutuhan, tempat, atau paket RUP memang berbeda")
    SCHEDULED = "scheduled", _("Pembelian berkala sesuai rencana")
    MARKET = "market", _("Perubahan pasar atau spesifikasi berbeda")
    FEW_VENDORS = "few_vendors", _("Penyedia sejenis di wilayah itu sedikit")
    EMERGENCY = "emergency", _("Keadaan darurat atau tugas di luar jam kerja")
    DATA_ERROR = "data_error", _("Kesalahan data, sudah dicocokkan")
    IMMATERIAL = "immaterial", _("Nilainya tidak material")
    DOCUMENTED = "documented", _("Ada dokumen pendukung lain")
