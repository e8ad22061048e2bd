"""Who is told what when something happened. Handlers read and leave notices; the same event twice is one notice.

A handler tells those whose turn it is, and those whose money or goods it is about. It never moves anything.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from catalog import events as goods
from catalog.models import Sheet
from marketplace.accounts.roles import Role
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from marketplace.notices.recipients import holders
from marketplace.notices.services import tell
from orders import events as order
from orders.holds import answer_until
from orders.models import ProcurementOrder
from orders.states import OrderState
from payments.budget import events as budget
from payments.cards import events as card
from payments.cards.payers import people_who_can_pay
from payments.settlement import events as settlement
from payments.settlement.models import CardStatement
from payments.settlement.policies import CASE_TURNS
from payments.settlement.states import CaseStage, StatementState
from vendors import events as vendor
from vendors.models import Vendor

SELLERS = (Role.VENDOR_OWNER, Role.VENDOR_STAFF)
PAYERS = (Role.CARD_HOLDER, Role.CARD_DELEGATE)
AUTHORITIES = (Role.BUDGET_USER, Role.BUDGET_PROXY)
#: Who hears of a line that waits for nobody: the next DPR is the PPTK's, the card the holder's.
HELD_LINE_KEEPERS = (Role.ACTIVITY_OFFICER, Role.CARD_HOLDER, Role.TREASURER)


# ---- vendors --------------------------------------------------------------------------------------------------------


def vendor_submitted(event: vendor.VendorSubmitted) -> None:
    """An application waits for a verifier."""
    tell(
        user_ids=holders(Role.VERIFIER, organisation_id=None, at=event.at),
        at=event.at,
        kind="vendor_submitted",
        subject=f"vendor:{event.vendor_id}:{event.round}",
        url=reverse("vendors:verify", args=[event.vendor_id]),
        vendor=_vendor_name(event.vendor_id),
    )


def vendor_fix_asked(event: vendor.VendorFixAsked) -> None:
    _tell_vendor("vendor_needs_fix", event.vendor_id, event.at, url=reverse("vendors:apply"), reason=event.note)


def vendor_rejected(event: vendor.VendorRejected) -> None:
    _tell_vendor("vendor_rejected", event.vendor_id, event.at, url=reverse("vendors:apply"), reason=event.note)


def vendor_activated(event: vendor.VendorActivated) -> None:
    _tell_vendor("vendor_active", event.vendor_id, event.at, url=reverse("web:shop"))


def vendor_suspended(event: vendor.VendorSuspended) -> None:
    _tell_vendor("vendor_suspended", event.vendor_id, event.at, url=reverse("web:shop"), reason=event.reason)


def vendor_renamed(event: vendor.VendorRenamed) -> None:
    """The badge beside the name is the verifiers' word, so they read the new one."""
    tell(
        user_ids=holders(Role.VERIFIER, organisation_id=None, at=event.at),
        at=event.at,
        kind="vendor_renamed",
        subject=f"vendor:{event.vendor_id}:{event.at.isoformat()}",
        url=reverse("vendors:verify", args=[event.vendor_id]),
        vendor=_vendor_name(event.vendor_id),
        before=event.before,
    )


def vendor_reinstated(event: vendor.VendorReinstated) -> None:
    _tell_vendor("vendor_reinstated", event.vendor_id, event.at, url=reverse("vendors:home"))


def bank_account_proposed(event: vendor.BankAccountProposed) -> None:
    """A change of where money goes is told to everybody who works for the vendor, so that a theft is noticed (T-62)."""
    if event.is_change:
        _tell_vendor(
            "bank_account_changed",
            event.vendor_id,
            event.at,
            url=reverse("vendors:profile"),
            subject=f"account:{event.account_id}",
            last4=event.last4,
        )


# ---- goods by spreadsheet -------------------------------------------------------------------------------------------


def sheet_checked(event: goods.SheetChecked) -> None:
    sheet = Sheet.objects.get(pk=event.sheet_id)
    _tell_of_sheet("sheet_checked", event, good=sheet.to_write, wrong=sheet.counts["wrong"])


def sheet_applied(event: goods.SheetApplied) -> None:
    _tell_of_sheet("sheet_applied", event, new=event.new, changed=event.changed, wrong=event.wrong)


def sheet_stopped(event: goods.SheetStopped) -> None:
    _tell_of_sheet("sheet_stopped", event, reason=event.reason)


def _tell_of_sheet(
    kind: str, event: goods.SheetChecked | goods.SheetApplied | goods.SheetStopped, **facts: object
) -> None:
    """The person who handed it in or confirmed it."""
    sheet = Sheet.objects.get(pk=event.sheet_id)
    tell(
        user_ids=[event.user_id],
        at=event.at,
        kind=kind,
        subject=f"sheet:{sheet.pk}:{_moment(event.at)}",
        url=sheet.get_absolute_url(),
        name=sheet.name,
        **facts,
    )


# ---- orders ---------------------------------------------------------------------------------------------------------


def order_submitted(event: order.OrderSubmitted) -> None:
    """The purchasing officers choose."""
    tell(
        user_ids=holders(Role.PURCHASING_OFFICER, organisation_id=event.agency_id, at=event.at),
        at=event.at,
        kind="order_submitted",
        subject=f"order:{event.order_id}:{_moment(event.at)}",
        url=reverse("orders:choose", args=[event.order_number]),
        number=event.order_number,
        total=Rupiah(event.total_idr),
    )


def offer_chosen(event: order.OfferChosen) -> None:
    """The commitment officers decide; whoever asked or chose is not among them (S3)."""
    row = ProcurementOrder.objects.get(pk=event.order_id)
    officers = holders(Role.COMMITMENT_OFFICER, organisation_id=event.agency_id, at=event.at)
    tell(
        user_ids=[one for one in officers if one not in (row.requester_id, row.chooser_id)],
        at=event.at,
        kind="order_awaiting_approval",
        subject=f"order:{event.order_id}:{_moment(event.at)}",
        url=reverse("orders:approval", args=[event.order_number]),
        number=event.order_number,
        total=Rupiah(event.total_idr),
    )


def order_returned(event: order.OrderReturned) -> None:
    """Back to whoever asked and whoever chose."""
    row = ProcurementOrder.objects.get(pk=event.order_id)
    _tell_office(row, "order_returned", event, [row.requester_id, row.chooser_id], reason=event.reason)


def order_approved(event: order.OrderApproved) -> None:
    """The vendor answers before the hold ends; the requester knows that it was signed."""
    row = ProcurementOrder.objects.select_related("agency__organisation").get(pk=event.order_id)
    until = row.hold_expires_at or answer_until(event.at)  # by now it may be confirmed
    tell(
        user_ids=holders(*SELLERS, organisation_id=event.vendor_id, at=event.at),
        at=event.at,
        kind="order_approved",
        subject=f"order:{event.order_id}",
        url=reverse("orders:sale", args=[event.order_number]),
        number=event.order_number,
        total=Rupiah(event.total_idr),
        agency=row.agency.name,
        deadline=local_day(until).isoformat(),
    )


def order_confirmed(event: order.OrderConfirmed) -> None:
    row = ProcurementOrder.objects.get(pk=event.order_id)
    people = [row.requester_id, row.approver_id, *_receivers(event)]
    _tell_office(row, "order_confirmed", event, people, vendor=_vendor_name(event.vendor_id), deadline=event.due_on)


def order_declined(event: order.OrderDeclined) -> None:
    row = ProcurementOrder.objects.get(pk=event.order_id)
    people = [row.requester_id, row.chooser_id, row.approver_id]
    _tell_office(row, "order_declined", event, people, vendor=_vendor_name(event.vendor_id), reason=event.reason)


def order_shipped(event: order.OrderShipped) -> None:
    """Whoever receives gets ready."""
    tell(
        user_ids=_receivers(event),
        at=event.at,
        kind="order_shipped",
        subject=f"order:{event.order_id}:{event.lot}",
        url=reverse("orders:delivery", args=[event.order_number]),
        number=event.order_number,
    )


def delivery_inspected(event: order.DeliveryInspected) -> None:
    """The vendor signs the handover report first."""
    if not event.accepted_idr:
        return
    tell(
        user_ids=holders(Role.VENDOR_OWNER, organisation_id=event.vendor_id, at=event.at),
        at=event.at,
        kind="order_inspected",
        subject=f"order:{event.order_id}:{_moment(event.at)}",
        url=reverse("orders:sale", args=[event.order_number]),
        number=event.order_number,
    )


def handover_signed_by_vendor(event: order.HandoverSignedByVendor) -> None:
    """Then the commitment officer, whose signature accepts."""
    row = ProcurementOrder.objects.get(pk=event.order_id)
    _tell_office(row, "handover_waits", event, [row.approver_id], subject=f"handover:{event.handover_id}")


def delivery_accepted(event: order.DeliveryAccepted) -> None:
    """The card pays now: whoever can is told; where nobody can, those who must see to it hear that."""
    people, kind = people_who_can_pay(event.agency_id, local_day(event.at)), "handover_signed"
    if not people:
        people = holders(Role.CARD_HOLDER, Role.CARD_ADMIN, organisation_id=event.agency_id, at=event.at)
        kind = "handover_unpayable"
    tell(
        user_ids=people,
        at=event.at,
        kind=kind,
        subject=f"handover:{event.handover_id}",
        url=reverse("cards:payable", args=[event.payable_id]),
        number=event.order_number,
        total=Rupiah(event.accepted_idr),
    )


def order_cancelled(event: order.OrderCancelled) -> None:
    row = ProcurementOrder.objects.get(pk=event.order_id)
    _tell_office(row, "order_cancelled", event, [row.requester_id, row.chooser_id, row.approver_id])


def order_expired(event: order.OrderExpired) -> None:
    """The office, and the vendor when it had the letter."""
    row = ProcurementOrder.objects.get(pk=event.order_id)
    _tell_office(row, "order_expired", event, [row.requester_id, row.chooser_id, row.approver_id])
    if event.before == OrderState.ORDERED:
        tell(
            user_ids=holders(*SELLERS, organisation_id=event.vendor_id, at=event.at),
            at=event.at,
            kind="order_expired",
            subject=f"order:{event.order_id}",
            url=reverse("orders:sale", args=[event.order_number]),
            number=event.order_number,
        )


def order_held(event: order.OrderHeldForAudit) -> None:
    """Those who would decide or pay, with the reason; the vendor that bank and BAST wait, without it."""
    _tell_of_hold("order_held", "sale_held", event)


def order_hold_released(event: order.OrderHoldReleased) -> None:
    _tell_of_hold("order_hold_released", "order_hold_released", event)


def _tell_of_hold(kind: str, sale_kind: str, event: order.OrderHeldForAudit | order.OrderHoldReleased) -> None:
    row = ProcurementOrder.objects.get(pk=event.order_id)
    heads = holders(Role.BUDGET_USER, Role.BUDGET_PROXY, *PAYERS, organisation_id=event.agency_id, at=event.at)
    people = [row.requester_id, row.chooser_id, row.approver_id, *heads]
    subject = f"order:{event.order_id}:{_moment(event.at)}"
    _tell_office(row, kind, event, people, subject=subject, reason=event.reason)
    if event.seen_by_vendor:
        tell(
            user_ids=holders(*SELLERS, organisation_id=event.vendor_id, at=event.at),
            at=event.at,
            kind=sale_kind,
            subject=subject,
            url=reverse("orders:sale", args=[event.order_number]),
            number=event.order_number,
        )


def order_paid(event: order.OrderPaid) -> None:
    row = ProcurementOrder.objects.get(pk=event.order_id)
    _tell_office(row, "order_paid", event, [row.requester_id, row.approver_id], total=Rupiah(event.paid_idr))


# ---- payments -------------------------------------------------------------------------------------------------------


def charge_was_declined(event: card.ChargeWasDeclined) -> None:
    """Whoever pressed the button: the payable can be paid again."""
    tell(
        user_ids=[event.initiated_by_id],
        at=event.at,
        kind="charge_declined",
        subject=f"charge:{event.transaction_id}",
        url=reverse("cards:payable", args=[event.payable_id]),
        number=_order_number(event.order_id),
    )


def vendor_paid_out(event: card.VendorPaidOut) -> None:
    tell(
        user_ids=holders(*SELLERS, organisation_id=event.vendor_id, at=event.at),
        at=event.at,
        kind="vendor_paid_out",
        subject=f"payout:{event.payout_id}",
        url=reverse("cards:seller-payment", args=[event.payable_id]),
        number=_order_number(event.order_id),
        net=Rupiah(event.net_idr),
    )


def payout_was_refused(event: card.PayoutWasRefused) -> None:
    """The vendor looks at its account."""
    tell(
        user_ids=holders(Role.VENDOR_OWNER, organisation_id=event.vendor_id, at=event.at),
        at=event.at,
        kind="payout_refused",
        subject=f"payout:{event.payout_id}",
        url=reverse("vendors:profile"),
        number=_order_number(event.order_id),
    )


# ---- settlement -----------------------------------------------------------------------------------------------------

#: Whose turn it is after each step of a bill. SP2D is the treasury's, in its own organisation.
NEXT_TURN: dict[str, tuple[Role, ...]] = {
    StatementState.MATCHED: (Role.ACTIVITY_OFFICER,),
    StatementState.LISTED: AUTHORITIES,
    StatementState.VERIFIED_FULL: AUTHORITIES,
    StatementState.VERIFIED_PARTIAL: AUTHORITIES,
    StatementState.NPD_ISSUED: (Role.TREASURER,),
    StatementState.SPP_FILED: (Role.FINANCE_VERIFIER,),
    StatementState.SPP_CHECKED: (Role.BUDGET_USER,),
    StatementState.SPM_ISSUED: (Role.TREASURY, Role.TREASURY_PROXY),
    StatementState.SP2D_ISSUED: (Role.TREASURER,),
}
TREASURY = frozenset({Role.TREASURY, Role.TREASURY_PROXY})


def statement_imported(event: settlement.StatementImported) -> None:
    """The amount is that of the lists: what this bill adds. Its closing balance holds earlier unpaid bills too."""
    statement = CardStatement.objects.get(pk=event.statement_id)
    tell(
        user_ids=holders(Role.ACTIVITY_OFFICER, Role.TREASURER, organisation_id=event.agency_id, at=event.at),
        at=event.at,
        kind="statement_issued",
        subject=f"statement:{event.statement_id}",
        url=reverse("settlement:statement", args=[event.statement_id]),
        number=event.number,
        total=statement.own,
    )


def statement_advanced(event: settlement.StatementAdvanced) -> None:
    """Whoever has the next paper to write or sign."""
    turn = NEXT_TURN.get(event.step, ())
    if turn:
        tell(
            user_ids=_turn_of(turn, event.agency_id, event.at),
            at=event.at,
            kind="step_waiting",
            subject=f"statement:{event.statement_id}:{_moment(event.at)}",
            url=reverse("settlement:statement", args=[event.statement_id]),
            document=event.document_number,
            number=event.number,
        )


def statement_returned(event: settlement.StatementReturned) -> None:
    """A paper went back: whoever must make it again reads why."""
    tell(
        user_ids=_turn_of(NEXT_TURN.get(event.step, ()), event.agency_id, event.at),
        at=event.at,
        kind="step_returned",
        subject=f"statement:{event.statement_id}:{_moment(event.at)}",
        url=reverse("settlement:statement", args=[event.statement_id]),
        number=event.number,
        reason=event.reason,
    )


def statement_repaid(event: settlement.StatementRepaid) -> None:
    tell(
        user_ids=holders(*AUTHORITIES, Role.TREASURER, *PAYERS, organisation_id=event.agency_id, at=event.at),
        at=event.at,
        kind="statement_repaid",
        subject=f"statement:{event.statement_id}",
        url=reverse("settlement:statement", args=[event.statement_id]),
        number=event.number,
    )


def funds_released(event: budget.FundsReleased) -> None:
    """The treasurer may ask for payment now."""
    tell(
        user_ids=holders(Role.TREASURER, Role.ASSISTANT_TREASURER, organisation_id=event.agency_id, at=event.at),
        at=event.at,
        kind="funds_released",
        subject=f"spd:{event.agency_id}:{event.fiscal_year}:{event.number}",
        url=reverse("budget:lines"),
        number=event.number,
        total=Rupiah(event.total_idr),
        year=event.fiscal_year,
    )


def held_line_moved(event: settlement.HeldLineMoved) -> None:
    """Whoever has the next step on a held-back line, with the ground that was given for the last."""
    stage = CaseStage(event.stage)
    tell(
        user_ids=holders(*CASE_TURNS.get(stage, HELD_LINE_KEEPERS), organisation_id=event.agency_id, at=event.at),
        at=event.at,
        kind="held_line_waits",
        subject=f"held_line:{event.transaction_id}:{_moment(event.at)}",
        url=reverse("settlement:case", args=[event.transaction_id]),
        merchant=event.merchant,
        amount=Rupiah(event.amount_idr),
        stage=stage.value,
        reason=event.reason,
    )


# ---- shared ---------------------------------------------------------------------------------------------------------


def _turn_of(roles: tuple[Role, ...], agency_id: int, at: datetime) -> list[int]:
    """The treasury serves every office from its own; the others act in the office of the bill."""
    if not roles:
        return []
    return holders(*roles, organisation_id=None if TREASURY.issuperset(roles) else agency_id, at=at)


def _tell_vendor(kind: str, vendor_id: int, at: datetime, *, url: str, subject: str = "", **facts: object) -> None:
    tell(
        user_ids=holders(*SELLERS, organisation_id=vendor_id, at=at),
        at=at,
        kind=kind,
        subject=subject or f"vendor:{vendor_id}:{_moment(at)}",
        url=url,
        vendor=_vendor_name(vendor_id),
        **facts,
    )


def _tell_office(
    row: ProcurementOrder,
    kind: str,
    event: order.OrderFacts,
    people: list[int | None],
    *,
    subject: str = "",
    **facts: object,
) -> None:
    tell(
        user_ids=people,
        at=event.at,
        kind=kind,
        subject=subject or f"order:{event.order_id}:{_moment(event.at)}",
        url=reverse("orders:detail", args=[row.number]),
        number=row.number,
        **facts,
    )


def _moment(at: datetime) -> str:
    """Tells the second round of one fact from the first."""
    return f"{at:%Y%m%d%H%M%S%f}"


def _receivers(event: order.OrderFacts) -> list[int]:
    return holders(Role.RECEIVER, organisation_id=event.agency_id, at=event.at)


def _vendor_name(vendor_id: int) -> str:
    return Vendor.objects.get(pk=vendor_id).display_name


def _order_number(order_id: UUID) -> str:
    return ProcurementOrder.objects.values_list("number", flat=True).get(pk=order_id)
