"""What the journal says no to. Each class answers for the constraint of the same meaning in the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation, refuses_constraint
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
