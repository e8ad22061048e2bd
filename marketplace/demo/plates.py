"""Number plates of the vehicles that bring the goods, by the region whose letters they carry."""

from __future__ import annotations

#: Letters of each former residency -> its regencies and cities, by the last two digits of their code.
REGIONS = {
    "R": "01 02 03 04",
    "AA": "05 06 07 08 23 71",
    "AD": "09 10 11 12 13 14 72",
    "K": "15 16 17 18 19 20",
    "H": "21 22 24 73 74",
    "G": "25 26 27 28 29 75 76",
}
LETTERS_OF = {f"33.{code}": letters for letters, codes in REGIONS.items() for code in codes.split()}
ENDS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
#: Goods vehicles are numbered from here; a vendor has so many of them.
GOODS_FROM, GOODS_NUMBERS, VEHICLES = 8_000, 1_990, 3


def plate(vendor, number: int) -> str:
    """One of the vendor's vehicles."""
    drawn = vendor.pk * 7_919 + number % VEHICLES * 4_337
    first, second = drawn // 7 % len(ENDS), drawn // 11 % len(ENDS)
    letters = LETTERS_OF.get(vendor.regency_id or "", "H")
    return f"{letters} {GOODS_FROM + drawn % GOODS_NUMBERS} {ENDS[first]}{ENDS[second]}"
