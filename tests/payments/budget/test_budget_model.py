"""Random purchases against a model in plain Python: after each step line, holds and journal agree with it."""

from datetime import date

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from marketplace.kernel.errors import Refusal
from marketplace.kernel.money import Rupiah
from payments.budget import services as budget
from payments.budget.models import BudgetHold
from tests.payments.budget_scene import ANI, NOON, Office, broken_invariants, charge, figures, order_ref

AMOUNTS = st.integers(min_value=1, max_value=6_000_000)
LINES = st.integers(min_value=0, max_value=1)
CEILINGS = (10_000_000, 6_000_000)
STAGES = ("reserved", "committed", "obligated", "realised")
MOVES = {
    "commit": ("reserved", "committed"),
    "release": ("reserved", None),
    "obligate": ("committed", "obligated"),
    "release_commitment": ("committed", None),
    "release_obligation": ("obligated", None),
    "realise": ("obligated", "realised"),
    "unrealise": ("realised", None),
}


class Purchases(RuleBasedStateMachine):
    """The model: per line a ceiling, per order and line an amount in each stage. Nothing else."""

    @initialize()
    def open_lines(self):
        office = Office()
        self.office = office
        self.lines = [office.line(ceiling, account=f"5.1.02.01.01.{25 + n:04d}") for n, ceiling in enumerate(CEILINGS)]
        self.ceiling = list(CEILINGS)
        self.held: dict[tuple, dict[str, int]] = {}
        self.orders: dict = {}
        self.keys = 0

    def used(self, line):
        return sum(sum(stages.values()) for (_order, on), stages in self.held.items() if on == line)

    def attempt(self, expected, act):
        """Do it, and see that it is refused exactly when the model says so."""
        try:
            with transaction.atomic():
                act()
            done = True
        except Refusal:
            done = False
        assert done == expected
        return done

    @rule(line=LINES, amount=AMOUNTS)
    def submit(self, line, amount):
        order = order_ref()
        fits = self.used(line) + amount <= self.ceiling[line]
        charges = [charge(self.lines[line], amount)]
        if self.attempt(fits, lambda: budget.reserve(charges=charges, order=order, actor=ANI, at=NOON)):
            self.orders[order.id] = order
            self.held[order.id, line] = dict.fromkeys(STAGES, 0) | {"reserved": amount}

    @rule(amounts=st.tuples(AMOUNTS, AMOUNTS))
    def submit_on_both_lines(self, amounts):
        order = order_ref()
        fits = all(self.used(n) + amount <= self.ceiling[n] for n, amount in enumerate(amounts))
        charges = [charge(line, amount) for line, amount in zip(reversed(self.lines), reversed(amounts), strict=True)]
        if self.attempt(fits, lambda: budget.reserve(charges=charges, order=order, actor=ANI, at=NOON)):
            self.orders[order.id] = order
            for n, amount in enumerate(amounts):
                self.held[order.id, n] = dict.fromkeys(STAGES, 0) | {"reserved": amount}

    def possible(self):
        """Every (order, line, verb) for which the order holds something in the stage that the verb leaves."""
        return [
            (order_id, line, verb)
            for (order_id, line), stages in getattr(self, "held", {}).items()
            for verb, (taken, _given) in MOVES.items()
            if stages[taken]
        ]

    @precondition(possible)
    @rule(data=st.data(), share=st.integers(1, 5))
    def move(self, data, share):
        """From a fifth to the whole of what is held."""
        order_id, line, verb = data.draw(st.sampled_from(self.possible()))
        amount = max(1, self.held[order_id, line][MOVES[verb][0]] * share // 5)
        self.move_exactly(order_id, line, verb, amount, expected=True)

    @precondition(possible)
    @rule(data=st.data(), parts=st.lists(st.integers(1, 5), min_size=2, max_size=3))
    def walk_on(self, data, parts):
        """Several steps towards realisation at once, each with a part of what the step before gave."""
        order_id, line = data.draw(st.sampled_from([(order_id, line) for order_id, line, _verb in self.possible()]))
        for verb, part in zip(("commit", "obligate", "realise"), parts, strict=False):
            amount = self.held[order_id, line][MOVES[verb][0]] * part // 5
            if amount:
                self.move_exactly(order_id, line, verb, amount, expected=True)

    @precondition(lambda self: getattr(self, "held", None))
    @rule(data=st.data(), verb=st.sampled_from(sorted(MOVES)), excess=st.integers(1, 3))
    def move_too_much(self, data, verb, excess):
        order_id, line = data.draw(st.sampled_from(list(self.held)))
        amount = self.held[order_id, line][MOVES[verb][0]] + excess
        self.move_exactly(order_id, line, verb, amount, expected=False)

    def move_exactly(self, order_id, line, verb, amount, *, expected):
        taken, given = MOVES[verb]
        more = {}
        if verb in ("realise", "unrealise"):
            self.keys += 1
            more["key"] = f"{self.office.agency.pk}:{self.keys}"
        if verb.startswith("release") or verb == "unrealise":
            more["reason"] = "uji"
        order, charges = self.orders[order_id], [charge(self.lines[line], amount)]
        act = lambda: getattr(budget, verb)(order=order, charges=charges, at=NOON, **more)  # noqa: E731
        if self.attempt(expected, act):
            stages = self.held[order_id, line]
            stages[taken] -= amount
            if given:
                stages[given] += amount

    @precondition(lambda self: getattr(self, "held", None))
    @rule(data=st.data(), amounts=st.tuples(st.integers(0, 3_000_000), st.integers(0, 3_000_000)))
    def choose_another_offer(self, data, amounts):
        order = self.orders[data.draw(st.sampled_from(list(self.orders)))]
        old = {n: self.held.get((order.id, n), {}).get("reserved", 0) for n in (0, 1)}
        # What takes no more than it held fits even where the line is full.
        fits = all(amounts[n] <= old[n] or self.used(n) - old[n] + amounts[n] <= self.ceiling[n] for n in (0, 1))
        before = [charge(self.lines[n], old[n]) for n in (0, 1) if old[n]]
        after = [charge(self.lines[n], amounts[n]) for n in (0, 1) if amounts[n]]
        if self.attempt(fits, lambda: budget.move_reserve(order=order, old=before, new=after, at=NOON)):
            for n in (0, 1):
                if old[n] != amounts[n]:
                    stages = self.held.setdefault((order.id, n), dict.fromkeys(STAGES, 0))
                    stages["reserved"] = amounts[n]

    @rule(taken=st.integers(1, 2_000_000), giver=LINES)
    def shift(self, taken, giver):
        taker = 1 - giver
        fits = self.ceiling[giver] - taken >= self.used(giver)

        def act():
            document = budget.open_document(
                agency_id=self.office.agency.pk, fiscal_year=2026, number="DPPA", effective_from=date(2026, 3, 6)
            )
            changes = {self.lines[giver].pk: Rupiah(-taken), self.lines[taker].pk: Rupiah(taken)}
            budget.shift_budget(document=document, changes=changes, effective_from=date(2026, 3, 6))

        if self.attempt(fits, act):
            self.ceiling[giver] -= taken
            self.ceiling[taker] += taken

    @invariant()
    def the_lines_are_as_the_model_says(self):
        for n, line in enumerate(getattr(self, "lines", [])):
            sums = [sum(s[stage] for (_o, on), s in self.held.items() if on == n) for stage in STAGES]
            assert figures(line) == (self.ceiling[n] - sum(sums), *sums)

    @invariant()
    def the_holds_are_as_the_model_says(self):
        orders = {order_id for order_id, _line in getattr(self, "held", {})}
        for order_id in orders:
            for hold in BudgetHold.objects.filter(order_id=order_id):
                n = [line.pk for line in self.lines].index(hold.line_id)
                assert self.held[order_id, n] == {stage: getattr(hold, f"{stage}_idr") for stage in STAGES}

    @invariant()
    def nothing_is_broken(self):
        assert broken_invariants() == []


class PurchasesInTransaction(Purchases):
    """Each run begins where the test began."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)


@pytest.mark.django_db
def test_random_purchases_agree_with_the_model():
    run_state_machine_as_test(
        PurchasesInTransaction,
        settings=settings(
            max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
