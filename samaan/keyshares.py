"""The master key on paper: three shares in words, any two of which make it again, none of which tells anything of it.

SLIP-39, the standard of hardware wallets, by its authors' library. Each share carries the number of its set and a
checksum: a mistyped word, a share of another set and one share twice are told apart.
"""

import difflib
from dataclasses import dataclass

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from samaan.masterkey import BYTES, MasterKey

SHARES, NEEDED = 3, 2
VERSION_BYTES = 2


class ShareError(Exception):
    """A share, or the two together, cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Sheet:
    """One share: which of how many, of which set, and its words."""

    place: int
    set_number: int
    words: tuple[str, ...]


def split(key: MasterKey) -> list[Sheet]:
    """The three shares of a new set. Sets do not mix: splitting again makes the old sheets useless with the new."""
    secret = key.version.to_bytes(VERSION_BYTES) + key.key
    (group,) = generate_mnemonics(1, [(NEEDED, SHARES)], secret)
    return [sheet(share) for share in group]


def sheet(text: str) -> Sheet:
    """One share as somebody typed it; ShareError names the word that is wrong."""
    words = tuple(text.lower().replace(",", " ").split())
    for place, word in enumerate(words, 1):
        if word not in WORDLIST:
            raise ShareError(f"Word {place}, “{word}”, is in no share.{_meant(word)}")
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        raise ShareError(
            f"Its checksum does not fit: among these {len(words)} words one is another, missing, or in another place."
        ) from None
    return Sheet(share.index + 1, share.identifier, words)


def combine(first: Sheet, second: Sheet) -> MasterKey:
    """The master key from two shares; ShareError says why these two do not make one."""
    if first.set_number != second.set_number:
        raise ShareError(
            f"The first is of set {first.set_number}, the second of set {second.set_number}: shares of different sets"
            " make no key."
        )
    if first.place == second.place:
        raise ShareError(f"Both are share {first.place} of set {first.set_number}. Two different ones are needed.")
    try:
        secret = combine_mnemonics([" ".join(first.words), " ".join(second.words)])
    except MnemonicError:
        raise ShareError("These two are not shares of one key, though their numbers say so.") from None
    if len(secret) != VERSION_BYTES + BYTES:
        raise ShareError("These are shares of something else than a master key of Samaan.")
    return MasterKey(int.from_bytes(secret[:VERSION_BYTES]), secret[VERSION_BYTES:])


def _meant(word: str) -> str:
    likely = difflib.get_close_matches(word, WORDLIST, n=2)
    return f" Perhaps {' or '.join(likely)}?" if likely else ""
