"""Stripe's form encoding (`metadata[order]=7&expand[0]=charge`) read into nested values; checked readings of them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl

from .routing import ApiError

Params = dict[str, Any]
WIB = timezone(timedelta(hours=7), "WIB")
MINOR_PER_RUPIAH = 100


def parse_form(text: str) -> Params:
    """Decode a query string or form body. Lists may be written `a[0]=x` or `a[]=x`."""
    tree: Params = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        keys = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name)
        node = tree
        for key in keys[:-1]:
            node = node.setdefault(key or str(len(node)), {})
            if not isinstance(node, dict):
                raise ApiError(400, "invalid_request_error", f"Invalid parameter: {name}", param=name)
        node[keys[-1] or str(len(node))] = value
    return _with_lists(tree)


def _with_lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    children = {key: _with_lists(child) for key, child in node.items()}
    if children and all(key.isdigit() for key in children):
        return [children[key] for key in sorted(children, key=int)]
    return children


def required(params: Params, name: str) -> Any:
    value = params.get(name)
    if value in (None, ""):
        raise ApiError(
            400, "invalid_request_error", f"Missing required param: {name}.", code="parameter_missing", param=name
        )
    return value


def whole_number(params: Params, name: str, default: int | None = None) -> int:
    value = params.get(name, default)
    if value is None:
        value = required(params, name)
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,15}", text):
        raise ApiError(
            400, "invalid_request_error", f"Invalid integer: {text}", code="parameter_invalid_integer", param=name
        )
    return int(text)


def rupiah_from_minor(params: Params, name: str, default: int | None = None) -> int:
    """Whole rupiah from Stripe's minor units. IDR has two decimals at Stripe and none in use, so a rest is an error."""
    minor = whole_number(params, name, default)
    if minor <= 0 or minor % MINOR_PER_RUPIAH:
        raise ApiError(
            400,
            "invalid_request_error",
            f"{name} must be a positive number of whole rupiah times 100, not {minor}.",
            code="parameter_invalid_integer",
            param=name,
        )
    return minor // MINOR_PER_RUPIAH


def rupiah(params: Params, name: str) -> int:
    """Whole rupiah as the bank's own interface writes them."""
    amount = whole_number(params, name)
    if amount <= 0:
        raise ApiError(400, "invalid_request_error", f"{name} must be above zero.", param=name)
    return amount


def require_rupiah_currency(params: Params) -> None:
    if required(params, "currency").lower() != "idr":
        raise ApiError(400, "invalid_request_error", "Only idr is accepted here.", param="currency")


def instant(text: str | None, *, param: str) -> datetime:
    """The business instant in Jakarta time; now, when none was given."""
    if not text:
        return datetime.now(UTC).astimezone(WIB)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ApiError(400, "invalid_request_error", f"Invalid time: {text}", param=param) from error
    return moment.replace(tzinfo=WIB) if moment.tzinfo is None else moment.astimezone(WIB)


def business_time(params: Params) -> datetime:
    """`metadata[dasaran_at]` dates seeded history; without it a request happens now."""
    return instant((params.get("metadata") or {}).get("dasaran_at"), param="metadata[dasaran_at]")


def day(text: str | None, *, param: str, default: date | None = None) -> date:
    if not text:
        return default or datetime.now(WIB).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ApiError(400, "invalid_request_error", f"Invalid date: {text}", param=param) from error
