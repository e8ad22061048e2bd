"""Bills in lists: the treasurer's overview, the list of all, the queues of the other rooms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.kernel.actors import Actor
from marketplace.ui import formats
from payments.cards.labels import badge
from payments.settlement.labels import STATEMENT_LOOKS
from payments.settlement.models import CardStatement
from payments.settlement.policies import turn_of
from payments.settlement.selectors.waiting import amount_due


def columns() -> list[dict[str, str]]:
    return [
        {"label": _("Tagihan")},
        {"label": _("Kartu")},
        {"label": _("Jatuh tempo")},
        {"label": _("Tahap")},
        {"label": _("Langkah berikutnya")},
        {"label": _("Jumlah"), "align": "r"},
    ]


def rows(statements: Iterable[CardStatement], *, actor: Actor, today: date) -> list[dict[str, Any]]:
    """One row for each bill: what is owed when, and whose move it is."""
    return [_row(statement, actor, today) for statement in statements]


def _row(statement: CardStatement, actor: Actor, today: date) -> dict[str, Any]:
    overdue = statement.is_overdue(today)
    number = {
        "text": statement.number,
        "url": statement.get_absolute_url(),
        "sub": statement.agency.organisation.name,
        "head": True,
    }
    due = {"text": formats.long_day(statement.due_date), "sub": due_words(statement, today)}
    return {
        "state": "bad" if overdue else "",
        "cells": [
            number,
            {"text": statement.card.label, "sub": statement.card.holder.full_name},
            due,
            badge(STATEMENT_LOOKS, statement.state, statement.get_state_display()),
            {"text": next_words(statement, actor), "sub": step_words(statement, today)},
            {"amount": amount_due(statement), "class": "c-right"},
        ],
    }


def due_words(statement: CardStatement, today: date) -> str:
    """How near the bank's day is."""
    if statement.has_ended:
        return ""
    days = (statement.due_date - today).days
    if days < 0:
        return ngettext("Lewat %(n)d hari", "Lewat %(n)d hari", -days) % {"n": -days}
    return _("Hari ini") if days == 0 else ngettext("%(n)d hari lagi", "%(n)d hari lagi", days) % {"n": days}


def next_words(statement: CardStatement, actor: Actor) -> str:
    """Your step, or whose it is."""
    turn = turn_of(statement)
    if turn is None:
        return "–" if statement.has_ended else _("Menunggu jawaban bank")
    return str(turn.yours if turn.is_of(actor, statement.agency_id) else turn.waits)


def step_words(statement: CardStatement, today: date) -> str:
    if statement.step_due_on is None or statement.has_ended:
        return ""
    day = formats.long_day(statement.step_due_on)
    late = statement.step_due_on < today
    return (_("seharusnya %(day)s") if late else _("paling lambat %(day)s")) % {"day": day}
