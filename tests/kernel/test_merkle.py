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
