"""The life of one uploaded sheet, and what became of each of its rows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.kernel.states import Flow, move


class SheetState(TextChoices):
    UPLOADED = "uploaded", _("Sedang diperiksa")
    CHECKED = "checked", _("Siap disimpan")
    APPLYING = "applying", _("Sedang disimpan")
    DONE = "done", _("Tersimpan")
    DROPPED = "dropped", _("Dibuang")


UPLOADED, CHECKED, APPLYING, DONE, DROPPED = SheetState

SHEET_FLOW = Flow(
    move("check", sources=[UPLOADED], target=CHECKED),
    move("confirm", sources=[CHECKED], target=APPLYING),
    move("apply", sources=[APPLYING], target=DONE),
    move("stop", sources=[APPLYING], target=CHECKED),
    move("drop", sources=[UPLOADED, CHECKED], target=DROPPED),
)


class Outcome(TextChoices):
    """What a row would do, or did."""

    WAITING = "waiting", _("Belum diperiksa")
    NEW = "new", pgettext_lazy("sheet row", "Baru")
    CHANGED = "changed", pgettext_lazy("sheet row", "Berubah")
    UNCHANGED = "unchanged", pgettext_lazy("sheet row", "Tidak berubah")
    WRONG = "wrong", _("Perlu diperbaiki")
    SKIPPED = "skipped", _("Dilewati")


WAITING, NEW, CHANGED, UNCHANGED, WRONG, SKIPPED = Outcome
#: What a sheet writes when it is saved.
WRITTEN = (NEW, CHANGED)
