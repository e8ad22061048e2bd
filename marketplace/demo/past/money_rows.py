"""Rows of what was owed and paid: payables and invoices, charges and payouts, with budget and journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from marketplace.accounts.roles import Role
from marketplace.demo.bulk.journal import Journal
from marketplace.demo.bulk.log import SYSTEM_WHO, Trail
from marketplace.demo.bulk.papers import draw_blocks
from marketplace.demo.bulk.rows import uuid_at, write
from marketplace.demo.past.law_days import law_day
from marketplace.demo.past.periods import office_days
from marketplace.demo.past.plan import Purchase
from marketplace.demo.world import World
from marketplace.kernel import law
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from marketplace.kernel.numbering import letter_number
from marketplace.kernel.refs import OrderRef
from marketplace.tax.card_fee import merchant_fee
from marketplace.tax.facts import Collector
from payments.budget.models import BudgetLine
from payments.cards.categories import MERCHANT_CODES, category_of
from payments.cards.models import (
    Card,
    CardTransaction,
    CardTransactionHistory,
    Payout,
    PayoutHistory,
)
from payments.gateways.minor_units import MINOR_PER_RUPIAH, to_minor
from payments.ledger import entries
from payments.payables.models import Invoice, Payable, PayableCharge, PayableHistory, Treatment

#: Action, state before, state after, and the step whose moment it has.
Move = tuple[str, str, str, str]

# ---- the bank --------------------------------------------------------------------------------------------------------


def mdr_of(one: Purchase) -> int:
    """Basis points of the acquirer's fee, as a charge asks for them."""
    day, criteria = law_day(local_day(one.times["charge"])), one.vendor.qris_criteria
    if not merchant_fee(Rupiah(one.total_idr), criteria=criteria, on=day):
        return 0
    return law.limit_on(f"mdr_bp.{criteria}", day)


def give_ids(one: Purchase) -> None:
    """Ids that the bank is told, the same on every run."""
    one.new_id("payable", one.times["accept"])
    one.new_id("charge", one.times["charge"])
    one.new_id("payout", one.times["capture"])
    one.new_id("attempt", one.times["charge"])


def charge_request(one: Purchase, card: Card, account: str) -> dict[str, Any]:
    """What `perform_charge` would ask the bank, with the same key."""
    payable = str(one.ids["payable"])
    return {
        "method": "POST",
        "path": "/v1/payment_intents",
        "idempotency_key": f"charge:{one.ids['charge']}:1",
        "params": {
            "amount": to_minor(Rupiah(one.total_idr)),
            "currency": "idr",
            "payment_method": card.provider_id,
            "payment_method_types": ["card"],
            "confirm": "true",
            "off_session": "true",
            "transfer_group": payable,
            "metadata": {
                "payable_ref": payable,
                "merchant_name": one.vendor.display_name[:160],
                "merchant_ref": str(one.vendor.pk),
                "mcc": MERCHANT_CODES[category_of(account)],
                "criteria": one.vendor.qris_criteria,
                "mdr_bp": str(mdr_of(one)),
                "dasaran_at": one.times["charge"].isoformat(),
            },
            "expand": ["latest_charge.balance_transaction"],
        },
    }


def remember_charge(one: Purchase, intent: dict[str, Any]) -> None:
    """The bank's answer: its reference, and what the acquirer keeps."""
    charge = intent["latest_charge"]
    one.fee_idr = charge["balance_transaction"]["fee"] // MINOR_PER_RUPIAH
    one.bank = {
        "provider_id": intent["id"],
        "auth_code": charge["authorization_code"],
        "rrn": charge["payment_method_details"]["card"]["network_transaction_id"],
    }


def transfer_request(one: Purchase, bank_account) -> dict[str, Any]:
    """What `send_payout` would ask the bank, with the same key."""
    reference = f"{one.ids['payout']}:1"
    return {
        "method": "POST",
        "path": "/v1/transfers",
        "idempotency_key": f"payout:{reference}",
        "params": {
            "amount": to_minor(Rupiah(net_of(one))),
            "currency": "idr",
            "destination": f"{bank_account.bank_code}-{bank_account.number}",
            "transfer_group": reference,
            "metadata": {
                "transfer_ref": reference,
                "payable_ref": str(one.ids["payable"]),
                "dasaran_at": one.times["payout"].isoformat(),
            },
        },
    }


def taxes_kept(one: Purchase) -> tuple[int, int]:
    """Value added tax and income tax that the platform keeps."""
    tax = one.tax
    ppn = tax.ppn.idr if tax.ppn_collector == Collector.PLATFORM else 0
    return ppn, one.total_idr - tax.vendor_gets.idr - ppn


def net_of(one: Purchase) -> int:
    ppn, pph = taxes_kept(one)
    return one.total_idr - one.fee_idr - ppn - pph


# ---- rows ------------------------------------------------------------------------------------------------------------


def write_payables(purchases: Sequence[Purchase], lines: dict[int, BudgetLine], treatments: dict[str, str]) -> None:
    """Opened, charged, paid and settled, each move in its own statement, because the row's trigger knows the flow."""
    write(Payable, [_payable_row(one) for one in purchases])
    write(
        PayableCharge,
        [
            {
                "payable_id": one.ids["payable"],
                "agency_id": one.desk.id,
                "line_id": one.line_id,
                "amount_idr": one.total_idr,
                "treatment": treatments[lines[one.line_id].account_code],
            }
            for one in purchases
        ],
    )
    write(Invoice, _invoice_rows(purchases))
    wanted = [one.ids["payable"] for one in purchases]
    moves = _so_far(
        purchases,
        (
            ("start_charging", "open", "charging", "charge"),
            ("mark_paid", "charging", "paid", "capture"),
            ("mark_settled", "paid", "settled", "repay"),
        ),
    )
    with connection.cursor() as cursor:
        for _action, _before, after, _step in moves:
            cursor.execute("UPDATE payables_payable SET state = %s WHERE id = ANY(%s)", [after, wanted])
    write(
        PayableHistory,
        [
            {
                "payable_id": one.ids["payable"],
                "action": action,
                "before": before,
                "after": after,
                "actor_id": None if action == "mark_settled" else one.desk.who(Role.CARD_HOLDER).id,
                "at": one.times[step],
            }
            for one in purchases
            for action, before, after, step in moves
        ],
    )


def _so_far(purchases: Sequence[Purchase], moves: Sequence[Move]) -> list[Move]:
    """The moves that were made: what stands on no bill yet has none of a bill. A batch is all of one kind."""
    return [move for move in moves if move[-1] in purchases[0].times]


def _payable_row(one: Purchase) -> dict[str, Any]:
    tax, desk = one.tax, one.desk
    papers = [one.ids[name] for name in ("purchase_letter", "inspection_report", "handover_report")]
    return {
        "id": one.ids["payable"],
        "order_id": one.id,
        "order_number": one.number,
        "agency_id": desk.id,
        "vendor_id": one.vendor.pk,
        "fiscal_year": one.year,
        "description": one.title,
        "accepted_idr": one.total_idr,
        "base_idr": tax.base.idr,
        "ppn_idr": tax.ppn.idr,
        "ppn_collector": str(tax.ppn_collector or ""),
        "pph_idr": tax.pph.idr,
        "pph_object": tax.pph_object or "",
        "pph_collector": str(tax.pph_collector or ""),
        "pph_is_final": tax.pph_final,
        "pbjt_idr": tax.pbjt.idr,
        "net_to_vendor_idr": tax.vendor_gets.idr,
        "requester_id": one.requester.id,
        "chooser_id": desk.who(Role.PURCHASING_OFFICER).id,
        "approver_id": desk.who(Role.COMMITMENT_OFFICER).id,
        "receiver_id": desk.who(Role.RECEIVER).id,
        "handover_document_id": one.ids["handover_report"],
        "evidence_ids": papers,
        "opened_at": one.times["accept"],
        "state": "open",
    }


def _invoice_rows(purchases: Sequence[Purchase]) -> list[dict[str, Any]]:
    by_vendor: dict[tuple[int, int], list[Purchase]] = defaultdict(list)
    for one in sorted(purchases, key=lambda made: made.times["accept"]):
        by_vendor[(one.vendor.pk, one.year)].append(one)
    rows = []
    firsts = draw_blocks({(vendor_id, "INV", year): len(bought) for (vendor_id, year), bought in by_vendor.items()})
    for (vendor_id, year), bought in sorted(by_vendor.items()):
        first = firsts[(vendor_id, "INV", year)]
        for sequence, one in enumerate(bought, start=first):
            at = one.times["accept"]
            rows.append(
                {
                    "id": uuid_at(one.dice, at),
                    "payable_id": one.ids["payable"],
                    "vendor_id": vendor_id,
                    "sequence": sequence,
                    "fiscal_year": year,
                    "number": letter_number("INV", sequence, f"V{vendor_id}", at),
                    "issued_at": at,
                    "amount_idr": one.total_idr,
                }
            )
    return rows


#: Each move of a charge with the moment it has, from the capture to the repaid bank.
CHARGE_MOVES = (
    ("capture", "initiated", "captured", "capture"), ("post", "captured", "posted", "import"),
    ("bill", "posted", "billed", "import"), ("list_dpr", "billed", "in_dpr", "list"),
    ("approve", "in_dpr", "in_dpt", "verify"), ("file_spp", "in_dpt", "in_spp", "request"),
    ("sign_spm", "in_spp", "in_spm", "order"), ("issue_sp2d", "in_spm", "sp2d_issued", "disburse"),
    ("pay_bank", "sp2d_issued", "settled", "repay"),
)  # fmt: skip


def write_charges(purchases: Sequence[Purchase], cards: dict[Any, Card], actors: dict[str, Any]) -> None:
    """Intents first, then the bank's answer, then every move to the repaid bank.

    Shape   cards: purchase -> card; actors: move -> function of a purchase that says who made it.
    """
    write(CardTransaction, [_charge_row(one, cards[one.id]) for one in purchases])
    moves = _so_far(purchases, CHARGE_MOVES)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE cards_cardtransaction AS charge
                  SET state = 'captured', captured_idr = charge.amount_idr, fee_idr = answer.fee,
                      captured_at = answer.at, provider_id = answer.provider, auth_code = answer.code, rrn = answer.rrn
                 FROM unnest(%s::uuid[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[])
                   AS answer(id, fee, at, provider, code, rrn)
                WHERE charge.id = answer.id""",
            [
                [one.ids["charge"] for one in purchases],
                [one.fee_idr for one in purchases],
                [one.times["capture"] for one in purchases],
                [one.bank["provider_id"] for one in purchases],
                [one.bank["auth_code"] for one in purchases],
                [one.bank["rrn"] for one in purchases],
            ],
        )
        wanted = [one.ids["charge"] for one in purchases]
        for _action, _before, after, _step in moves[1:]:
            cursor.execute("UPDATE cards_cardtransaction SET state = %s WHERE id = ANY(%s)", [after, wanted])
    rows = []
    for one in purchases:
        rows.append(_move_row(one, "initiate", "", "initiated", "charge", actors))
        rows += [_move_row(one, action, before, after, step, actors) for action, before, after, step in moves]
    write(CardTransactionHistory, rows)
    _write_payouts(purchases)


def _move_row(one: Purchase, action: str, before: str, after: str, step: str, actors: dict) -> dict[str, Any]:
    return {
        "transaction_id": one.ids["charge"],
        "action": action,
        "before": before,
        "after": after,
        "actor_id": actors[action](one).id,
        "at": one.times[step],
    }


def _charge_row(one: Purchase, card: Card) -> dict[str, Any]:
    at = one.times["charge"]
    return {
        "id": one.ids["charge"],
        "origin": "payable",
        "agency_id": one.desk.id,
        "card_id": card.pk,
        "holder_id": card.holder_id,
        "payable_id": one.ids["payable"],
        "vendor_id": one.vendor.pk,
        "initiated_by_id": card.holder_id,
        "channel": "online",
        "amount_idr": one.total_idr,
        "state": "initiated",
        "requested_at": at,
        "attempt_key": one.ids["attempt"],
        "key_since": at,
        "asked_at": at,
        "times_asked": 1,
        "merchant_name": one.vendor.display_name[:160],
        "merchant_mcc": MERCHANT_CODES[category_of(one.lines[0].goods.account)],
        "merchant_criteria": one.vendor.qris_criteria,
        "mdr_bp": mdr_of(one),
    }


def _write_payouts(purchases: Sequence[Purchase]) -> None:
    rows = []
    for one in purchases:
        ppn, pph = taxes_kept(one)
        remitted = one.times.get("remit") if ppn + pph else None
        rows.append(
            {
                "id": one.ids["payout"],
                "transaction_id": one.ids["charge"],
                "vendor_id": one.vendor.pk,
                "bank_account_id": one.account_id,
                "captured_idr": one.total_idr,
                "fee_idr": one.fee_idr,
                "ppn_idr": ppn,
                "pph_idr": pph,
                "net_idr": net_of(one),
                "state": "paid",
                "created_at": one.times["capture"],
                "sent_at": one.times["payout"],
                "paid_at": one.times["payout"],
                "provider_id": one.bank["transfer_id"],
                "tax_remitted_on": local_day(remitted) if remitted else None,
                "tax_reference": remittance_reference(one) if remitted else "",
            }
        )
    write(Payout, rows)
    write(
        PayoutHistory,
        [
            {
                "payout_id": one.ids["payout"],
                "action": action,
                "before": before,
                "after": after,
                "actor_id": None,
                "at": one.times["payout"],
            }
            for one in purchases
            for action, before, after in (("send", "pending", "sent"), ("confirm", "sent", "paid"))
        ],
    )


def remittance_day(world: World, captured_at: datetime) -> datetime | None:
    """Taxes of a month go to the state by the tenth of the next; None while that day has not come."""
    day = local_day(captured_at)
    first = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    at = world.moment(office_days(first, first + timedelta(days=9))[-1], 10)
    return at if at <= world.now else None


def remittance_reference(one: Purchase) -> str:
    return f"{local_day(one.times['capture']):%Y%m}DASARAN000"


# ---- budget and journal ----------------------------------------------------------------------------------------------


def post_purchases(
    purchases: Sequence[Purchase], cards: dict[Any, Card], lines: dict[int, BudgetLine], treatments: dict[str, str],
    operator_id: int, journal: Journal,
) -> None:  # fmt: skip
    for one in purchases:
        order, card = OrderRef(one.id, one.number), cards[one.id]
        charge = [(one.line_id, one.total_idr)]
        times = one.times
        journal.move("reserve", order, charge, times["submit"])
        journal.move("commit", order, charge, times["confirm"])
        journal.move("obligate", order, charge, times["accept"])
        journal.post(_owed(one, order, treatments[lines[one.line_id].account_code]), times["accept"])
        journal.post(
            entries.charge_authorised(
                agency_id=one.desk.id, card_id=card.pk, amount=Rupiah(one.total_idr),
                key=f"card.hold:{one.ids['charge']}", on=local_day(times["charge"]), order=order,
            ),
            times["charge"],
        )  # fmt: skip
        _post_market(one, order, card, operator_id, journal)


def _owed(one: Purchase, order: OrderRef, treatment: str):
    return entries.goods_received(
        agency_id=one.desk.id,
        vendor_id=one.vendor.pk,
        charges=[(one.line_id, Treatment(treatment).account, Rupiah(one.total_idr))],
        key=f"payable.goods_received:{one.ids['payable']}",
        on=local_day(one.times["accept"]),
        order=order,
    )


def _post_market(one: Purchase, order: OrderRef, card: Card, operator_id: int, journal: Journal) -> None:
    """Capture, taxes kept, the acquirer's settlement, the payout, and the taxes that went to the state."""
    times, charge, vendor_id = one.times, one.ids["charge"], one.vendor.pk
    total, ppn, pph = Rupiah(one.total_idr), *map(Rupiah, taxes_kept(one))
    day, paid_on = local_day(times["capture"]), local_day(times["payout"])
    about: dict[str, Any] = {"operator_id": operator_id, "vendor_id": vendor_id, "order": order}
    taxes = about | {"value_added_tax": ppn, "income_tax": pph}
    journal.post(
        entries.charge_captured(
            agency_id=one.desk.id, card_id=card.pk, amount=total, key=f"card.captured:{charge}", on=day, **about
        ),
        times["capture"],
    )
    journal.post(
        entries.platform_tax_collected(key=f"market.tax_collected:{charge}", on=day, **taxes), times["capture"]
    )
    journal.post(
        entries.acquirer_settled(
            captured=total, fee=Rupiah(one.fee_idr), key=f"market.acquirer_settled:{charge}", on=paid_on, **about
        ),
        times["payout"],
    )
    journal.post(
        entries.vendor_paid_out(
            net=Rupiah(net_of(one)), key=f"market.vendor_paid_out:{one.ids['payout']}", on=paid_on, **about
        ),
        times["payout"],
    )
    if "remit" in times:
        draft = entries.tax_remitted(key=f"market.tax_remitted:{charge}", on=local_day(times["remit"]), **taxes)
        journal.post(draft, times["remit"])


def record_payments(purchases: Sequence[Purchase], cards: dict[Any, Card], trail: Trail) -> None:
    for one in purchases:
        holder, times = one.desk.who(Role.CARD_HOLDER), one.times
        payable, charge = ("payables.payable", one.ids["payable"]), ("cards.cardtransaction", one.ids["charge"])
        opened = {"order": one.number, "accepted_idr": one.total_idr, "vendor_id": one.vendor.pk}
        ppk = one.desk.who(Role.COMMITMENT_OFFICER)
        trail.add("payments.payable.opened", *payable, ppk, times["accept"], organisation=one.desk.id, after=opened)
        started = {"order": one.number, "card_id": cards[one.id].pk, "amount_idr": one.total_idr}
        trail.add("payments.charge.started", *charge, holder, times["charge"], organisation=one.desk.id, after=started)
        captured = {"captured_idr": one.total_idr, "fee_idr": one.fee_idr, "rrn": one.bank["rrn"]}
        trail.add(
            "payments.charge.captured", *charge, holder, times["capture"], organisation=one.desk.id, after=captured
        )
        paid = {"net_idr": net_of(one), "transfer": f"{one.ids['payout']}:1"}
        trail.add(
            "payments.payout.paid", "cards.payout", one.ids["payout"], SYSTEM_WHO, times["payout"],
            organisation=one.vendor.pk, after=paid,
        )  # fmt: skip
