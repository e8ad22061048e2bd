"""What the journal says no to. Each class answers for the constraint of the same meaning in the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import (
    Refusal,
    RuleViolation,
    constraint_of,
    refusal_for_constraint,
    refuses_constraint,
)
from marketplace.ui import formats


@refuses_constraint("journal_entry_balanced", "journal_entry_has_postings")
class EntryOutOfBalance(RuleViolation):
    code = "ENTRY_OUT_OF_BALANCE"
    template = _("Jurnal ini tidak seimbang antara debit dan kredit.")


@refuses_constraint("journal_account_known", "journal_dimension_given")
class UnknownLedgerAccount(RuleViolation):
    code = "UNKNOWN_LEDGER_ACCOUNT"
    template = _(
        "Jurnal ini memakai akun yang tidak ada dalam bagan akun, atau tanpa keterangan yang diwajibkan akun itu."
    )


@refuses_constraint("journal_key_once")
class JournalKeyReused(RuleViolation):
    code = "JOURNAL_KEY_REUSED"
    template = _("Peristiwa ini sudah dijurnal dengan isi yang lain.")


@refuses_constraint("journal_account_kept_by_room")
class AccountKeptElsewhere(RuleViolation):
    code = "ACCOUNT_KEPT_ELSEWHERE"
    template = _("Akun anggaran hanya bergerak bersama angka mata anggarannya.")


@refuses_constraint("journal_period_open")
class PeriodClosed(RuleViolation):
    """Source: PP 71/2010; a closed period takes no more postings."""

    code = "PERIOD_CLOSED"
    template = _("Periode pembukuan untuk {day} sudah ditutup.")

    def __init__(self, *, day: str = "", **facts: Any) -> None:
        super().__init__(day=formats.long_day(date.fromisoformat(day)) if day else "", **facts)


@refuses_constraint("journal_entry_reversed_once")
class AlreadyReversed(RuleViolation):
    code = "ALREADY_REVERSED"
    template = _("Jurnal ini sudah dibatalkan.")


def facts_of(error: BaseException) -> dict[str, Any]:
    """The facts that an SQL function put into the detail of its refusal, as JSON; empty when it gave none."""
    cause: BaseException | None = error
    while cause is not None:
        diagnosis = getattr(cause, "diag", None)
        if diagnosis is not None and (diagnosis.message_detail or "").startswith("{"):
            return json.loads(diagnosis.message_detail)
        cause = cause.__cause__
    return {}


def refusal_of(error: IntegrityError) -> Refusal | None:
    """The refusal that a database error stands for, with its facts, or None when it is a defect."""
    refusal = refusal_for_constraint(constraint_of(error))
    return refusal(**facts_of(error)) if refusal else None


@contextmanager
def database_says_no() -> Iterator[None]:
    """Turn the refusal of an SQL function into the refusal it stands for; anything else rises as it is."""
    try:
        yield
    except IntegrityError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error
