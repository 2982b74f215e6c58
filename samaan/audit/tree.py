"""The Merkle tree of RFC 6962: its hashes, and proofs that need nothing but hashes to be checked."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

Hash = bytes
# The root of the leaves from one position up to, not including, another.
RootOf = Callable[[int, int], Hash]

EMPTY: Hash = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> Hash:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that only grows: the roots of its full subtrees, the largest first, are all it has to remember."""

    def __init__(self, size: int = 0, peaks: Iterable[Hash] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)

    def append(self, leaf: Hash) -> None:
        """Two full subtrees of one size become one."""
        self.size += 1
        self.peaks.append(leaf)
        merging = self.size
        while merging % 2 == 0:
            right, left = self.peaks.pop(), self.peaks.pop()
            self.peaks.append(node_hash(left, right))
            merging //= 2

    def root(self) -> Hash:
        if not self.peaks:
            return EMPTY
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def is_whole(self) -> bool:
        """Whether there are as many peaks as a tree of this size has."""
        return len(self.peaks) == self.size.bit_count()


def root_of(leaves: Iterable[Hash]) -> Hash:
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def split(size: int) -> int:
    """How many leaves the left side of a tree has: the largest power of two below its size."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_path(position: int, size: int, subtree: RootOf) -> list[Hash]:
    """What, together with the leaf at a position, gives the root of the first `size` leaves; from the leaf upward."""
    first, end, path = 0, size, []
    while end - first > 1:
        middle = first + split(end - first)
        if position < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(first, middle))
            first = middle
    return path[::-1]


def consistency_path(old: int, new: int, subtree: RootOf) -> list[Hash]:
    """What shows that the tree of `old` leaves is the beginning of the tree of `new`; both at least one leaf."""
    first, end, path = 0, new, []
    while end != old:
        middle = first + split(end - first)
        if old <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(first, middle))
            first = middle
    if first > 0:
        path.append(subtree(first, end))
    return path[::-1]


def is_included(leaf: Hash, position: int, size: int, path: Sequence[Hash], root: Hash) -> bool:
    """RFC 9162, 2.1.3.2."""
    if not 0 <= position < size:
        return False
    node, last, found = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(old: int, new: int, path: Sequence[Hash], old_root: Hash, new_root: Hash) -> bool:
    """RFC 9162, 2.1.4.2."""
    if old == new:
        return not path and old_root == new_root
    if not 0 < old < new:
        return False
    path = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not path:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    found_old = found_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            found_old, found_new = node_hash(sibling, found_old), node_hash(sibling, found_new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            found_new = node_hash(found_new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root
