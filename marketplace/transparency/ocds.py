"""One order as an Open Contracting release package (OCDS 1.1.5), built from the order's steps and the journal.

One release per public event; a release says only what was known then, so a later event adds a release and changes none.
Its id is the ocid and the number of the step in the order's history, or the number of the journal entry.
Source  https://standard.open-contracting.org/1.1/en/; mapping: docs/ocds.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from marketplace.kernel.calendar import JAKARTA
from marketplace.kernel.errors import NotFound
from marketplace.transparency import privacy
from marketplace.transparency.payments_of import PublicPayment, payments_of
from marketplace.transparency.selectors.orders import offers_of, signed_at
from orders.models import OrderHistory, OrderLine, ProcurementOrder
from vendors.models import Vendor

VERSION = "1.1"
CURRENCY = "IDR"
#: The prefix of OCDS's own examples, until the Open Contracting Partnership has issued one to this site.
EXAMPLE_PREFIX = "ocds-213czf"
#: Extensions of the standard whose fields are used: `planning.budget.budgetBreakdown`.
EXTENSIONS = [
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_budget_breakdown_extension/master/extension.json"
]
CAPITAL_GROUPS = "5.2"
ENDED = {"decline": "cancelled", "withdraw": "cancelled", "expire": "cancelled"}


def prefix() -> str:
    return settings.OCDS_PREFIX or EXAMPLE_PREFIX


def ocid_of(order: ProcurementOrder) -> str:
    return f"{prefix()}-{order.id}"


def order_id_of(ocid: str) -> UUID:
    """Raises NotFound for what is no ocid of this site."""
    ours, text = ocid[: len(prefix()) + 1], ocid[len(prefix()) + 1 :]
    try:
        if ours == f"{prefix()}-":
            return UUID(text)
    except ValueError:
        pass
    raise NotFound(kind="ocid", id=ocid)


def release_package(order: ProcurementOrder, *, address: str) -> dict[str, Any]:
    """The package of one order; `address` is where it is published."""
    found = list(releases(order))
    return {
        "uri": address,
        "version": VERSION,
        "extensions": EXTENSIONS,
        "publishedDate": max((release["date"] for release in found), default=_moment(signed_at(order))),
        "publisher": {"name": settings.OPERATOR["name"], "uri": settings.SITE_ADDRESS},
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "publicationPolicy": settings.SITE_ADDRESS + "/transparansi/metode/",
        "releases": found,
    }


def releases(order: ProcurementOrder) -> Iterator[dict[str, Any]]:
    """In the order in which things happened."""
    steps = {step.action: step for step in sorted(order.history.all(), key=lambda one: one.step)}
    signed = steps.get("approve")
    if signed is None:
        return
    yield _release(order, signed, ["planning", "tender", "award", "contract"]) | {
        "planning": _planning(order),
        "tender": _tender(order),
        "awards": [_award(order, "pending")],
        "contracts": [_contract(order, "pending", signed.at)],
    }
    for step in sorted(order.history.all(), key=lambda one: one.step):
        yield from _after(order, step, signed)
    contract = {"id": order.number, "awardID": order.number}
    for payment in payments_of(order.id):
        yield _payment_release(order, payment, contract)


def _after(order: ProcurementOrder, step: OrderHistory, signed: OrderHistory) -> Iterator[dict[str, Any]]:
    """The releases after the purchase letter: confirmed or not, accepted, completed."""
    if step.action == "confirm":
        yield _release(order, step, ["awardUpdate", "contractUpdate"]) | {
            "awards": [_award(order, "active")],
            "contracts": [_contract(order, "active", signed.at) | {"period": _period(order, step.at)}],
        }
    elif step.action in ENDED and step.step > signed.step:
        yield _release(order, step, ["awardCancellation"]) | {
            "awards": [_award(order, ENDED[step.action])],
            "contracts": [_contract(order, "cancelled", signed.at)],
        }
    elif step.action in ("accept_part", "accept_all"):
        milestones = [_milestone(order, handover) for handover in _accepted_until(order, step.at)]
        implementation = {"milestones": milestones}
        tag = "implementation" if len(milestones) == 1 else "implementationUpdate"
        yield _release(order, step, [tag]) | {
            "contracts": [{"id": order.number, "awardID": order.number, "implementation": implementation}]
        }
    elif step.action == "complete":
        yield _release(order, step, ["contractTermination"]) | {
            "contracts": [
                {"id": order.number, "awardID": order.number, "status": "terminated", "value": _value(order.total_idr)}
            ]
        }


def _payment_release(order: ProcurementOrder, payment: PublicPayment, contract: dict[str, str]) -> dict[str, Any]:
    day = datetime(payment.day.year, payment.day.month, payment.day.day, tzinfo=JAKARTA)
    transaction = {
        "id": str(payment.entry_id),
        "date": _moment(day),
        "value": _value(payment.amount_idr),
        "payer": _reference(order, "payer"),
        "payee": _reference(order, "payee"),
    }
    return _frame(order, f"J{payment.entry_id}", day, ["implementationUpdate"]) | {
        "contracts": [contract | {"implementation": {"transactions": [transaction]}}]
    }


def _release(order: ProcurementOrder, step: OrderHistory, tags: list[str]) -> dict[str, Any]:
    return _frame(order, str(step.step), step.at, tags)


def _frame(order: ProcurementOrder, sequence: str, at: datetime, tags: list[str]) -> dict[str, Any]:
    return {
        "ocid": ocid_of(order),
        "id": f"{ocid_of(order)}-{sequence}",
        "date": _moment(at),
        "tag": tags,
        "initiationType": "tender",
        "language": "id",
        "parties": [_buyer(order), _supplier(order)],
        "buyer": _reference(order, "buyer"),
    }


# ---- parts ----------------------------------------------------------------------------------------------------------


def _planning(order: ProcurementOrder) -> dict[str, Any]:
    charges = sorted(order.charges.all(), key=lambda charge: charge.budget_line_id)
    return {
        "rationale": order.need.purpose,
        "budget": {
            "id": order.need.rup_code,
            "description": order.need.purpose,
            "amount": _value(order.total_idr),
            "project": "; ".join(dict.fromkeys(charge.budget_line.sub_activity.name for charge in charges)),
            "budgetBreakdown": [
                {
                    "id": f"{charge.budget_line.account_code}/{charge.budget_line.fund_source_id}",
                    "description": f"{charge.budget_line.account_code} {charge.budget_line.fund_source.name}",
                    "amount": _value(charge.amount_idr),
                }
                for charge in charges
            ],
        },
    }


def _tender(order: ProcurementOrder) -> dict[str, Any]:
    offers = offers_of(order)
    compared = len(offers) > 1
    tender: dict[str, Any] = {
        "id": order.number,
        "title": order.title,
        "status": "complete",
        "procuringEntity": _reference(order, "buyer"),
        "procurementMethod": "limited" if compared else "direct",
        "procurementMethodDetails": "E-Purchasing: pembelian langsung dengan KKPD",
        "procurementMethodRationale": order.choice_reason or order.price_reason or "Perpres 16/2018 pasal 50",
        "mainProcurementCategory": _main_category(order),
        "submissionMethod": ["electronicSubmission"],
        "value": _value(order.total_idr),
        "items": _items(order),
    }
    if offers:
        tender["numberOfTenderers"] = len(offers)
    if compared:  # bought directly, nothing was weighed against anything
        lowest = min(offer.total_idr for offer in offers)
        cheapest = any(offer.is_chosen and offer.total_idr == lowest for offer in offers)
        tender["awardCriteria"] = "priceOnly" if cheapest else "ratedCriteria"
    return tender


def _award(order: ProcurementOrder, status: str) -> dict[str, Any]:
    return {
        "id": order.number,
        "title": order.title,
        "status": status,
        "date": _moment(order.chosen_at or signed_at(order)),
        "value": _value(order.total_idr),
        "suppliers": [_reference(order, "payee")],
        "items": _items(order),
    }


def _contract(order: ProcurementOrder, status: str, signed_at: datetime) -> dict[str, Any]:
    return {
        "id": order.number,
        "awardID": order.number,
        "title": order.title,
        "status": status,
        "dateSigned": _moment(signed_at),
        "value": _value(order.total_idr),
        "items": _items(order),
    }


def _period(order: ProcurementOrder, start: datetime) -> dict[str, str]:
    period = {"startDate": _moment(start)}
    if order.due_on:
        due = datetime(order.due_on.year, order.due_on.month, order.due_on.day, 23, 59, 59, tzinfo=JAKARTA)
        period["endDate"] = _moment(due)
    return period


def _accepted_until(order: ProcurementOrder, at: datetime) -> list[Any]:
    handovers = sorted(order.handovers.all(), key=lambda one: one.sequence)
    return [one for one in handovers if one.accepted_at and one.accepted_at <= at]


def _milestone(order: ProcurementOrder, handover: Any) -> dict[str, Any]:
    return {
        "id": f"{order.number}-{handover.sequence}",
        "title": f"Serah terima {handover.sequence}",
        "type": "delivery",
        "status": "met",
        "dateMet": _moment(handover.accepted_at),
    }


def _items(order: ProcurementOrder) -> list[dict[str, Any]]:
    return [_item(line) for line in sorted(order.lines.all(), key=lambda line: line.position)]


def _item(line: OrderLine) -> dict[str, Any]:
    return {
        "id": str(line.position),
        "description": line.title,
        "classification": {"scheme": "X-KATEGORI", "id": line.category_code},
        "quantity": line.quantity,
        "unit": {
            "scheme": "UNCEFACT",
            "id": line.unit_code,
            "name": line.unit_name,
            "value": _value(line.unit_price_idr),
        },
    }


def _main_category(order: ProcurementOrder) -> str:
    """Goods or services, by what most of the money is for."""
    services = sum(line.amount_idr for line in order.lines.all() if line.tax_class in ("service", "rent_movable"))
    return "services" if services * 2 > order.total_idr else "goods"


def _buyer(order: ProcurementOrder) -> dict[str, Any]:
    agency = order.agency
    return {
        "id": f"X-ID-OPD-{agency.unit_code}",
        "name": agency.name,
        "identifier": {"scheme": "X-ID-OPD", "id": agency.unit_code, "legalName": agency.name},
        "roles": ["buyer", "procuringEntity", "payer"],
    }


def _supplier(order: ProcurementOrder) -> dict[str, Any]:
    vendor: Vendor = order.vendor
    facts = privacy.vendor_facts(vendor)
    party: dict[str, Any] = {
        "id": f"X-ID-VENDOR-{vendor.pk}",
        "name": facts["name"],
        "identifier": {"scheme": "X-ID-VENDOR", "id": str(vendor.pk)},
        "roles": ["supplier", "payee", "tenderer"],
    }
    if facts["regency"]:
        party["address"] = {"region": facts["regency"], "countryName": "Indonesia"}
    if facts["nib"]:
        party["additionalIdentifiers"] = [{"scheme": "X-ID-NIB", "id": facts["nib"]}]
    return party


def _reference(order: ProcurementOrder, role: str) -> dict[str, str]:
    party = _supplier(order) if role == "payee" else _buyer(order)
    return {"id": party["id"], "name": party["name"]}


def _value(amount_idr: int) -> dict[str, Any]:
    return {"amount": amount_idr, "currency": CURRENCY}


def _moment(at: datetime) -> str:
    return at.astimezone(JAKARTA).isoformat(timespec="seconds")
