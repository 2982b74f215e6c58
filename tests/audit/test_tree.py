"""The Merkle tree: known roots and paths, and what holds for every tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaan.audit import tree

# The reference data of Certificate Transparency.
INPUTS = [
    bytes.fromhex(entry)
    for entry in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): INCLUSION[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
LEAVES = [tree.leaf_hash(entry) for entry in INPUTS]

sizes = st.integers(1, 130)
bits = st.integers(0, 255)


def leaves(size: int) -> list[bytes]:
    return [tree.leaf_hash(f"event {number}".encode()) for number in range(size)]


def subtree_of(hashes):
    return lambda first, end: tree.root_of(hashes[first:end])


def naive_root(hashes: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not hashes:
        return tree.EMPTY
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return tree.node_hash(naive_root(hashes[:k]), naive_root(hashes[k:]))


def flip(hash_: bytes, bit: int) -> bytes:
    return (int.from_bytes(hash_) ^ 1 << bit).to_bytes(len(hash_))


@pytest.mark.parametrize("size", range(9))
def test_roots_of_the_reference_data(size):
    assert tree.root_of(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("position", "size"), INCLUSION)
def test_inclusion_paths_of_the_reference_data(position, size):
    path = tree.inclusion_path(position, size, subtree_of(LEAVES))
    assert [step.hex() for step in path] == INCLUSION[position, size]


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_paths_of_the_reference_data(old, new):
    path = tree.consistency_path(old, new, subtree_of(LEAVES))
    assert [step.hex() for step in path] == CONSISTENCY[old, new]


@given(sizes)
def test_the_root_is_what_the_standard_says(size):
    assert tree.root_of(leaves(size)) == naive_root(leaves(size))


@given(st.data(), sizes)
def test_a_tree_goes_on_from_its_peaks(data, size):
    hashes, cut = leaves(size), data.draw(st.integers(0, size))
    before = tree.Frontier()
    for leaf in hashes[:cut]:
        before.append(leaf)
    after = tree.Frontier(before.size, before.peaks)
    for leaf in hashes[cut:]:
        after.append(leaf)
    assert after.root() == naive_root(hashes)
    assert after.is_whole()


@given(st.data(), sizes)
def test_every_leaf_is_proved_with_a_short_path(data, size):
    hashes, position = leaves(size), data.draw(st.integers(0, size - 1))
    path = tree.inclusion_path(position, size, subtree_of(hashes))
    assert len(path) <= (size - 1).bit_length()
    assert tree.is_included(hashes[position], position, size, path, tree.root_of(hashes))


@given(st.data(), sizes, bits)
def test_no_bit_of_a_proof_can_be_changed(data, size, bit):
    hashes, position = leaves(size), data.draw(st.integers(0, size - 1))
    path, root = tree.inclusion_path(position, size, subtree_of(hashes)), tree.root_of(hashes)
    spoilt = data.draw(st.integers(-2, len(path) - 1))
    leaf = flip(hashes[position], bit) if spoilt == -2 else hashes[position]
    root = flip(root, bit) if spoilt == -1 else root
    path = [flip(step, bit) if place == spoilt else step for place, step in enumerate(path)]
    assert not tree.is_included(leaf, position, size, path, root)


@given(st.data(), sizes)
def test_a_leaf_is_proved_at_its_own_place_only(data, size):
    hashes, position = leaves(size), data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-1, size))
    path = tree.inclusion_path(position, size, subtree_of(hashes))
    proved = tree.is_included(hashes[position], other, size, path, tree.root_of(hashes))
    assert proved == (other == position)


@given(st.data(), sizes)
def test_a_path_cut_or_lengthened_proves_nothing(data, size):
    hashes, position = leaves(size), data.draw(st.integers(0, size - 1))
    path, root = tree.inclusion_path(position, size, subtree_of(hashes)), tree.root_of(hashes)
    assert not tree.is_included(hashes[position], position, size, [*path, hashes[0]], root)
    if path:
        assert not tree.is_included(hashes[position], position, size, path[:-1], root)


@given(st.data(), sizes)
def test_every_earlier_tree_is_proved_to_be_the_beginning(data, size):
    hashes, old = leaves(size), data.draw(st.integers(1, size))
    path = tree.consistency_path(old, size, subtree_of(hashes))
    assert tree.is_consistent(old, size, path, tree.root_of(hashes[:old]), tree.root_of(hashes))


@given(st.data(), sizes, bits)
def test_no_bit_of_a_consistency_proof_can_be_changed(data, size, bit):
    hashes, old = leaves(size), data.draw(st.integers(1, size))
    path = tree.consistency_path(old, size, subtree_of(hashes))
    before, after = tree.root_of(hashes[:old]), tree.root_of(hashes)
    spoilt = data.draw(st.integers(-2, len(path) - 1))
    before = flip(before, bit) if spoilt == -2 else before
    after = flip(after, bit) if spoilt == -1 else after
    path = [flip(step, bit) if place == spoilt else step for place, step in enumerate(path)]
    assert not tree.is_consistent(old, size, path, before, after)


@given(st.data(), sizes)
def test_a_rewritten_past_is_not_consistent(data, size):
    hashes, old = leaves(size), data.draw(st.integers(1, size))
    rewritten = list(hashes)
    place = data.draw(st.integers(0, old - 1))
    rewritten[place] = tree.leaf_hash(b"never happened")
    path = tree.consistency_path(old, size, subtree_of(rewritten))
    assert not tree.is_consistent(old, size, path, tree.root_of(hashes[:old]), tree.root_of(rewritten))
