"""Is a price reasonable? The verdict, and the sentence that explains it. Pure: no clock, no database.

The fair range of a group of comparable goods runs from the 15th to the 85th percentile of what is asked and what was
paid in the last twelve months. Comparable means: same category, same unit, and the same two leading words of the name.
A verdict is a question to the buyer, never an accusation.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.states import PriceVerdict
from marketplace.kernel.money import Rupiah

LOW_PERCENTILE = Fraction(15, 100)
HIGH_PERCENTILE = Fraction(85, 100)
#: Fewer prices than this, or fewer sellers, say nothing: then there is no verdict.
FEWEST_PRICES = 5
FEWEST_VENDORS = 3
MONTHS_BACK = 12
#: A price meter shows so many comparables at most; more would be a smear and a heavy page.
MOST_DRAWN = 40

#: Words that open a name and say nothing about the thing itself.
_FILLERS = frozenset({"set", "paket", "jasa", "aneka", "produk", "barang", "unit", "kotak", "dus", "pak"})


def comparison_key(name: str) -> str:
    """The two leading words of a name, as stems in alphabetical order: "Kertas HVS A4 80 gram" -> "hvs kertas"."""
    from catalog.search.text import stems_of  # the search package itself needs this module

    leading = [stem for stem in dict.fromkeys(stems_of(name)) if stem not in _FILLERS and not stem[0].isdigit()]
    return " ".join(sorted(leading[:2]))[:80] or "-"


@dataclass(frozen=True)
class Band:
    """The fair range of a group, and from how many prices it was taken."""

    low: Rupiah
    median: Rupiah
    high: Rupiah
    standard: Rupiah | None
    offers: int
    paid: int
    vendors: int

    @property
    def says_something(self) -> bool:
        return self.offers + self.paid >= FEWEST_PRICES and self.vendors >= FEWEST_VENDORS


def verdict_on(price: Rupiah, band: Band | None) -> PriceVerdict:
    """Above the standard price comes first: it is a limit, not a comparison."""
    if band is not None and band.standard is not None and price > band.standard:
        return PriceVerdict.ABOVE_STANDARD
    if band is None or not band.says_something:
        return PriceVerdict.UNKNOWN
    if price < band.low:
        return PriceVerdict.BELOW
    return PriceVerdict.FAIR if price <= band.high else PriceVerdict.NEEDS_REASON


def distance_from_median(price: Rupiah, band: Band) -> Fraction:
    """How far above (positive) or below (negative) the median, as a share of it."""
    return Fraction(price.idr - band.median.idr, band.median.idr)


def explain(price: Rupiah, band: Band | None) -> str:
    """One sentence for the reader: where the price lies and whether a reason must be written."""
    match verdict_on(price, band):
        case PriceVerdict.UNKNOWN:
            return _("Belum cukup produk setara untuk dibandingkan. Bandingkan sendiri dengan survei harga.")
        case PriceVerdict.BELOW:
            return _("Harga ini di bawah kisaran wajar. Pastikan mutu dan ukurannya sesuai kebutuhan.")
        case PriceVerdict.FAIR:
            return _("Harga ini berada dalam kisaran wajar. Anda tidak perlu melampirkan alasan harga.")
        case PriceVerdict.NEEDS_REASON:
            return _("Harga ini di atas kisaran wajar. Tulis alasan; PPK dan auditor akan membacanya.")
        case _:
            return _("Harga ini di atas standar harga satuan. Pilih produk lain, atau tulis dasar pengecualiannya.")


def where_it_comes_from(band: Band, *, own: bool) -> str:
    """The answer to "where do these figures come from?". `own`: the goods themselves are among those on offer."""
    offers = ngettext("%(n)d produk tayang", "%(n)d produk tayang", band.offers) % {"n": band.offers}
    if own:
        offers = _("%(offers)s (termasuk produk ini)") % {"offers": offers}
    return _(
        "Pembanding: %(offers)s dari %(vendors)d penjual dengan kategori, satuan, dan jenis yang sama, ditambah "
        "%(paid)d harga pesanan yang dibayar dalam 12 bulan terakhir. Kisaran wajar diambil dari persentil ke-15 "
        "sampai ke-85."
    ) % {"offers": offers, "vendors": band.vendors, "paid": band.paid}
