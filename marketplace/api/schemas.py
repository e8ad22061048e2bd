"""Shapes of the API. Every answer is an allow-list; an unknown field in a request is refused (T-13, T-38)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from marketplace.kernel.readable import TextTurns, readable
from orders.states import OrderState


def _readable(text: object) -> object:
    """Cleaned. What no database can hold is refused; what is no text stays as it came, for the type to refuse."""
    if not isinstance(text, str):
        return text
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise PydanticCustomError("unstorable", "The text holds a sign that cannot be stored.")
    try:
        return readable(text)
    except TextTurns as turns:
        raise PydanticCustomError("text_turns", "The text turns the order of reading.", turns.facts) from turns


#: Text that people read and a database can hold: nothing hidden, no NUL.
Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$"), BeforeValidator(_readable)]


def _digits(value: object) -> object:
    """What stands in an address: "1e2", "+5", "1_000" and digits of other scripts are slips."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise PydanticCustomError("int_parsing", "Only digits.")
    return value


Whole = Annotated[int, BeforeValidator(_digits)]


class Asked(Schema):
    """A request: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


class Problem(Schema):
    """Why not: a stable code, a sentence, and the facts behind it."""

    code: str
    message: str
    facts: dict[str, Any] = {}


def answers(success: Any, *, visitors: bool = False, keyed: bool = False) -> dict[int, Any]:
    """The answers that an operation declares. `keyed`: it takes an attempt key, which another body may have used."""
    refusals = (400, 404, 422, 429) if visitors else (400, 401, 403, 404, 422, 429, 503, *([409] if keyed else []))
    return {200: success} | dict.fromkeys(refusals, Problem)


# ---- requests -------------------------------------------------------------------------------------------------------


class SearchQuery(Asked):
    """Goods on offer. `category` is a leaf such as 07.03, `group` its first two digits, `regency` a code such as 33.74.
    A code that is none is refused, and the refusal lists those that are."""

    q: Words = Field("", max_length=120)
    group: Words = Field("", max_length=5)
    category: Words = Field("", max_length=5)
    regency: Words = Field("", max_length=5)
    price_min_idr: Whole | None = Field(None, ge=0, le=10**13)
    price_max_idr: Whole | None = Field(None, ge=0, le=10**13)
    sort: Literal["relevance", "price", "fastest", "spread", "newest"] = "relevance"
    page: Whole = Field(1, ge=1, le=80)


class PageQuery(Asked):
    """`cursor` is the `next` of the page before."""

    cursor: Words = Field("", max_length=500)


class OrderQuery(PageQuery):
    state: OrderState | None = None


class BudgetQuery(PageQuery):
    fiscal_year: Whole | None = Field(None, ge=2000, le=2100)


class Press(Asked):
    """The attempt key makes a repeated request one act (a UUID of the caller's choice)."""

    attempt_key: UUID


class Approval(Press):
    """`content_sha256` is that of what was read: an order that changed meanwhile is not approved."""

    content_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    note: Words = Field("", max_length=2000)


class Refused(Asked):
    reason: Words = Field(min_length=1, max_length=2000)


# ---- answers --------------------------------------------------------------------------------------------------------


class Held(Schema):
    role: str
    organisation_id: int | None


class Me(Schema):
    id: int
    name: str
    roles: list[Held]
    token_scope: str | None = None


class VendorOut(Schema):
    id: int
    name: str
    regency: str | None = None


class ListingOut(Schema):
    id: int
    name: str
    category: str
    unit: str
    unit_price_idr: int
    verdict: str
    vendor: VendorOut
    stock_available: int
    min_order: int
    lead_time_days: int
    url: str


class BandOut(Schema):
    low_idr: int
    median_idr: int
    high_idr: int
    standard_idr: int | None = None


class ListingDetailOut(ListingOut):
    description: str
    is_domestic: bool
    published_at: datetime | None
    price_band: BandOut | None = None


class ListingPage(Schema):
    items: list[ListingOut]
    total: int = Field(description="How many were found; counting stops at 2,000.")
    total_is_capped: bool = Field(description="Counting stopped: there may be more than `total`.")
    page: int


class AttemptOut(Schema):
    purpose: str
    key: UUID
    actor_id: int | None
    created_at: datetime


class OrderOut(Schema):
    number: str
    title: str
    state: str
    agency_id: int
    agency: str
    vendor_id: int
    vendor: str
    total_idr: int
    accepted_idr: int
    fiscal_year: int
    created_at: datetime
    due_on: date | None = None
    attempts: list[AttemptOut]


class LineOut(Schema):
    position: int
    title: str
    category: str
    unit: str
    quantity: int
    unit_price_idr: int
    amount_idr: int
    shipped_quantity: int
    accepted_quantity: int


class StepOut(Schema):
    step: int
    action: str
    before: str
    after: str
    role: str
    at: datetime


class ChargeOut(Schema):
    budget_line_id: int
    amount_idr: int


class OrderDetailOut(OrderOut):
    lines: list[LineOut]
    history: list[StepOut]
    charges: list[ChargeOut] | None = None
    content_sha256: str | None = None


class OrderPage(Schema):
    items: list[OrderOut]
    next: str


class BudgetLineOut(Schema):
    id: int
    agency_id: int
    fiscal_year: int
    sub_activity: str
    account_code: str
    fund_source: str


class BudgetPage(Schema):
    items: list[BudgetLineOut]
    next: str


class FiguresOut(Schema):
    """ceiling = available + reserved + committed + obligated + realised + external."""

    line_id: int
    account_code: str
    fiscal_year: int
    ceiling: int
    available: int
    reserved: int
    committed: int
    obligated: int
    realised: int
    external: int
    orders: int


class FindingOut(Schema):
    code: str
    title: str
    rows: list[list[str]]


class RunOut(Schema):
    started_at: datetime
    finished_at: datetime
    is_whole: bool
    invariants: int
    offending: int
    findings: list[FindingOut]
    broken_heads: list[int]
    broken_leaves: list[str]
    broken_entries: list[int]


class IntegrityOut(Schema):
    tree_size: int
    root_hash: str
    waiting: int
    run: RunOut | None = None
