import pytest

from marketplace.kernel.errors import WrongState
from marketplace.kernel.states import Flow, move

FLOW = Flow(
    move("submit", sources=["draft"], target="submitted"),
    move("cancel", sources=["draft", "submitted"], target="cancelled"),
)


def test_a_legal_move_leads_to_its_target():
    assert FLOW.target("submit", "draft") == "submitted"


def test_an_illegal_move_is_refused_with_both_words():
    with pytest.raises(WrongState) as refusal:
        FLOW.target("submit", "cancelled")

    assert refusal.value.facts == {"action": "submit", "state": "cancelled"}


def test_one_action_cannot_lead_two_ways_from_one_state():
    with pytest.raises(ValueError, match="twice"):
        Flow(move("go", sources=["a"], target="b"), move("go", sources=["a"], target="c"))


def test_the_table_can_be_printed():
    assert FLOW.table().splitlines()[1].split() == ["draft", "cancel", "cancelled"]
