"""What a budget says no to. The codes are those of the domain's test vectors; the database raises the same refusals."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation, refuses_constraint
from marketplace.kernel.money import Rupiah
from marketplace.ui import formats

_MONEY = ("available", "requested", "held", "planned_left")


class BudgetRefusal(RuleViolation):
    """Facts come as rupiah whether Python or SQL gives them; a bare constraint gives none and reads as zero."""

    def __init__(self, **facts: Any) -> None:
        for name in _MONEY:
            value = facts.get(name) or 0
            facts[name] = value if isinstance(value, Rupiah) else Rupiah(int(value))
        facts.setdefault("fiscal_year", "")
        facts["day"] = formats.long_day(date.fromisoformat(facts["day"])) if facts.get("day") else ""
        facts.setdefault("account_code", "")
        super().__init__(**facts)


@refuses_constraint("budget_within_ceiling")
class BudgetExceeded(BudgetRefusal):
    """Source: UU 1/2004 art. 3(3): no spending without available budget."""

    code = "PAGU_EXCEEDED"
    template = _("Sisa pagu {available} tidak cukup untuk {requested}.")


@refuses_constraint("budget_within_cash_plan")
class CashPlanExceeded(BudgetRefusal):
    """Source: Permendagri 77/2020 (anggaran kas); the cumulative test is regional practice."""

    code = "CASHPLAN_EXCEEDED"
    template = _("Rencana kas sampai bulan ini menyisakan {planned_left}, tidak cukup untuk {requested}.")


@refuses_constraint("budget_within_fund_release")
class FundReleaseExceeded(BudgetRefusal):
    code = "SPD_EXCEEDED"
    template = _(
        "Dana SPD rekening {account_code} tersisa {available}, kurang untuk {requested}. Minta BUD menerbitkan SPD."
    )


class FundsNotReleased(BudgetRefusal):
    code = "SPD_MISSING"
    template = _("Dana rekening {account_code} belum disediakan (SPD). Minta BUD menerbitkan SPD, lalu ajukan lagi.")


@refuses_constraint("fund_release_within_ceiling")
class ReleaseAboveCeiling(BudgetRefusal):
    code = "SPD_ABOVE_CEILING"
    template = _("SPD rekening {account_code} sebesar {requested} melebihi pagu yang belum disediakan, {available}.")


@refuses_constraint("fund_release_once")
class ReleaseNumberUsed(BudgetRefusal):
    code = "SPD_NUMBER_USED"
    template = _("Nomor SPD ini sudah dipakai untuk mata anggaran yang sama.")
    field = "number"


class NothingToRelease(BudgetRefusal):
    code = "SPD_EMPTY"
    template = _("Tidak ada dana yang belum disediakan sampai bulan itu.")
    field = "through"


@refuses_constraint("budget_line_fiscal_year", "fund_release_of_year")
class WrongFiscalYear(BudgetRefusal):
    """Source: UU 17/2003 art. 4: the fiscal year is 1 January to 31 December."""

    code = "FISCAL_YEAR"
    template = _("Mata anggaran tahun {fiscal_year} tidak dapat dipakai untuk {day}.")


@refuses_constraint("budget_line_in_force")
class BudgetNotInForce(BudgetRefusal):
    code = "BUDGET_NOT_IN_FORCE"
    template = _("Mata anggaran {account_code} belum berlaku pada {day}.")


@refuses_constraint("budget_account_allowed")
class AccountProhibited(BudgetRefusal):
    code = "ACCOUNT_PROHIBITED"
    template = _("Rekening {account_code} tidak boleh dibelanjakan melalui kartu kredit pemerintah daerah.")


@refuses_constraint("budget_line_known")
class UnknownBudgetLine(BudgetRefusal):
    code = "BUDGET_LINE_UNKNOWN"
    template = _("Mata anggaran yang dibebani tidak ditemukan.")


@refuses_constraint("budget_hold_once")
class AlreadyReserved(BudgetRefusal):
    code = "ALREADY_RESERVED"
    template = _("Pesanan ini sudah memegang dana pada mata anggaran yang sama.")


@refuses_constraint("budget_hold_covers_move", "budget_figures_not_negative")
class NotHeld(BudgetRefusal):
    code = "NOT_HELD"
    template = _("Pesanan ini memegang {held} pada tahap itu, kurang dari {requested}.")


@refuses_constraint("budget_amount_positive")
class AmountNotPositive(BudgetRefusal):
    code = "AMOUNT_NOT_POSITIVE"
    template = _("Setiap pembebanan anggaran harus lebih dari nol.")


@refuses_constraint("budget_shift_below_used")
class ShiftBelowUsed(BudgetRefusal):
    code = "SHIFT_BELOW_USED"
    template = _("Pergeseran mengambil {requested}, sedangkan yang belum terpakai {available}.")


@refuses_constraint("budget_shift_balanced")
class ShiftNotBalanced(BudgetRefusal):
    code = "SHIFT_NOT_BALANCED"
    template = _("Jumlah pengurangan harus sama dengan jumlah penambahan.")


class LastDaysNotInOrder(RuleViolation):
    code = "LAST_DAYS_NOT_IN_ORDER"
    template = _("Isi keempat tanggal dalam tahun {year}, berurutan: pemesanan, kartu, SPP, lalu SP2D.")


class LastDayPast(RuleViolation):
    """A slip of the pen in a year or month would stop every order of the province at once."""

    code = "LAST_DAY_PAST"
    template = _("{day} sudah lewat. Tetapkan hari terakhir untuk hari ini atau sesudahnya.")


@refuses_constraint("law_row_stays")
class LastDayNotOurs(RuleViolation):
    """A site's own row of law, loaded for a later day of the year, is not overruled from a page."""

    code = "LAST_DAY_NOT_OURS"
    template = _("Ketentuan untuk hari yang lebih kemudian dalam tahun ini sudah dimuat pengelola. Hubungi pengelola.")


@refuses_constraint("year_closed_once")
class YearAlreadyClosed(BudgetRefusal):
    code = "YEAR_ALREADY_CLOSED"
    template = _("Tahun anggaran ini sudah ditutup untuk perangkat daerah ini.")


@refuses_constraint("year_close_after_its_end")
class YearNotOver(BudgetRefusal):
    code = "YEAR_NOT_OVER"
    template = _("Tahun anggaran {fiscal_year} belum berakhir, atau SP2D masih dapat terbit.")


@refuses_constraint("year_close_reservations_lapsed")
class ReservationsOpen(BudgetRefusal):
    code = "RESERVATIONS_OPEN"
    template = _("Masih ada cadangan anggaran {fiscal_year} yang belum gugur. Tutup lagi setelah pesanannya berakhir.")


@refuses_constraint("budget_line_once")
class LineExists(BudgetRefusal):
    code = "BUDGET_LINE_EXISTS"
    template = _("Mata anggaran untuk sub kegiatan, rekening dan sumber dana ini sudah ada.")
