import hashlib

from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.audit_log import merkle


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    cut = 1
    while cut * 2 < len(leaves):
        cut *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:cut]) + by_definition(leaves[cut:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_the_growing_tree_has_the_root_of_the_definition(leaves):
    assert merkle.root_over(leaves) == by_definition(leaves)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70), st.data())
def test_the_path_of_each_leaf_leads_to_the_root_from_any_known_frontier(leaves, data):
    place = data.draw(st.integers(0, len(leaves) - 1))
    start = data.draw(st.integers(0, place))
    frontier: list[bytes | None] = []
    for leaf in leaves[:start]:
        merkle.grow(frontier, leaf)

    path = merkle.inclusion_path(frontier, start, leaves[start:], place - start)

    assert merkle.root_from_path(leaves[place], place, len(leaves), path) == by_definition(leaves)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=40, unique=True), st.data())
def test_a_path_proves_neither_another_leaf_nor_another_place(leaves, data):
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.integers(0, len(leaves) - 1).filter(lambda one: one != place))
    path = merkle.inclusion_path([], 0, leaves, place)

    assert merkle.root_from_path(leaves[other], place, len(leaves), path) != by_definition(leaves)
    assert merkle.root_from_path(leaves[place], other, len(leaves), path) != by_definition(leaves)


def test_a_path_of_a_false_length_proves_nothing():
    leaves = [bytes([number]) * 32 for number in range(5)]
    path = merkle.inclusion_path([], 0, leaves, 2)

    assert merkle.root_from_path(leaves[2], 2, 5, path[:-1]) is None
    assert merkle.root_from_path(leaves[2], 2, 5, [*path, leaves[0]]) is None
    assert merkle.root_from_path(leaves[2], 5, 5, path) is None
