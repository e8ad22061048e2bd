"""The bank's statement of one card and period, and every paper up to the repaid bank."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from marketplace.accounts.roles import Role
from marketplace.demo.bulk.journal import Journal
from marketplace.demo.bulk.log import SYSTEM_WHO, Trail, Who
from marketplace.demo.bulk.papers import Paper
from marketplace.demo.bulk.rows import ids, uuid_at, write
from marketplace.demo.past.law_days import law_day
from marketplace.demo.past.people import Desk
from marketplace.demo.past.periods import Period
from marketplace.demo.past.plan import Purchase
from marketplace.demo.world import World
from marketplace.kernel.calendar import add_working_days, local_day
from marketplace.kernel.law import limit_on
from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from payments.cards.models import Card
from payments.gateways.statement_file import StatementFile, parse_statement
from payments.ledger import entries
from payments.settlement.models import (
    BillPaymentLine,
    BillPaymentList,
    BillTest,
    CardStatement,
    DisbursementNote,
    DisbursementOrder,
    PaymentOrder,
    PaymentRequest,
    RealExpenseLine,
    RealExpenseList,
    Repayment,
    StatementHistory,
    StatementLine,
)

#: A bill lies so many working days before its first paper, one of these.
WAITS = (0, 0, 1, 2)
#: After how many days the treasury paid where the oddity is wanted.
LATE_DAYS = 5


@dataclass
class Bill:
    """One statement with the purchases on it."""

    id: UUID
    desk: Desk
    card: Card
    period: Period
    purchases: list[Purchase]
    times: dict[str, datetime]
    ids: dict[str, UUID] = field(default_factory=dict)
    content: bytes = b""
    bank_id: str = ""
    late: bool = False

    @property
    def total_idr(self) -> int:
        return sum(one.total_idr for one in self.purchases)

    @property
    def reference(self) -> str:
        return f"LNS-{self.ids['repayment'].hex}"

    @cached_property
    def file(self) -> StatementFile:
        return parse_statement(self.content)


#: The moments of a bill at which its charges move.
STEPS_OF_CHARGES = ("import", "list", "verify", "request", "order", "disburse", "repay")
PAPER_NAMES = ("list", "verify", "note", "request", "order", "disburse", "repayment")


def bills_of(
    world: World, period: Period, by_card: dict[int, list[Purchase]], cards: dict[int, Card], desks
) -> list[Bill]:
    """One bill for each card that was used in the period."""
    bills = []
    for card_id, bought in sorted(by_card.items()):
        card = cards[card_id]
        dice = world.dice(f"bill {card_id}", period.number)
        late = any(one.oddity == "late_sp2d" for one in bought)
        papers = period.papers(0 if late else dice.choice(WAITS))
        if late:
            paid = add_working_days(papers["order"][0] + timedelta(days=LATE_DAYS - 1), 1)
            papers = papers | {"disburse": (paid, 10), "repay": (add_working_days(paid, 1), 11)}
        times = {name: world.moment(day, hour, dice.randrange(55)) for name, (day, hour) in papers.items()}
        bill = Bill(uuid_at(dice, times["import"]), desks[card.agency_id], card, period, bought, times, late=late)
        for name in PAPER_NAMES:
            bill.ids[name] = uuid_at(dice, times.get(name, times["repay"]))
            bill.ids[f"{name}_paper"] = uuid_at(dice, times.get(name, times["repay"]))
        bill.ids["key"] = uuid_at(dice, times["repay"])
        for one in bought:
            one.times |= {name: times[name] for name in STEPS_OF_CHARGES}
        bills.append(bill)
    return bills


def cut_request(bill: Bill) -> dict[str, Any]:
    return {
        "method": "POST",
        "path": f"/bank/cards/{bill.card.provider_id}/statements",
        "idempotency_key": f"cut:{bill.id}",
        "params": {"period_to": bill.period.cut.isoformat()},
    }


def repay_request(bill: Bill) -> dict[str, Any]:
    return {
        "method": "POST",
        "path": "/bank/repayments",
        "idempotency_key": str(bill.ids["key"]),
        "params": {
            "billing_account": bill.card.programme.billing_account,
            "amount": bill.total_idr,
            "reference": bill.reference,
            "at": bill.times["repay"].isoformat(),
            "card_id": bill.card.provider_id,
        },
    }


def people_of(bill: Bill) -> dict[str, Who]:
    """Who signs what, kept apart as the rules want it."""
    desk = bill.desk
    return {
        "import": desk.who(Role.CARD_ADMIN),
        "list": desk.who(Role.ACTIVITY_OFFICER),
        "verify": desk.who(Role.BUDGET_USER),
        "note": desk.who(Role.BUDGET_USER),
        "request": desk.who(Role.TREASURER),
        "check": desk.who(Role.FINANCE_VERIFIER),
        "order": desk.who(Role.BUDGET_USER),
        "repay": desk.who(Role.TREASURER),
    }


# ---- rows ------------------------------------------------------------------------------------------------------------


def write_bills(bills: Sequence[Bill], papers: dict[UUID, dict[str, Paper]], treasurer: Who) -> None:
    """Statement and lines, then each paper after the one before it, then the bank's confirmation."""
    write(CardStatement, [_statement_row(bill) for bill in bills])
    write(StatementLine, [row for bill in bills for row in _statement_lines(bill)])
    _write_lists(bills, papers)
    write(DisbursementNote, [_paper_row(bill, papers, "note") for bill in bills])
    write(
        PaymentRequest,
        [
            _paper_row(bill, papers, "request")
            | {"checked_by_id": people_of(bill)["check"].id, "checked_at": bill.times["check"]}
            for bill in bills
        ],
    )
    write(PaymentOrder, [_paper_row(bill, papers, "order") | {"request_id": bill.ids["request"]} for bill in bills])
    write(DisbursementOrder, [_disbursement_row(bill, papers, treasurer) for bill in bills])
    write(Repayment, [_repayment_row(bill) for bill in bills])
    write(StatementHistory, [row for bill in bills for row in _history_rows(bill, treasurer)])


def _statement_row(bill: Bill) -> dict[str, Any]:
    header = bill.file.header
    figures = ("opening", "purchases", "refunds", "payments", "fees", "closing")
    return {
        "id": bill.id,
        "agency_id": bill.desk.id,
        "card_id": bill.card.pk,
        "number": header.statement_no,
        "fiscal_year": header.statement_date.year,
        "period_from": header.period_from,
        "period_to": header.period_to,
        "statement_date": header.statement_date,
        "due_date": header.due_date,
        "file_sha256": hashlib.sha256(bill.content).hexdigest(),
        "file_content": bill.content,
        "imported_by_id": people_of(bill)["import"].id,
        "imported_at": bill.times["import"],
        "state": "PAID",
        **{f"{name}_idr": getattr(header, name).idr for name in figures},
    }


def _statement_lines(bill: Bill) -> list[dict[str, Any]]:
    charges = {one.bank["rrn"]: one.ids["charge"] for one in bill.purchases}
    rows = []
    for line in bill.file.lines:
        charge = charges[line.rrn] if line.kind == "purchase" else None
        rows.append(
            {
                "statement_id": bill.id,
                "line_no": line.line_no,
                "kind": line.kind,
                "card_id": bill.card.pk,
                "pan_masked": line.pan_masked,
                "txn_at": line.txn_datetime,
                "posting_date": line.posting_date,
                "auth_code": line.auth_code,
                "rrn": line.rrn,
                "merchant_name": line.merchant_name,
                "channel": line.channel,
                "amount_idr": line.amount.idr,
                "match": "matched" if charge else "credit",
                "transaction_id": charge,
            }
        )
    return rows


def _write_lists(bills: Sequence[Bill], papers: dict[UUID, dict[str, Paper]]) -> None:
    """DPR with its lines and their six tests, and the DPT of the lines that passed them all."""
    write(
        RealExpenseList,
        [
            {
                "id": bill.ids["list"],
                "statement_id": bill.id,
                "number": papers[bill.id]["list"].number,
                "document_id": papers[bill.id]["list"].id,
                "listed_by_id": people_of(bill)["list"].id,
                "listed_at": bill.times["list"],
                "total_idr": bill.total_idr,
            }
            for bill in bills
        ],
    )
    lines = [(bill, one) for bill in bills for one in bill.purchases]
    keyed = list(zip(ids(RealExpenseLine, len(lines)), lines, strict=True))
    write(
        RealExpenseLine,
        [
            {
                "id": line_id,
                "expense_list_id": bill.ids["list"],
                "transaction_id": one.ids["charge"],
                "amount_idr": one.total_idr,
                "evidence_complete": True,
                "approved": True,
            }
            for line_id, (bill, one) in keyed
        ],
    )
    write(
        BillTest,
        [
            {
                "line_id": line_id,
                "test_no": number,
                "passed": True,
                "tested_by_id": people_of(bill)["verify"].id,
                "tested_at": bill.times["verify"],
            }
            for line_id, (bill, _one) in keyed
            for number in range(1, 7)
        ],
    )
    write(
        BillPaymentList,
        [
            {
                "id": bill.ids["verify"],
                "statement_id": bill.id,
                "agency_id": bill.desk.id,
                "number": papers[bill.id]["verify"].number,
                "document_id": papers[bill.id]["verify"].id,
                "approved_by_id": people_of(bill)["verify"].id,
                "approved_at": bill.times["verify"],
                "total_idr": bill.total_idr,
            }
            for bill in bills
        ],
    )
    write(
        BillPaymentLine,
        [
            {"payment_list_id": bill.ids["verify"], "transaction_id": one.ids["charge"], "amount_idr": one.total_idr}
            for bill, one in lines
        ],
    )


def _paper_row(bill: Bill, papers: dict[UUID, dict[str, Paper]], name: str) -> dict[str, Any]:
    paper = papers[bill.id][name]
    return {
        "id": bill.ids[name],
        "payment_list_id": bill.ids["verify"],
        "total_idr": bill.total_idr,
        "number": paper.number,
        "document_id": paper.id,
        "signed_by_id": paper.signatures[0][0].id,
        "signed_at": bill.times[name],
    }


def _disbursement_row(bill: Bill, papers: dict[UUID, dict[str, Paper]], treasurer: Who) -> dict[str, Any]:
    ordered, paid = local_day(bill.times["order"]), local_day(bill.times["disburse"])
    return _paper_row(bill, papers, "disburse") | {
        "order_id": bill.ids["order"],
        "order_signed_by_id": people_of(bill)["order"].id,
        "signed_by_id": treasurer.id,
        "is_late": paid - ordered > timedelta(days=limit_on("deadline.sp2d_days", law_day(paid))),
    }


def _repayment_row(bill: Bill) -> dict[str, Any]:
    return {
        "id": bill.ids["repayment"],
        "payment_list_id": bill.ids["verify"],
        "total_idr": bill.total_idr,
        "billing_account": bill.card.programme.billing_account,
        "idempotency_key": bill.ids["key"],
        "key_since": bill.times["repay"],
        "times_asked": 1,
        "state": "CONFIRMED",
        "provider_id": bill.bank_id,
        "paid_by_id": people_of(bill)["repay"].id,
        "started_at": bill.times["repay"],
        "received_at": bill.times["repay"],
    }


_MOVES = (
    ("match", "ISSUED", "MATCHED", "import"), ("list", "MATCHED", "LISTED", "list"),
    ("verify_full", "LISTED", "VERIFIED_FULL", "verify"), ("note", "VERIFIED_FULL", "NPD_ISSUED", "note"),
    ("file_request", "NPD_ISSUED", "SPP_FILED", "request"), ("check_request", "SPP_FILED", "SPP_CHECKED", "check"),
    ("sign_order", "SPP_CHECKED", "SPM_ISSUED", "order"), ("disburse", "SPM_ISSUED", "SP2D_ISSUED", "disburse"),
    ("start_repayment", "SP2D_ISSUED", "REPAYING", "repay"), ("repay", "REPAYING", "PAID", "repay"),
)  # fmt: skip


def _history_rows(bill: Bill, treasurer: Who) -> list[dict[str, Any]]:
    who = people_of(bill) | {"disburse": treasurer}
    rows = []
    for action, before, after, step in _MOVES:
        actor = SYSTEM_WHO if action == "repay" else who[step]
        rows.append(
            {
                "statement_id": bill.id,
                "action": action,
                "before": before,
                "after": after,
                "actor_id": actor.id,
                "actor_name": actor.name,
                "at": bill.times[step],
            }
        )
    return rows


# ---- journal, limits, log --------------------------------------------------------------------------------------------


def post_bills(bills: Sequence[Bill], treasury_id: int, journal: Journal) -> None:
    for bill in bills:
        sp2d = bill.ids["disburse"]
        for one in bill.purchases:
            journal.move(
                "realise", OrderRef(one.id, one.number), [(one.line_id, one.total_idr)], bill.times["disburse"],
                key=f"sp2d:{sp2d}:{one.ids['payable']}",
            )  # fmt: skip
        total = Rupiah(bill.total_idr)
        journal.post(
            entries.funds_disbursed(
                agency_id=bill.desk.id, treasury_id=treasury_id, amount=total, key=f"sp2d:{sp2d}",
                on=local_day(bill.times["disburse"]),
            ),
            bill.times["disburse"],
        )  # fmt: skip
        journal.post(
            entries.bank_repaid(
                agency_id=bill.desk.id, by_card=[(bill.card.pk, total)], key=f"repayment:{bill.ids['repayment']}",
                on=local_day(bill.times["repay"]),
            ),
            bill.times["repay"],
        )  # fmt: skip


def move_limits(purchases: Sequence[Purchase], cards: dict[UUID, Card], *, repaid: bool) -> None:
    """Used by the charges, free again by the repayment: the trigger judges the first against the limit."""
    used: dict[int, int] = defaultdict(int)
    for one in purchases:
        used[cards[one.id].pk] += one.total_idr
    with connection.cursor() as cursor:
        for sign in (1, -1) if repaid else (1,):
            cursor.execute(
                """UPDATE cards_card AS card SET used_idr = card.used_idr + part.amount
                     FROM unnest(%s::bigint[], %s::bigint[]) AS part(id, amount) WHERE card.id = part.id""",
                [list(used), [sign * amount for amount in used.values()]],
            )


def record_bills(bills: Sequence[Bill], papers: dict[UUID, dict[str, Paper]], treasurer: Who, trail: Trail) -> None:
    for bill in bills:
        who = people_of(bill) | {"disburse": treasurer}
        header, made = bill.file.header, papers[bill.id]

        def add(what: str, step: str, after: dict[str, Any], actor: Who | None = None, bill=bill, who=who) -> None:
            trail.add(
                f"payments.statement.{what}", "settlement.cardstatement", bill.id, actor or who[step], bill.times[step],
                organisation=bill.desk.id, after=after,
            )  # fmt: skip

        facts = {"number": header.statement_no, "closing_idr": header.closing.idr}
        add("imported", "import", facts | {"sha256": hashlib.sha256(bill.content).hexdigest()})
        add("expenses_listed", "list", {"document": made["list"].number, "total_idr": bill.total_idr})
        add("verified", "verify", {"document": made["verify"].number, "total_idr": bill.total_idr})
        add("note_issued", "note", {"document": made["note"].number})
        add("request_filed", "request", {"document": made["request"].number})
        add("request_checked", "check", {"document": made["request"].number})
        add("order_signed", "order", {"document": made["order"].number})
        add("disbursed", "disburse", {"document": made["disburse"].number})
        add("repayment_started", "repay", {"total_idr": bill.total_idr})
        add("repaid", "repay", {"reference": bill.reference, "total_idr": bill.total_idr}, SYSTEM_WHO)
