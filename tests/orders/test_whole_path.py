"""One purchase from basket to completed order, each step by its own person."""

from __future__ import annotations

from django.utils import translation

from marketplace.documents.models import Document
from marketplace.documents.selectors import as_list
from orders.checks.findings import Finding, Level
from orders.checks.words import words_of
from orders.states import OrderState
from tests.orders.looking import broken_invariants
from tests.scenes import fresh


def test_an_order_walks_from_basket_to_paid_and_every_book_agrees(scene):
    order = scene.paid_order()

    assert order.state == OrderState.PAID
    line = fresh(scene.line)
    assert (line.reserved_idr, line.committed_idr, line.obligated_idr) == (0, 0, 2_400_000)
    assert [step.action for step in order.history.order_by("step")] == [
        "create",
        "submit",
        "open_comparison",
        "choose",
        "approve",
        "confirm",
        "ship",
        "arrive_all",
        "inspect",
        "accept_all",
        "invoice",
        "verify",
        "pay",
    ]
    assert broken_invariants() == {}


def test_papers_are_indonesian_whatever_the_language_of_whoever_presses(scene):
    with translation.override("en"):
        order = scene.inspected_order(rejected=1)
    papers = {paper.kind: paper.fields for paper in Document.objects.all()}

    assert order.need.needed_by.month == 12
    assert f"{order.need.needed_by.day} Desember 2026" in str(papers["request_note"])
    assert "Usaha mikro" in str(papers["comparison_sheet"]) and "WIB" in str(papers["comparison_sheet"])
    assert "Ada rusak: Kemasan sobek" in str(papers["inspection_report"])
    english = ("December", "Micro business", "Some damaged")
    assert [one for one in english if one in str(papers)] == []


def test_what_a_page_says_of_them_is_in_its_readers_language(scene):
    with translation.override("en"):
        order = scene.approved_order()
    (year_end,) = [one for one in order.checks if one["check"] == "YEAR_END_FREEZE"]
    finding = Finding(year_end["check"], Level(year_end["level"]), year_end["facts"])
    letter = Document.objects.filter(id=order.purchase_letter_id)

    for language, until, waits_for in (("id", "31 Desember 2026", "Penjual"), ("en", "31 December 2026", "Seller")):
        with translation.override(language):
            assert until in words_of(finding)[1]
            assert [str(mark["label"]) for mark in as_list(letter)[0]["signatures"]][1:] == [waits_for]
    assert "7 Desember 2026" in words_of(Finding("YEAR_END_FREEZE", Level.PASSED, {"last_day": "7 Desember 2026"}))[1]
