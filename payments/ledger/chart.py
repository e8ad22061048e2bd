"""The five books and their accounts. The table `ledger_chartaccount` repeats this one; a test compares them.

Source  domain reference §5.2; PP 71/2010 (government accounting standards), Permendagri 64/2013 and 77/2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


class Book(StrEnum):
    BUDGET = "BUD"  # budgetary control: what may still be promised
    LIMIT = "LIM"  # card limit control
    REALISATION = "ANG"  # budget realisation (LRA), cash basis
    FINANCIAL = "LO"  # accrual: operations report and balance sheet
    MARKETPLACE = "MKT"  # clearing of the platform, another legal entity


class Nature(StrEnum):
    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class Dimension(StrEnum):
    """What an account's balance is kept per, so that no balance row is touched by every order."""

    NONE = "none"
    LINE = "line"
    CARD = "card"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """An account of one book. `kept_by` names the room whose SQL functions alone may post to it."""

    book: Book
    id: str
    name: str
    nature: Nature
    dimension: Dimension
    kept_by: str = ""
    statutory_code: str = ""

    @property
    def title(self) -> str:
        """The name as the reader reads it; `name` is what the table keeps."""
        return gettext(self.name)

    @property
    def normal_side(self) -> str:
        return "D" if self.nature in (Nature.ASSET, Nature.EXPENSE) else "C"

    def __str__(self) -> str:
        return f"{self.book}.{self.id}"


def _account(book, id, name, nature, dimension, kept_by="", statutory_code=""):
    return LedgerAccount(book, id, name, nature, dimension, kept_by, statutory_code)


_A, _L, _Q, _I, _E = Nature.ASSET, Nature.LIABILITY, Nature.EQUITY, Nature.INCOME, Nature.EXPENSE
_NONE, _LINE, _CARD, _VENDOR = Dimension.NONE, Dimension.LINE, Dimension.CARD, Dimension.VENDOR

# Budgetary control: PAGU = TERSEDIA + DICADANGKAN + KOMITMEN + TERUTANG + REALISASI, per budget line.
CEILING = _account(Book.BUDGET, "PAGU", _("Pagu anggaran"), _A, _LINE, "budget")
AVAILABLE = _account(Book.BUDGET, "TERSEDIA", _("Tersedia"), _L, _LINE, "budget")
RESERVED = _account(Book.BUDGET, "DICADANGKAN", _("Dicadangkan"), _L, _LINE, "budget")
COMMITTED = _account(Book.BUDGET, "KOMITMEN", _("Komitmen"), _L, _LINE, "budget")
OBLIGATED = _account(Book.BUDGET, "TERUTANG", _("Terutang"), _L, _LINE, "budget")
REALISED = _account(Book.BUDGET, "REALISASI", _("Realisasi"), _L, _LINE, "budget")

# Card limits: DIBERI = TERSEDIA + DITAHAN + TERPAKAI, per card.
LIMIT_GRANTED = _account(Book.LIMIT, "DIBERI", _("Limit diberikan"), _A, _CARD)
LIMIT_AVAILABLE = _account(Book.LIMIT, "TERSEDIA", _("Limit tersedia"), _L, _CARD)
LIMIT_HELD = _account(Book.LIMIT, "DITAHAN", _("Limit ditahan"), _L, _CARD)
LIMIT_USED = _account(Book.LIMIT, "TERPAKAI", _("Limit terpakai"), _L, _CARD)

# Budget realisation report.
APPROPRIATION = _account(Book.REALISATION, "APROPRIASI", _("Apropriasi belanja"), _Q, _LINE, "budget", "3.1.02")
ESTIMATED_SURPLUS = _account(
    Book.REALISATION, "EST_SAL", _("Estimasi perubahan SAL"), _Q, _LINE, "", "3.1.02.05.01.0001"
)
SPENDING = _account(Book.REALISATION, "BELANJA", _("Belanja-LRA"), _E, _LINE, "budget", "5")
OTHER_REVENUE = _account(
    Book.REALISATION, "PAD_LAIN", _("Penerimaan kembali belanja tahun lalu"), _I, _NONE, "", "4.1.04"
)

# Accrual: operations report and balance sheet.
TREASURER_CASH = _account(
    Book.FINANCIAL, "KAS_BP", _("Kas di bendahara pengeluaran"), _A, _NONE, "", "1.1.01.03.01.0001"
)
TREASURY_CASH = _account(Book.FINANCIAL, "KAS_RKUD", _("Kas di kas daerah"), _A, _NONE, "", "1.1.01.01.01.0001")
STOCK = _account(Book.FINANCIAL, "PERSEDIAAN", _("Persediaan"), _A, _LINE, "", "1.1.12")
FIXED_ASSET = _account(Book.FINANCIAL, "ASET", _("Aset tetap peralatan dan mesin"), _A, _LINE, "", "1.3.02")
EXPENSE = _account(Book.FINANCIAL, "BEBAN", _("Beban barang, jasa dan pemeliharaan"), _E, _LINE, "", "8.1.02")
DUE_FROM_VENDOR = _account(Book.FINANCIAL, "PIUTANG_VENDOR", _("Piutang pengembalian penyedia"), _A, _VENDOR, "", "1.1")
DISPUTED = _account(Book.FINANCIAL, "PIUTANG_SENGKETA", _("Tagihan kartu yang disengketakan"), _A, _CARD, "", "1.1")
RESTITUTION_DUE = _account(Book.FINANCIAL, "PIUTANG_TGR", _("Tuntutan ganti kerugian"), _A, _CARD, "", "1.5")
PAYABLE_TO_VENDOR = _account(
    Book.FINANCIAL, "UTANG_BELANJA", _("Utang belanja kepada penyedia"), _L, _VENDOR, "", "2.1.06"
)
PAYABLE_TO_ISSUER = _account(
    Book.FINANCIAL, "UTANG_KKPD", _("Utang kepada bank penerbit kartu"), _L, _CARD, "", "2.1.07"
)
WITHHELD_TAX = _account(Book.FINANCIAL, "UTANG_PFK", _("Utang perhitungan pihak ketiga"), _L, _VENDOR, "", "2.1.01")
OWED_TO_TREASURY = _account(Book.FINANCIAL, "RK_PPKD", _("Rekening koran PPKD"), _Q, _NONE, "", "3.1.03.01")
OWED_BY_AGENCY = _account(Book.FINANCIAL, "RK_SKPD", _("Rekening koran SKPD"), _A, _NONE, "", "1.1.13.01")
EQUITY = _account(Book.FINANCIAL, "EKUITAS", _("Ekuitas"), _Q, _NONE, "", "3.1.01")

# Clearing of the platform; each is zero per order once the vendor is paid out and the tax remitted.
ACQUIRER = _account(Book.MARKETPLACE, "ACQ", _("Piutang kepada acquirer"), _A, _VENDOR)
CLEARING_BANK = _account(Book.MARKETPLACE, "BANK", _("Bank penampungan"), _A, _VENDOR)
OWED_TO_VENDOR = _account(Book.MARKETPLACE, "VENDOR", _("Utang kepada penyedia"), _L, _VENDOR)
INCOME_TAX_COLLECTED = _account(Book.MARKETPLACE, "PPH22", _("PPh 22 dipungut"), _L, _VENDOR)
VALUE_ADDED_TAX_COLLECTED = _account(Book.MARKETPLACE, "PPN", _("PPN dipungut"), _L, _VENDOR)

ACCOUNTS: dict[tuple[str, str], LedgerAccount] = {
    (account.book.value, account.id): account
    for account in list(globals().values())
    if isinstance(account, LedgerAccount)
}

#: The five roots under which plain-text accounting programs read the chart; fixed by nature, never by sign.
ROOTS = {_A: "Assets", _L: "Liabilities", _Q: "Equity", _I: "Income", _E: "Expenses"}


def account(book: str, id: str) -> LedgerAccount:
    return ACCOUNTS[book, id]
