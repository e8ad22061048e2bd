"""An uploaded sheet of goods and its rows. A saved or dropped one is never changed again (`sql/sheet_rules_v1.sql`)."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language

from catalog.sheets.states import SHEET_FLOW, WRITTEN, Outcome, SheetState
from marketplace.kernel.ids import new_id
from marketplace.kernel.locking import LockingManager


class Sheet(models.Model):
    """One upload by one seller: read once, checked, put right row by row, then saved whole."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="sheets")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.UPLOADED)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    objects = LockingManager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="sheet_state_known"),
            models.CheckConstraint(
                condition=Q(state=SheetState.DONE, applied_at__isnull=False, confirmed_by__isnull=False)
                | (~Q(state=SheetState.DONE) & Q(applied_at=None)),
                name="sheet_done_has_a_time_and_a_person",
            ),
        ]
        indexes = [models.Index(fields=["vendor", "-uploaded_at"], name="sheet_by_vendor")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:seller-sheet", args=[self.pk])

    @property
    def is_working(self) -> bool:
        return self.state in (SheetState.UPLOADED, SheetState.APPLYING)

    @property
    def is_open(self) -> bool:
        """Whether its rows can still be put right."""
        return self.state == SheetState.CHECKED

    @cached_property
    def counts(self) -> Counter[str]:
        """outcome -> rows."""
        rows = self.rows.order_by().values_list("outcome").annotate(n=models.Count("id"))
        return Counter(dict(rows))

    @property
    def to_write(self) -> int:
        return sum(self.counts[outcome] for outcome in WRITTEN)

    def advance(self, action: str, **also: object) -> None:
        """Move one step along SHEET_FLOW. Raises WrongState."""
        self.state = SHEET_FLOW.target(action, self.state)
        for name, value in also.items():
            setattr(self, name, value)
        self.save(update_fields=["state", *also])


class SheetRow(models.Model):
    """A row as it was read, what it would do, and what is wrong with it."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rows")
    #: The row number that the seller sees in the spreadsheet.
    number = models.PositiveIntegerField()
    #: column key -> text as it stood in the cell; columns that the sheet does not have are absent.
    cells = models.JSONField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    #: The product it is about: found when checked, made when saved.
    listing = models.ForeignKey("catalog.Listing", null=True, on_delete=models.PROTECT, related_name="+")
    #: [column key, text before, text after], for a product that is there.
    changes = models.JSONField(default=list)
    #: [column key, {"id": words, "en": words}]: written once, read in either language.
    problems = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_row_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="sheet_row_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WRONG) | Q(outcome=Outcome.SKIPPED) | Q(problems=[]),
                name="sheet_row_wrong_says_why",
            ),
        ]
        indexes = [models.Index(fields=["sheet", "outcome", "number"], name="sheet_row_by_outcome")]

    @property
    def name(self) -> str:
        """What to call it on screen."""
        return self.cells.get("name") or (self.listing.name if self.listing else "") or self.cells.get("code", "")

    @property
    def complaints(self) -> list[tuple[str, str]]:
        """(column key, sentence) in the reader's language."""
        language = "en" if get_language() == "en" else "id"
        return [(column, words[language]) for column, words in self.problems]
