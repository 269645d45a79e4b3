"""The Merkle tree of RFC 6962, section 2.1, with SHA-256.

Leaves and nodes are hashed with different first octets, so that no node can pass for a leaf. A
level is paired from the left; one left over goes up as it is, which gives the tree of the RFC.
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import zip_longest


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """`leaves` are leaf hashes. Raises ValueError when there are none: nothing is no tree here."""
    level = list(leaves)
    if not level:
        raise ValueError("a tree without leaves")
    while len(level) > 1:
        level = _above(level)
    return level[0]


def paths_of(leaves: Sequence[bytes], indices: Iterable[int]) -> dict[int, tuple[bytes, ...]]:
    """For each leaf asked for, the nodes that lead from it to the root, lowest first."""
    paths: dict[int, list[bytes]] = {index: [] for index in indices}
    level, height = list(leaves), 0
    while len(level) > 1:
        for index, path in paths.items():
            beside = (index >> height) ^ 1
            if beside < len(level):
                path.append(level[beside])
        level, height = _above(level), height + 1
    return {index: tuple(path) for index, path in paths.items()}


def _above(level: Sequence[bytes]) -> list[bytes]:
    pairs = zip_longest(level[::2], level[1::2])
    return [left if right is None else _node(left, right) for left, right in pairs]


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
