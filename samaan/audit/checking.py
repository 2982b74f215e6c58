"""Checking proof files: with a public key or a kept checkpoint, and no database."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samaan.audit import tree
from samaan.audit.checkpoints import Signed, unhex
from samaan.audit.entries import Entry

INCLUSION, GROWTH = "proof that an event is in the log", "proof that the log only grew"


class WrongProof(Exception):
    """A proof that proves nothing; the message says why."""


@dataclass(frozen=True)
class Proved:
    """What a checked proof shows: an event in the log, or (without an entry) that `older` is part of `newer`."""

    newer: Signed
    older: Signed | None = None
    entry: Entry | None = None
    position: int = 0


def check(text: str, *, known: Sequence[str] = (), witnessed: Iterable[Signed] = ()) -> Proved:
    """What a proof shows, given the public keys or the checkpoints one trusts. Raises WrongProof."""
    try:
        proof = json.loads(text)
        kind, path = proof["samaan"], [unhex(step) for step in proof["path"]]
        if kind == INCLUSION:
            shown = check_event(proof, path)
        elif kind == GROWTH:
            shown = check_growth(proof, path)
        else:
            raise WrongProof("This file is no proof of Samaan's.")
    except (ValueError, TypeError, KeyError, AttributeError):
        raise WrongProof("This file is damaged or no proof of Samaan's.") from None
    held = {one.number: one.digest() for one in witnessed}
    if shown.older is None:
        refuse_untrusted(shown.newer, known, held)
    else:
        refuse_untrusted(shown.older, known, held)
        # The earlier one is what is trusted; the later one has to come from the same hands.
        refuse_untrusted(shown.newer, known or [shown.older.key], {})
    return shown


def check_event(proof: dict, path: list[tree.Hash]) -> Proved:
    checkpoint = Signed(**proof["checkpoint"])
    text, position = proof["entry"], proof["position"]
    leaf = tree.leaf_hash(text.encode())
    if not tree.is_included(leaf, position, checkpoint.size, path, checkpoint.root_hash()):
        raise WrongProof("The event in this file was not sealed like this: event, place or path was changed.")
    *columns, data = json.loads(text)
    return Proved(checkpoint, entry=Entry(*[*columns, json.dumps(data, ensure_ascii=False)]), position=position)


def check_growth(proof: dict, path: list[tree.Hash]) -> Proved:
    older, newer = Signed(**proof["from"]), Signed(**proof["to"])
    if not tree.is_consistent(older.size, newer.size, path, older.root_hash(), newer.root_hash()):
        raise WrongProof("The later log does not begin with the earlier one: what was sealed was changed.")
    return Proved(newer, older=older)


def refuse_untrusted(checkpoint: Signed, known: Sequence[str], witnessed: dict[int, str]) -> None:
    if not checkpoint.is_signed():
        raise WrongProof(f"Checkpoint {checkpoint.number} in this file is not as it was signed.")
    if known and checkpoint.key not in known:
        raise WrongProof(f"Checkpoint {checkpoint.number} is signed with another key ({checkpoint.key}).")
    if witnessed and witnessed.get(checkpoint.number) != checkpoint.digest():
        raise WrongProof(f"The checkpoints given do not include checkpoint {checkpoint.number} as it is in this file.")
    if not known and not witnessed:
        raise WrongProof("Nothing was given to trust: a public key, or checkpoints that a witness kept.")
