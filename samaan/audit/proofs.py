"""Proofs as small files: that an event is in the log, and that the log only grew. `checking` checks them."""

import json
from dataclasses import asdict

from django.db import connection

from samaan.audit import sealing, stored_tree, tree
from samaan.audit.checking import GROWTH, INCLUSION
from samaan.audit.checkpoints import Signed
from samaan.audit.entries import COLUMNS, Entry
from samaan.audit.models import Checkpoint, Leaf

# Where an event is read from: by whoever reads them all, or by an auditor through a page.
EVERYTHING = f"SELECT {COLUMNS} FROM audit_event e WHERE id = %s"
AUDITED = f"SELECT {COLUMNS} FROM sec.audited_events(%s + 1, 1) e WHERE id = %s"


class NoProof(Exception):
    """There is nothing to prove, or the stored log does not prove it; the message says why."""


class NoSuchEvent(NoProof):
    """There is no such event, or none for whoever asks."""


class NotSealedYet(NoProof):
    """The sealer has not come to it."""


def prove_event(event_id: int, *, number: int | None = None, source: str = EVERYTHING) -> str:
    """The file that proves an event's place in the newest checkpoint, or in the one numbered so.

    Raises NoProof.
    """
    entry = entry_of(event_id, source)
    leaf = Leaf.objects.filter(event_id=event_id).first()
    if leaf is None:
        raise NotSealedYet(f"Event {event_id} is not sealed yet. The sealer takes a second; try again.")
    checkpoint = checkpoint_numbered(number)
    if leaf.position >= checkpoint.size:
        raise NoProof(f"Checkpoint {checkpoint.number} is older than event {event_id}.")
    path = tree.inclusion_path(leaf.position, checkpoint.size, stored_tree.subtree)
    if not tree.is_included(entry.leaf(), leaf.position, checkpoint.size, path, checkpoint.root_hash()):
        raise NoProof(f"The log does not prove event {event_id}. Run: samaan events verify")
    facts = {"position": leaf.position, "path": [step.hex() for step in path], "checkpoint": asdict(checkpoint)}
    return written({"samaan": INCLUSION, "entry": entry.text(), **facts})


def prove_growth(old: int, new: int | None = None) -> str:
    """The file that proves that one checkpoint's log is the beginning of a later one's. Raises NoProof."""
    older, newer = checkpoint_numbered(old), checkpoint_numbered(new)
    if older.number > newer.number:
        raise NoProof(f"Checkpoint {older.number} is newer than {newer.number}.")
    path = tree.consistency_path(older.size, newer.size, stored_tree.subtree)
    if not tree.is_consistent(older.size, newer.size, path, older.root_hash(), newer.root_hash()):
        raise NoProof("The log does not prove it. Run: samaan events verify")
    facts = {"from": asdict(older), "to": asdict(newer), "path": [step.hex() for step in path]}
    return written({"samaan": GROWTH, **facts})


def entry_of(event_id: int, source: str = EVERYTHING) -> Entry:
    with connection.cursor() as cursor:
        cursor.execute(source, [event_id] * source.count("%s"))
        row = cursor.fetchone()
    if row is None:
        raise NoSuchEvent(f"There is no event {event_id}.")
    return Entry(*row)


def checkpoint_numbered(number: int | None) -> Signed:
    """A checkpoint, the newest when no number is given."""
    rows = Checkpoint.objects.order_by("-number")
    row = (rows if number is None else rows.filter(number=number)).first()
    if row is None:
        raise NoProof("Nothing is sealed yet." if number is None else f"There is no checkpoint {number}.")
    return sealing.signed(row)


def written(proof: dict) -> str:
    return json.dumps(proof, ensure_ascii=False, indent=1) + "\n"
