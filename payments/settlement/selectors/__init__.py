"""What people ask of statements: which are mine, what waits for me, what is due when, what the card's book says."""

from payments.settlement.selectors.book import BookEntry, CardBook, card_book
from payments.settlement.selectors.cases import Case, case_visible_to, open_cases
from payments.settlement.selectors.overview import CardUse, card_uses, cards_to_bill, payables_to_charge
from payments.settlement.selectors.statements import (
    lines_of,
    open_statements,
    participants_of,
    payable_of,
    statement_visible_to,
    statements_visible_to,
    treasury_id,
)
from payments.settlement.selectors.waiting import count_waiting, statements_waiting_for, tasks_for

__all__ = [
    "BookEntry",
    "CardBook",
    "CardUse",
    "Case",
    "card_book",
    "card_uses",
    "cards_to_bill",
    "case_visible_to",
    "count_waiting",
    "lines_of",
    "open_cases",
    "open_statements",
    "participants_of",
    "payable_of",
    "payables_to_charge",
    "statement_visible_to",
    "statements_visible_to",
    "statements_waiting_for",
    "tasks_for",
    "treasury_id",
]
