"""A tiny world on the days on which calendars break: every rule of the books holds, and the bank's sums are ours."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import F, Max, Sum

from catalog.models import Listing, Sheet
from catalog.pricing import comparison_key
from marketplace.accounts.models import Organisation
from marketplace.demo.cast import OFFICES
from marketplace.demo.models import SeedPart
from marketplace.demo.past.plan import COOKED, SPLIT_REASON
from marketplace.demo.uses import purposes_at
from marketplace.documents.models import Document
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.calendar import JAKARTA, is_working_day
from marketplace.notices.models import Notice
from marketplace.oversight.models import Flag, FlagReview, IntegrityRun
from marketplace.transparency.ocds import release_package
from marketplace.transparency.selectors.figures import figures
from marketplace.transparency.selectors.orders import PublicFilter, published
from orders.models import Comparison, Handover, OrderLine, ProcurementOrder, Shipment
from payments.budget.models import BudgetLine, FundRelease
from payments.cards.models import CardDelegate, CardTransaction, Payout
from payments.ledger.models import JournalEntry
from payments.settlement.models import CardStatement, DisbursementOrder, StatementLine
from tests.transparency.ocds_rules import mistakes
from vendors.models import PerformanceRecord, Vendor

OFFICE_COLUMNS = "short_code,kind,name,name_en,parent_short_code,regency_code,city"
pytestmark = pytest.mark.django_db(transaction=True)


def seed(*arguments: str) -> str:
    told = StringIO()
    call_command("seed_demo", "--size", "tiny", *arguments, stdout=told)
    return told.getvalue()


@pytest.mark.parametrize("day", [date(2027, 1, 2), date(2028, 2, 29)])
def test_a_world_is_right_on_a_hard_day(bank, day):
    told = seed("--start-day", day.isoformat())

    assert " 0 offending rows" in told
    assert not ProcurementOrder.objects.exclude(state="completed").exclude(fiscal_year=day.year).exists()
    assert_bank_agrees(bank)


def test_the_last_day_of_a_year_has_everything_and_starts_again_where_it_ended(bank):
    told = seed("--start-day", "2026-12-31")
    assert " 0 offending rows" in told
    assert_bank_agrees(bank)
    assert_both_ways_leave_the_same_rows()
    assert_oddities_are_there()
    assert Sheet.objects.get().state == "done" and dict(Sheet.objects.get().counts) == {"changed": 4, "wrong": 1}
    assert_every_package_is_right()
    assert_vendors_keep_their_word()
    assert_choices_are_explained()
    assert_nothing_was_compared_before_it_was_offered()
    assert_goods_fit_their_office_and_their_way()
    assert Listing.objects.filter(category_id="07.08").exclude(unit_price_idr=10_000).count() == 0
    came_to_nothing = ProcurementOrder.objects.filter(state__in=["cancelled", "rejected", "expired"])
    assert came_to_nothing.filter(ended_at__month__lt=11).exists()
    assert_numbers_run_with_the_days()
    assert_notices_are_of_their_days()
    assert_budgets_are_spent_and_leave_room()
    assert IntegrityRun.objects.get().is_whole and IntegrityRun.objects.get().invariants > 0
    assert figures(PublicFilter(), year=2026).orders > 0

    assert "there already" in seed()
    with pytest.raises(CommandError, match="holds the world of seed 1"):
        seed("--seed", "2")
    told = StringIO()
    call_command("seed_demo", stdout=told)
    assert "data is there already: size tiny, seed 1, start day 2026-12-31" in told.getvalue()

    orders, vendors, goods = (model.objects.count() for model in (ProcurementOrder, Vendor, Listing))
    SeedPart.objects.filter(
        name__in=[
            "vendors",
            "staff",
            "goods",
            "photos",
            "applications",
            "cards",
            "past",
            "recent",
            "spending",
            "sheet",
            "notices",
            "questions",
            "published",
        ]
    ).delete()
    assert " 0 offending rows" in seed()
    assert (orders, vendors, goods) == tuple(model.objects.count() for model in (ProcurementOrder, Vendor, Listing))


def test_without_the_bank_one_sentence_says_what_to_do(settings, monkeypatch):
    settings.DASARAN_DEMO = True
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    monkeypatch.setattr("marketplace.demo.bank.PATIENCE_SECONDS", 0)

    with pytest.raises(CommandError, match=r"bank simulator at http://127\.0\.0\.1:9 did not answer"):
        seed("--start-day", "2026-12-31", "--only", "cards")

    assert not SeedPart.objects.exists()


@pytest.mark.parametrize(
    ("table", "broken", "told"),
    [
        ("goods.TABLE", "category,names,variants,low_idr,high_idr\n01.01,A,B,cheap,2\n", "line 2: low_idr “cheap”"),
        ("goods.TABLE", "category,names,variants,low_idr,high_idr\n01.01,A,B,1,2\n", "has no line"),
        ("goods.STANDARDS", "category_code,unit_code,name\n", "column source, unit_price_idr is missing"),
        ("offices.TABLE", f"{OFFICE_COLUMNS}\nA,x,A,A,,33.74,A\n", "kind “x” is none of"),
        ("offices.TABLE", f"{OFFICE_COLUMNS}\nA,biro,A,A,,31.71,A\n", "regency_code “31.71” is none of the province"),
    ],
)
def test_a_broken_table_of_the_demo_is_refused_before_anything_is_written(
    bank, tmp_path, monkeypatch, table, broken, told
):
    file = tmp_path / "broken.csv"
    file.write_text(broken)
    monkeypatch.setattr(f"marketplace.demo.{table}", file)

    with pytest.raises(CommandError, match=rf"broken\.csv.*{told}.*correct that table") as refusal:
        seed("--start-day", "2026-12-31")

    assert refusal.value.returncode == os.EX_DATAERR
    assert not SeedPart.objects.exists() and not Organisation.objects.exists()


def test_demo_data_stays_out_of_a_real_site(settings):
    settings.DASARAN_DEMO = False

    with pytest.raises(CommandError, match="demo mode only"):
        seed()

    assert not SeedPart.objects.exists()


# ---- what is asserted more than once ---------------------------------------------------------------------------------


def assert_bank_agrees(bank) -> None:
    """What the bank captured, kept, paid out and was repaid is what our rows say."""
    totals = bank.totals()
    charges = CardTransaction.objects.filter(origin="payable").aggregate(
        captured=Sum("captured_idr"), fees=Sum("fee_idr")
    )
    paid_out = Payout.objects.filter(state="paid").aggregate(net=Sum("net_idr"))["net"]
    repaid = DisbursementOrder.objects.filter(payment_list__repayments__state="CONFIRMED").aggregate(
        sum=Sum("total_idr")
    )
    assert totals["captured"] == 100 * charges["captured"]
    assert totals["fees"] == 100 * charges["fees"]
    assert totals["transferred"] == 100 * paid_out
    assert totals["repaid"] == 100 * repaid["sum"]


def assert_both_ways_leave_the_same_rows() -> None:
    """A purchase written in bulk has the papers, the entries and the log of one made step by step."""
    bulk = ProcurementOrder.objects.filter(state="completed", comparisons__isnull=False, split_reason="")[0]
    step_by_step = ProcurementOrder.objects.filter(state="paid", need__rup_code__startswith="60")
    line = StatementLine.objects.filter(
        statement__state="PAID", transaction__payable__order_id__in=step_by_step.values("id")
    ).get()
    paid, lived = line.statement, step_by_step.get(id=line.transaction.payable.order_id)

    assert papers_of(bulk) == papers_of(lived)
    assert kinds_of_entries(bulk) - {"market.tax_remitted"} == kinds_of_entries(lived)
    assert {one for one in log_of(bulk) if one[0] != "orders.order.completed"} == log_of(lived)
    assert moves_of(bulk) - {"complete"} == moves_of(lived)
    earlier = CardStatement.objects.filter(state="PAID").order_by("statement_date")[0]
    assert papers_about(earlier.id) == papers_about(paid.id)
    assert log_about(earlier.id) == log_about(paid.id)


def papers_of(order: ProcurementOrder) -> dict[str, tuple]:
    return papers_about(order.id) | papers_about(order.need_id)


def papers_about(subject) -> dict[str, tuple]:
    """kind -> what of a paper must not differ: its fields' names, who signed as what, how many may see it."""
    return {
        paper.kind: (
            frozenset(paper.fields),
            paper.state,
            paper.template,
            paper.series,
            tuple(paper.signatures.values_list("role", flat=True)),
            paper.viewers.count(),
        )
        for paper in Document.objects.filter(subject_id=str(subject))
    }


def kinds_of_entries(order: ProcurementOrder) -> set[str]:
    return set(JournalEntry.objects.filter(order_id=order.id).values_list("kind", flat=True))


def log_of(order: ProcurementOrder) -> set[tuple[str, str, str]]:
    return log_about(order.id)


def log_about(subject) -> set[tuple[str, str, str]]:
    """What was recorded, in which role, with which facts."""
    entries = AuditEntry.objects.filter(subject_id=str(subject)).exclude(what="orders.split.suspected")
    return {(entry.what, entry.actor_role, " ".join(sorted(entry.after or {}))) for entry in entries}


def moves_of(order: ProcurementOrder) -> set[str]:
    return set(order.history.values_list("action", flat=True))


def assert_oddities_are_there() -> None:
    """What auditors are to find."""
    assert AuditEntry.objects.filter(what="orders.split.suspected", why=SPLIT_REASON).count() >= 2
    assert DisbursementOrder.objects.filter(is_late=True).exists()
    assert CardTransaction.objects.filter(origin="bank", state="disputed").exists()
    assert any(
        (order.approved_at - order.chosen_at).total_seconds() < 60
        for order in ProcurementOrder.objects.exclude(approved_at=None)
    )
    assert not ProcurementOrder.objects.exclude(split_reason="").filter(split_reason=F("price_reason")).exists()
    split = ProcurementOrder.objects.filter(split_reason=SPLIT_REASON).values_list("number", flat=True)
    assert Flag.objects.filter(rule="RF-01", numbers__contains=list(split)).exists()
    assert {"RF-01", "DS-01", "DS-02"} <= set(Flag.objects.values_list("rule", flat=True))
    for review in FlagReview.objects.select_related("flag"):
        local = review.at.astimezone(JAKARTA)
        assert is_working_day(local.date(), overrides={}) and 8 <= local.hour < 16
        assert review.flag.first_seen_on < local.date() < date(2026, 12, 31)
    assert {"open", "in_review", "explained", "confirmed", "dismissed"} == set(
        Flag.objects.values_list("state", flat=True)
    )


def assert_vendors_keep_their_word() -> None:
    """Most deliveries arrive within the days of the listing, and what is kept of a vendor is what its handovers say."""
    days_late = list(Handover.objects.values_list("days_late", flat=True))
    assert 0 < sum(days > 0 for days in days_late) < 0.25 * len(days_late)
    for record in PerformanceRecord.objects.all():
        late = Handover.objects.filter(order_id=record.order_id).aggregate(days=Max("days_late"))["days"]
        assert (record.days_late, record.is_on_time) == (late, late == 0)


def assert_numbers_run_with_the_days() -> None:
    """What was made step by step is numbered as it was asked for; no order is of a day long before an earlier one's."""
    rows = ProcurementOrder.objects.values_list("number", "submitted_at", "need__rup_code")
    in_turn = sorted(rows, key=lambda row: row[0][-6:])
    step_by_step = [at for _number, at, code in in_turn if code.startswith("6")]
    assert step_by_step == sorted(step_by_step)
    latest = in_turn[0][1]
    for number, at, _code in in_turn:
        assert at > latest - timedelta(days=60), number
        latest = max(latest, at)


def assert_notices_are_of_their_days() -> None:
    """Each tells of its moment; what is old has been read, and nobody begins with more than a handful."""
    start = datetime(2026, 12, 31, 7, tzinfo=JAKARTA)
    assert Notice.objects.filter(created_at__lt=start - timedelta(days=3)).exists()
    unread = Notice.objects.filter(read_at=None)
    assert not unread.filter(created_at__lt=start - timedelta(days=3)).exists()
    counts = Counter(unread.filter(created_at__lte=start).values_list("user_id", flat=True))
    assert counts and max(counts.values()) <= 6


def assert_budgets_are_spent_and_leave_room() -> None:
    """Of every line something is spent, where people play less; each quarter's release covers what went before."""
    for line in BudgetLine.objects.filter(fiscal_year=2026).select_related("agency"):
        most = 65 if line.agency.short_code in OFFICES else 98
        assert 0 < 100 * line.used.idr < most * line.ceiling_idr
    days = FundRelease.objects.filter(line__fiscal_year=2026).values_list("released_on", flat=True)
    assert set(days) == {date(2026, month, 1) for month in (1, 4, 7, 10)}


def assert_choices_are_explained() -> None:
    """Whoever did not choose the lowest of enough offers wrote why, as the use case asks; nobody chose far above it."""
    for comparison in Comparison.objects.filter(offers__is_chosen=True).prefetch_related("offers"):
        offers = list(comparison.offers.all())
        (chosen,) = (offer for offer in offers if offer.is_chosen)
        keys = [comparison_key(line["title"]) for line in chosen.lines]
        alike = [offer for offer in offers if [comparison_key(line["title"]) for line in offer.lines] == keys]
        assert chosen.total_idr <= 1.15 * min(offer.total_idr for offer in alike)
        if len(offers) < comparison.minimum or chosen.total_idr > min(offer.total_idr for offer in offers):
            assert len(comparison.reason.split()) > 2


def assert_nothing_was_compared_before_it_was_offered() -> None:
    published = dict(Listing.objects.values_list("id", "published_at"))
    for comparison in Comparison.objects.prefetch_related("offers"):
        seen = {line["listing"] for offer in comparison.offers.all() for line in offer.lines}
        assert max(published[one] for one in seen) < comparison.opened_at


def assert_goods_fit_their_office_and_their_way() -> None:
    """An office buys what it has a use for; cooked food is seen on the day it was sent; a reason is for a dear line."""
    for line in OrderLine.objects.select_related("order__need", "order__agency"):
        assert line.order.need.purpose in purposes_at(line.order.agency, line.category_code)
    for shipment in Shipment.objects.filter(lines__order_line__category_code__startswith=COOKED).distinct():
        assert shipment.inspection.at - shipment.shipped_at < timedelta(hours=4)
    for order in ProcurementOrder.objects.select_related("need"):
        dear = order.lines.filter(verdict__in=["needs_reason", "above_standard"]).exists()
        assert bool(order.price_reason) == dear
        needed_by = order.need.needed_by
        assert needed_by is not None and is_working_day(needed_by)
        assert order.due_on is None or order.due_on <= needed_by
    assert CardDelegate.objects.filter(card__agency__short_code__in=OFFICES).count() == len(OFFICES)


def assert_every_package_is_right() -> None:
    """What is published follows the official schema, in every state that a seeded order has reached."""
    for order in published():
        assert mistakes(release_package(order, address=f"https://contoh.id/{order.number}.json")) == []
