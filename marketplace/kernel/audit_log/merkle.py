"""Merkle tree hashes as in RFC 6962: what an auditor's own verifier computes again from the exported leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

EMPTY_ROOT = hashlib.sha256(b"").digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(frontier: list[bytes | None], leaf: bytes) -> None:
    """Add one leaf. `frontier[k]` is the root of the full subtree of 2**k leaves at the right edge, or None."""
    level = 0
    while level < len(frontier) and frontier[level] is not None:
        leaf = node(frontier[level] or b"", leaf)
        frontier[level] = None
        level += 1
    if level == len(frontier):
        frontier.append(leaf)
    else:
        frontier[level] = leaf


def root_of(frontier: Iterable[bytes | None]) -> bytes:
    """The root over all leaves added so far: smaller subtrees on the right are folded into larger ones."""
    root: bytes | None = None
    for subtree in frontier:
        if subtree is not None:
            root = subtree if root is None else node(subtree, root)
    return EMPTY_ROOT if root is None else root


def root_over(leaves: Iterable[bytes]) -> bytes:
    frontier: list[bytes | None] = []
    for leaf in leaves:
        grow(frontier, leaf)
    return root_of(frontier)
