"""Rows taken for change: one at a time, in one order everywhere."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from marketplace.kernel.errors import NotFound

M = TypeVar("M", bound=models.Model)


class LockingQuerySet(models.QuerySet[M]):
    def lock(self, pk: Any) -> M:
        """The row, locked until commit. Raises NotFound. Locks the row itself, not the rows it points to."""
        try:
            return self.select_for_update(of=("self",)).get(pk=pk)
        except ObjectDoesNotExist:
            raise NotFound(kind=self.model._meta.label_lower, id=str(pk)) from None

    def find(self, **which: Any) -> M:
        """The row without a lock. Raises NotFound."""
        try:
            return self.get(**which)
        except ObjectDoesNotExist:
            raise NotFound(kind=self.model._meta.label_lower) from None


LockingManager = models.Manager.from_queryset(LockingQuerySet)
