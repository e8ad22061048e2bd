from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog import stock
from catalog.models import Listing
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound, WrongState
from marketplace.kernel.money import Rupiah, split
from orders import holds, judging
from orders.checks import Finding, check_prices
from orders.documents.comparison_form import issue_comparison_form
from orders.events import OfferChosen
from orders.goods import title_of
from orders.models import Comparison, ComparisonOffer, OrderCharge, OrderLine, ProcurementOrder
from orders.offers import minimum_offers
from orders.policies import may_choose
from orders.refusals import OfferGone, ReasonRequired
from orders.services.reasons import FEWEST_WORDS, SHORTEST, too_short, written_reason
from orders.snapshots import lines_of, snapshots_of
from orders.states import OrderState
from payments.budget import services as budget
from payments.budget.charges import Charge

CHANGED = (
    "vendor",
    "title",
    "total_idr",
    "chooser",
    "chosen_at",
    "choice_reason",
    "hold_expires_at",
    "is_returned",
    "checks",
)


@transaction.atomic
def choose_offer(
    *, order_id: UUID, offer_id: int | None = None, reason: str = "", actor: Actor, at: datetime
) -> ProcurementOrder:
    """Choose what the office will buy. Other goods or another vendor move reserve and stock in this transaction.

    Without an offer the goods as asked for are chosen, where their value needs no comparison.
    Raises  WrongState, NotPermitted, ReasonRequired, OfferGone, CheckBlocks, OutOfStock,
            BudgetExceeded, CashPlanExceeded.
    Emits   OfferChosen.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_choose(actor, order).enforce()
    comparison = _open_comparison_of(order)
    action = "choose" if comparison else "choose_direct"
    old: list[Charge] = []
    new: list[Charge] = []
    if comparison is None:
        if offer_id is not None or minimum_offers(order.total, at) > 1:
            raise WrongState()
    else:
        offer = _chosen(comparison, offer_id, reason, at)
        if not offer.is_asked:
            old, new = _change_goods(order, offer, at=at)
    order.choice_reason = " ".join(reason.split())
    order.chooser_id, order.chosen_at, order.is_returned = actor.id, at, False
    order.hold_expires_at = holds.approve_until(at)
    judging.refuse_promise(order, at=at)
    order.checks = [finding.as_json() for finding in judge_again(order, at=at)]
    order.advance(action, actor=actor, at=at, reason=order.choice_reason, save=CHANGED)
    if comparison is not None:
        comparison.document_id = issue_comparison_form(order, comparison, actor=actor, at=at).id
        comparison.save(update_fields=["document_id"])
    after = {"vendor": order.vendor_id, "total_idr": order.total_idr}
    audit_log.record(
        "orders.offer.chosen",
        order,
        actor=actor,
        at=at,
        after=after,
        why=order.choice_reason,
        role=order.role_for(action, actor),
    )
    if new:
        budget.move_reserve(order=order.ref, old=old, new=new, at=at)
    outbox.publish(OfferChosen(**order.event_facts(at), chooser_id=actor.person_id, total_idr=order.total_idr))
    return order


def _open_comparison_of(order: ProcurementOrder) -> Comparison | None:
    if order.state == OrderState.SUBMITTED:
        return None
    if order.state != OrderState.COMPARING:
        raise WrongState()
    return order.comparisons.filter(closed_at__isnull=True).first()


def _chosen(comparison: Comparison, offer_id: int | None, reason: str, at: datetime) -> ComparisonOffer:
    """The chosen offer, with a reason where there were too few or it is not the lowest."""
    offers = list(comparison.offers.select_related("vendor"))
    offer = next((one for one in offers if one.id == offer_id), None)
    if offer is None:
        raise NotFound(kind="orders.comparisonoffer", id=offer_id)
    _refuse_without_reason(comparison, offers, offer, reason)
    if reason.strip():
        comparison.reason = written_reason(reason)
    offer.is_chosen = True
    offer.save(update_fields=["is_chosen"])
    comparison.closed_at = at
    comparison.save(update_fields=["reason", "closed_at"])
    return offer


def _refuse_without_reason(
    comparison: Comparison, offers: Sequence[ComparisonOffer], offer: ComparisonOffer, reason: str
) -> None:
    """Raises ReasonRequired, with how much is to be written: who wrote too little must not think it was not read."""
    if not too_short(reason):
        return
    least = {"words": FEWEST_WORDS, "letters": SHORTEST}
    if len(offers) < comparison.minimum:
        words = _("paling sedikit %(words)d kata dan %(letters)d huruf, karena pembanding kurang dari %(n)d penjual.")
        raise ReasonRequired(what=words % (least | {"n": comparison.minimum}))
    if offer.total_idr > min(one.total_idr for one in offers):
        words = _("paling sedikit %(words)d kata dan %(letters)d huruf, karena yang dipilih bukan penawaran terendah.")
        raise ReasonRequired(what=words % least)


def _change_goods(
    order: ProcurementOrder, offer: ComparisonOffer, *, at: datetime
) -> tuple[list[Charge], list[Charge]]:
    """Exchange lines, vendor, charges and stock. Returns the old and new charges, for the budget, which moves last."""
    goods = _still_offered(offer)
    old = holds.charges_of(order)
    parts = split(Rupiah(offer.total_idr), [charge.amount.idr for charge in old])
    new = [Charge(line_id=charge.line_id, amount=part) for charge, part in zip(old, parts, strict=True) if part]
    stock.release(order=order.ref, at=at)
    OrderLine.objects.filter(order_id=order.id).delete()
    OrderCharge.objects.filter(order_id=order.id).delete()
    order.vendor, order.total_idr = offer.vendor, offer.total_idr
    asked = snapshots_of(goods)
    order.title = title_of(asked)
    OrderLine.objects.bulk_create(lines_of(order, asked))
    OrderCharge.objects.bulk_create(
        [OrderCharge(order=order, budget_line_id=charge.line_id, amount_idr=charge.amount.idr) for charge in new]
    )
    stock.reserve(lines=[(listing.id, quantity) for listing, quantity in goods], order=order.ref, at=at)
    return old, new


def _still_offered(offer: ComparisonOffer) -> list[tuple[Listing, int]]:
    """The offer's goods, if the vendor still asks what the comparison shows."""
    listings = Listing.objects.for_cards().select_related("vendor").in_bulk([line["listing"] for line in offer.lines])
    goods = []
    for line in offer.lines:
        listing = listings.get(line["listing"])
        if listing is None or not listing.is_on_offer or listing.price_record_id != line["price_record"]:
            raise OfferGone(vendor=offer.vendor)
        goods.append((listing, line["quantity"]))
    return goods


def judge_again(order: ProcurementOrder, *, at: datetime) -> Sequence[Finding]:
    """The checks on the order as it is now, for the commitment officer to read."""
    charges = order.charges.select_related("budget_line")
    listings = list(Listing.objects.filter(id__in=order.lines.values("listing_id")))
    return [
        judging.judge_order_value(order.total, at),
        judging.judge_splitting(
            vendor_id=order.vendor_id,
            charges=[(charge.budget_line.account_code, charge.amount_idr) for charge in charges],
            category_codes=frozenset(order.lines.values_list("category_code", flat=True)),
            earlier=judging.earlier_orders(
                agency_id=order.agency_id, vendor_ids=[order.vendor_id], at=at, without=order.id
            ),
            at=at,
        ),
        check_prices(list(judging.price_facts_of(listings).values())),
        *judging.judge_promise(order, at=at),
    ]
