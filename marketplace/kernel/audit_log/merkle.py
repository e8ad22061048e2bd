"""Merkle tree hashes as in RFC 6962: what an auditor's own verifier computes again from the exported leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

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


def inclusion_path(frontier: Sequence[bytes | None], start: int, leaves: Sequence[bytes], offset: int) -> list[bytes]:
    """The hashes that lead from one leaf to the root (RFC 6962 section 2.1.1), lowest first.

    `frontier` is that of the `start` leaves before; `leaves` are all that follow up to the end of the tree. The path of
    `leaves[offset]` needs nothing older, so it costs one batch, however long the log is.
    """
    before = list(frontier)
    for leaf in leaves[:offset]:
        grow(before, leaf)
    place, size = start + offset, start + len(leaves)
    path: list[bytes] = []
    level = 0
    while (1 << level) < size:
        if place >> level & 1:
            path.append(before[level] or b"")
        else:
            first = ((place >> level) + 1) << level
            sibling = leaves[first - start : first + (1 << level) - start]
            if sibling:
                path.append(root_over(sibling))
        level += 1
    return path


def root_from_path(leaf: bytes, place: int, size: int, path: Iterable[bytes]) -> bytes | None:
    """The root to which a path leads from the leaf at `place` (from 0) in a tree of `size`; None for a false length.

    Source  RFC 9162 section 2.1.3.2. An auditor's own program does the same from the exported proof.
    """
    if not 0 <= place < size:
        return None
    root, last = leaf, size - 1
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            root = node(sibling, root)
            while place and not place & 1:
                place >>= 1
                last >>= 1
        else:
            root = node(root, sibling)
        place >>= 1
        last >>= 1
    return root if last == 0 else None
