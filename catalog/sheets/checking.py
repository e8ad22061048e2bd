"""What a row would do, judged by the fields of the product form and the rules of its use cases, and by no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.fields import SheetRowForm, details_of, values_of
from catalog.models import Listing
from catalog.services.details import (
    CodeIsGiven,
    ListingDetails,
    code_spelled,
    is_given_code,
    local_content,
    orderable,
    readable_name,
)
from catalog.services.set_stock import StockBelowHeld
from catalog.sheets.columns import (
    COLUMNS,
    Choices,
    categories,
    in_every_language,
    plain,
    stock_kinds,
    units,
    yes_and_no,
)
from catalog.sheets.states import CHANGED, NEW, UNCHANGED, WRONG
from catalog.sheets.writing import texts_of
from catalog.states import IN_REVIEW, PUBLISHED
from marketplace.kernel.errors import Refusal
from vendors.models import Vendor

Problem = tuple[str, ValidationError | Refusal]


@dataclass
class Checked:
    """A row's outcome, with what it takes to write it."""

    outcome: str
    listing: Listing | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def details(self) -> ListingDetails:
        return details_of(self.values)

    def changes_any(self, *keys: str) -> bool:
        return any(change[0] in keys for change in self.changes)

    @property
    def words(self) -> list[list[Any]]:
        """The problems as they are kept: in every language."""
        return [[column, in_every_language(_Sentence(error))] for column, error in self.problems]


@dataclass(frozen=True)
class _Sentence:
    error: ValidationError | Refusal

    def __str__(self) -> str:
        return " ".join(self.error.messages) if isinstance(self.error, ValidationError) else str(self.error)


class Checker:
    """Judges the rows of one vendor's sheet, one after the other, so that it also sees what occurs twice."""

    def __init__(self, vendor: Vendor) -> None:
        self._fields = SheetRowForm().fields
        self._choices: dict[str, Choices] = {
            "category": categories(), "unit": units(), "stock_kind": stock_kinds(),
            "is_domestic": yes_and_no(), "show": yes_and_no(),
        }  # fmt: skip
        goods = list(Listing.objects.filter(vendor=vendor).select_related("stock_record", "vendor"))
        self._by_code = {listing.code: listing for listing in goods}
        self._by_offer = {_offer(listing.name, listing.unit_id): listing.code for listing in goods}
        self._texts = dict(zip((listing.code for listing in goods), texts_of(goods), strict=True))
        self._seen: dict[Any, int] = {}

    def check(self, number: int, cells: Mapping[str, str]) -> Checked:
        """The same cells and goods give the same answer."""
        code, problems = self._code(cells)
        listing = self._by_code.get(code)
        if listing is None and code and is_given_code(code):
            problems.append(("code", CodeIsGiven(typed=code)))
        values = self._values(cells, listing, problems)
        problems += self._rules(values, listing)
        problems += self._twice(number, code, values, listing)
        if problems:
            return Checked(WRONG, listing, problems=_once(problems))
        values["code"] = code
        if listing is None:
            return Checked(NEW, None, values)
        changes = list(self._changes(cells, values, listing))
        return Checked(CHANGED if changes else UNCHANGED, listing, values, changes)

    # ---- parts

    def _code(self, cells: Mapping[str, str]) -> tuple[str, list[Problem]]:
        typed = cells.get("code", "")
        try:
            return (code_spelled(typed) if typed else ""), []
        except Refusal as refusal:
            return "", [("code", refusal)]

    def _values(self, cells: Mapping[str, str], listing: Listing | None, problems: list[Problem]) -> dict[str, Any]:
        """What each cell means; an empty one leaves goods as they are, and gives new goods the form's own value.

        One empty cell says something: local content beside “not made in Indonesia” is none.
        """
        present: dict[str, Any] = {} if listing is None else values_of(listing) | {"show": _is_shown(listing)}
        values: dict[str, Any] = {}
        for column in COLUMNS:
            text = cells.get(column.key, "")
            if column.key == "code":
                continue
            if not text and listing is not None:
                values[column.key] = present[column.key]
                continue
            try:
                values[column.key] = self._clean(column.key, text)
            except ValidationError as error:
                problems.append((column.key, error))
        says_foreign = bool(cells.get("is_domestic")) and values.get("is_domestic") is False
        if says_foreign and not cells.get("tkdn_percent") and values.get("tkdn_percent"):
            values["tkdn_percent"] = None  # as the complaint about foreign goods advises
        return values

    def _clean(self, key: str, text: str) -> Any:
        field = self._fields[key]
        if (not text and not field.required) or (not text and field.initial is not None):
            return field.clean(field.initial)
        if key in self._choices and text:
            found = self._choices[key].find(text)
            return found == "yes" if key in ("is_domestic", "show") else field.clean(found)
        return field.clean(text)

    def _rules(self, values: dict[str, Any], listing: Listing | None) -> Iterator[Problem]:
        """What the use cases will ask besides."""
        if "name" in values:
            try:
                readable_name(values["name"])
            except Refusal as refusal:
                yield "name", refusal
        if listing is not None and values.get("stock", listing.stock_held) < listing.stock_held:
            yield "stock", StockBelowHeld(held=listing.stock_held)
        if {"is_domestic", "tkdn_percent"} <= set(values):
            try:
                local_content(values["is_domestic"], values["tkdn_percent"])
            except Refusal as refusal:
                yield "tkdn_percent", refusal
        before = None if listing is None else values_of(listing)
        amounts = {key: values[key] for key in ("min_order", "stock") if key in values}
        if len(amounts) == 2 and (before is None or any(before[key] != amounts[key] for key in amounts)):
            try:
                orderable(**amounts)
            except Refusal as refusal:
                yield "min_order", refusal

    def _twice(self, number: int, code: str, values: dict[str, Any], listing: Listing | None) -> Iterator[Problem]:
        if code and (first := self._seen.setdefault(("code", code), number)) != number:
            yield "code", ValidationError(_("Kode ini sudah ada di baris %(row)d."), params={"row": first})
        if listing is not None or not {"name", "unit"} <= set(values):
            return
        offer = _offer(values["name"], values["unit"])
        if known := self._by_offer.get(offer):
            yield (
                "name",
                ValidationError(
                    _("Produk ini sudah ada dengan kode %(code)s. Tulis kode itu untuk mengubahnya."),
                    params={"code": known},
                ),
            )
        if (first := self._seen.setdefault(offer, number)) != number:
            yield "name", ValidationError(_("Produk yang sama sudah ada di baris %(row)d."), params={"row": first})

    def _changes(self, cells: Mapping[str, str], values: dict[str, Any], listing: Listing) -> Iterator[list[str]]:
        before = values_of(listing) | {"show": _is_shown(listing)}
        texts = self._texts[listing.code]
        for column in COLUMNS:
            key = column.key
            if key == "code" or _same(key, before[key], values[key]):
                continue
            if not cells.get(key) and key != "tkdn_percent":
                continue
            if key == "stock_kind" and listing.stock_held:
                continue  # `update_listing` leaves it while orders hold goods
            yield [key, texts[key], cells.get(key, "")]


def _same(key: str, before: Any, after: Any) -> bool:
    if isinstance(before, str):
        return _tidy(before) == _tidy(after)
    if key == "specifications":
        return [[name.strip(), fact.strip()] for name, fact in before] == after
    return before == after


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _is_shown(listing: Listing) -> bool:
    return listing.state in (PUBLISHED, IN_REVIEW)


def _offer(name: str, unit_code: str) -> tuple[str, str]:
    """What makes two new rows the same goods."""
    return plain(name), unit_code


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """The first complaint of each column: the others mostly follow from it."""
    found: dict[str, Problem] = {}
    for column, error in problems:
        found.setdefault(column, (column, error))
    return list(found.values())
