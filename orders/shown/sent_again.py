"""A basket form that comes once more after its need was submitted: what it says otherwise, which no order has taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.models import Listing
from marketplace.kernel.money import Rupiah
from orders.charging import MOST_CHARGES
from orders.forms import BasketForm
from orders.selectors.baskets import BasketPart
from payments.budget.models import BudgetLine
from payments.budget.selectors import account_names

_TEXTS = ("purpose", "needed_by", "delivery_place", "rup_code")
Row = tuple[str, Any, Any]


def not_taken(form: BasketForm) -> list[Row]:
    """What, as it was submitted, as this form says it. Empty when the form says the same, by whatever key it came.

    What is wrong in itself differs too, and is shown as it was typed. Prices are the catalog's, and are not compared.
    """
    return [
        *_texts(form, _TEXTS),
        *(row for part in form.parts for row in _goods(form, part)),
        *_other_goods(form),
        *(row for part in form.parts for row in _part(form, part)),
    ]


def _texts(form: BasketForm, names: Sequence[str], whose: str = "") -> Iterator[Row]:
    for name in names:
        if name in form.data and name in form.changed_data:
            bound = form[name]
            label = f"{bound.label}, {whose}" if whose else str(bound.label)
            was = bound.initial
            yield label, bound.field.prepare_value(was) if was else "", form.data[name]


def _goods(form: BasketForm, part: BasketPart) -> Iterator[Row]:
    for line in part.lines:
        name = f"qty_{line.listing.id}"
        if name not in form.data:
            yield line.listing.name, line.quantity, ""
        elif name in form.errors:
            yield line.listing.name, line.quantity, form.data[name]
        elif (typed := form.quantity_of(line)) != line.quantity:
            yield line.listing.name, line.quantity, typed


def _other_goods(form: BasketForm) -> Iterator[Row]:
    for listing in Listing.objects.filter(id__in=form.gone()).order_by("id"):
        yield listing.name, "", form.data[f"qty_{listing.id}"]


def _part(form: BasketForm, part: BasketPart) -> Iterator[Row]:
    vendor = part.vendor
    if f"line_{vendor.pk}_1" in form.data:
        before = [(str(line_id), amount) for line_id, amount in part.charge_rows]
        typed = list(_charges(form, vendor.pk))
        if typed != before:
            label = _("Dibebankan ke, %(vendor)s") % {"vendor": vendor.display_name}
            yield label, _in_words(form, before), _in_words(form, typed)
    yield from _texts(form, (f"price_reason_{vendor.pk}", f"split_reason_{vendor.pk}"), vendor.display_name)


def _charges(form: BasketForm, vendor_id: int) -> Iterator[tuple[str, Any]]:
    for place in range(1, MOST_CHARGES + 1):
        line, name = form.data.get(f"line_{vendor_id}_{place}", ""), f"amount_{vendor_id}_{place}"
        if line:
            amount = form.data.get(name, "")
            try:
                yield line, form.fields[name].clean(amount)
            except ValidationError:
                yield line, amount


def _in_words(form: BasketForm, charges: Sequence[tuple[str, Any]]) -> str:
    """Lines of the need's own office by their names; of another office nothing but what was typed."""
    ids = [int(line) for line, _amount in charges if line.isascii() and line.isdigit() and len(line) < 19]
    own = BudgetLine.objects.filter(id__in=ids, agency_id=form.need.agency_id)
    codes = dict(own.values_list("id", "account_code"))
    names = account_names(set(codes.values()))
    lines = {str(key): f"{code} {names.get(code, '')}".strip() for key, code in codes.items()}
    rest = _("sisanya")
    amounts = (rest if one is None else str(Rupiah(one)) if isinstance(one, int) else one for _line, one in charges)
    return "; ".join(f"{lines.get(line, line)}: {amount}" for (line, _a), amount in zip(charges, amounts, strict=True))


def as_rows(found: Sequence[Row]) -> list[dict[str, Any]]:
    """For the table of the page."""
    return [{"cells": [{"text": what, "head": True}, *(_said(one) for one in both)]} for what, *both in found]


def _said(one: Any) -> dict[str, str]:
    """As it was typed, broken anywhere: a long address must not push the other column away."""
    return {"text": "–" if one in ("", None) else str(one), "class": "c-any"}
