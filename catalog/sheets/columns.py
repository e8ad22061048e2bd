"""The columns of a sheet of goods, in their order: the one list that writing, reading, checking and pages share."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import CategoryFacts, Unit
from catalog.states import StockKind


@dataclass(frozen=True)
class Column:
    """`key` names the field of `ListingForm` that judges it; a new product cannot do without what is `needed`."""

    key: str
    label: str | Promise
    hint: str | Promise
    needed: bool = False
    width: int = 14


COLUMNS = (
    Column("code", _("Kode barang"), _("Kode Anda sendiri, atau yang kami beri. Barang baru boleh kosong.")),
    Column("name", _("Nama produk"), _("Jenis barang dulu, lalu bahan dan ukuran."), needed=True, width=38),
    Column("category", _("Kategori"), _("Pilih dari daftar."), needed=True, width=30),
    Column("unit", _("Satuan"), _("Pilih dari daftar."), needed=True, width=12),
    Column("unit_price_idr", _("Harga per satuan"), _("Rupiah bulat, sudah termasuk pajak."), needed=True, width=16),
    Column("stock", _("Stok atau kapasitas"), _("Angka bulat, 0 bila habis."), needed=True, width=18),
    Column("stock_kind", _("Cara menghitung"), _("“Stok” berkurang saat terkirim, “Kapasitas” kembali."), width=16),
    Column("min_order", _("Pesanan terkecil"), _("1 bila kosong."), width=16),
    Column("lead_time_days", _("Lama sampai tiba (hari)"), _("3 bila kosong."), width=20),
    Column("description", _("Keterangan"), _("Boleh kosong."), width=38),
    Column("specifications", _("Spesifikasi"), _("Satu hal per baris dalam sel, misalnya Bahan: mahoni."), width=30),
    Column("is_domestic", _("Dibuat di dalam negeri"), _("Ya atau Tidak; Ya bila kosong."), width=20),
    Column("tkdn_percent", _("TKDN (persen)"), _("Hanya bila ada sertifikat TKDN."), width=14),
    Column("show", _("Tayang"), _("Ya atau Tidak. Barang baru yang kosong ditayangkan."), width=10),
)
BY_KEY = {column.key: column for column in COLUMNS}
#: Written beside wrong rows and passed over when read.
REMARK = _("Yang perlu diperbaiki")


def plain(text: str) -> str:
    """How two spellings of the same word are compared: case, spaces and punctuation do not count."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", " ", text).strip()


def in_every_language(words: object) -> dict[str, str]:
    """A lazy sentence as people of each language read it."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(words)
    return found


def keys_of_headings(headings: Iterable[str]) -> list[str]:
    """The column key under each heading, in either language; empty for columns that are not ours."""
    known = {plain(words): column.key for column in COLUMNS for words in in_every_language(column.label).values()}
    known |= {plain(column.key): column.key for column in COLUMNS}
    found: list[str] = []
    for heading in headings:
        key = known.get(plain(re.sub(r"\(Rp\)|\*", "", heading)), "")
        found.append("" if key in found else key)
    return found


# ---- words for what is chosen from a list


@dataclass
class Choices:
    """A closed list in which people find one value by code, by name in either language, or by another name."""

    unknown: Any
    #: value -> the word that is written
    shown: dict[str, str] = field(default_factory=dict)
    _values: dict[str, str | None] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, value: str, shown: str, *names: str) -> None:
        self.shown[value] = shown
        for name in (shown, value, *names):
            key = plain(name)
            if not key:
                continue
            self._values[key] = value if self._values.get(key, value) == value else None
            self._names.setdefault(key, shown)
        self._values[plain(shown)] = value

    def knows(self, name: str) -> bool:
        return plain(name) in self._values

    def find(self, text: str) -> str:
        """The value meant by `text`. Raises ValidationError that names the nearest one."""
        key = plain(text)
        value = self._values.get(key)
        if value is not None:
            return value
        near = difflib.get_close_matches(key, list(self._names), n=1, cutoff=0.6)
        if near:
            nearest = self._names[near[0]]
            raise ValidationError(
                _("Tidak ada “%(typed)s” dalam daftar. Maksud Anda “%(nearest)s”?"),
                code="nearest", params={"typed": text[:40], "nearest": nearest},
            )  # fmt: skip
        raise ValidationError(self.unknown, code="unknown", params={"typed": text[:40]})


def categories() -> Choices:
    """“07.03 Kertas HVS”; the code alone and either name are read too."""
    found = Choices(_("Tidak ada kategori “%(typed)s”. Pilih dari daftar di templat."))
    for facts in CategoryFacts.objects.exclude(parent=None):
        found.add(facts.code, f"{facts.code} {facts.label}", facts.name, facts.name_en,
                  f"{facts.code} {facts.name}", f"{facts.code} {facts.name_en}")  # fmt: skip
    return found


def units() -> Choices:
    found = Choices(_("Tidak ada satuan “%(typed)s”. Pilih dari daftar di templat."))
    rows = list(Unit.objects.all())
    labels = Counter(unit.label for unit in rows)
    for unit in rows:
        found.add(unit.code, unit.label if labels[unit.label] == 1 else f"{unit.label} ({unit.code})", unit.name)
    for unit in rows:  # names in the other language and by-names only where nobody else is called so
        for name in (unit.name_en, *unit.aliases.split(",")):
            if not found.knows(name):
                found.add(unit.code, found.shown[unit.code], name)
    return found


def stock_kinds() -> Choices:
    found = Choices(_("Tulis Stok atau Kapasitas."))
    found.add(StockKind.COUNTED, str(_("Stok")), "Stok", "Stock", "barang", "goods")
    found.add(StockKind.CAPACITY, str(_("Kapasitas")), "Kapasitas", "Capacity", "jasa", "service")
    return found


def yes_and_no() -> Choices:
    found = Choices(_("Tulis Ya atau Tidak."))
    found.add("yes", str(_("Ya")), "Ya", "Yes", "y", "1", "true", "benar")
    found.add("no", str(_("Tidak")), "Tidak", "No", "t", "n", "0", "false", "salah")
    return found
