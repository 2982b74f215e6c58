"""Computing the whole log anew: each event's hash, the tree, the chain, the signatures, and what the witnesses hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from samaan.audit import against_witnesses, checkpoints, reading, sealing
from samaan.audit.checkpoints import Signed
from samaan.audit.findings import Finding, said, when
from samaan.audit.keys import short
from samaan.audit.models import Checkpoint, Tile, Verification
from samaan.audit.reading import InOrder, SealedEvent
from samaan.audit.sealing import TILE
from samaan.audit.tree import Frontier, Hash, root_of
from samaan.audit.witness import Copy

LATE = timedelta(minutes=5)
KEPT = 200


@dataclass
class Result:
    """What was looked at and what was found."""

    began_at: datetime = field(default_factory=timezone.now)
    checkpoint: int = 0
    sealed: int = 0
    waiting: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def events(self) -> int:
        return self.sealed + self.waiting

    @property
    def changed(self) -> bool:
        return any(finding.is_change for finding in self.findings)

    def find(self, code: str, **facts: object) -> None:
        self.findings.append(Finding(code, facts))

    def keep(self) -> Verification:
        """Note it where the auditor's page finds it."""
        stored = [{"code": finding.code, "facts": finding.facts} for finding in self.findings[:KEPT]]
        found = Verification(
            began_at=self.began_at,
            ended_at=timezone.now(),
            checkpoint=self.checkpoint,
            events=self.events,
            findings=stored,
        )
        found.save(force_insert=True)
        return found


@transaction.atomic
def verify(known: Sequence[str], copies: Iterable[Copy] = ()) -> Result:
    """Verify the whole log; `known` are the public keys of this installation, `copies` what the witnesses hold.

    1. checkpoint by checkpoint, with their events, 2. what is not sealed yet, 3. the tiles, 4. the witnesses. The
    copies were read before this begins: what they hold must be in the database by now.
    """
    result = Result()
    leaves = InOrder(reading.sealed_events())
    tiles: list[Hash] = []
    statements: dict[int, Signed] = {}
    frontier, last = Frontier(), None
    for row in Checkpoint.objects.order_by("number").iterator():
        last = check_statement(result, sealing.signed(row), last, known)
        frontier = check_batch(result, row, last, frontier, leaves, tiles)
        statements[last.number] = last
    if last:
        result.checkpoint, result.sealed = last.number, last.size
    check_waiting(result)
    check_tiles(result, tiles)
    against_witnesses.check(result.find, known, list(copies), statements)
    return result


def check_statement(result: Result, found: Signed, last: Signed | None, known: Sequence[str]) -> Signed:
    """That a checkpoint is signed, by us, and follows the one before."""
    expected = last.number + 1 if last else 1
    if not found.is_signed():
        result.find("checkpoint_edited", checkpoint=found.number)
    elif found.key not in known:
        result.find("key_unknown", checkpoint=found.number, key=short(found.key), known=", ".join(map(short, known)))
    if found.number != expected:
        result.find("checkpoint_missing", first=expected, last=found.number - 1)
    elif found.previous != (last.digest() if last else checkpoints.BEGINNING):
        result.find("checkpoint_not_next", checkpoint=found.number)
    return found


def check_batch(
    result: Result, row: Checkpoint, found: Signed, frontier: Frontier, leaves: InOrder, tiles: list[Hash]
) -> Frontier:
    """The events that a checkpoint sealed; returns the tree after it."""
    expected = found.size - frontier.size
    events = list(leaves.below(found.size))
    for event in events:
        check_event(result, event, found)
        frontier.append(event.hash)
        tiles.append(event.hash)
    if len(events) < expected:
        result.find("leaves_missing", count=expected - len(events), **when(found))
    elif frontier.root() != found.root_hash():
        ids = [event.event_id for event in events]
        result.find("leaves_changed", first=min(ids, default="–"), last=max(ids, default="–"), **when(found))
    else:
        return frontier
    # What comes after is judged by itself, from where this checkpoint says that the tree stood.
    return sealing.frontier_of(row)


def check_event(result: Result, event: SealedEvent, found: Signed) -> None:
    """One event against the hash it was written with and the one that was sealed."""
    if event.entry is None:
        result.find("event_deleted", event=event.event_id, **when(found))
        return
    computed = event.entry.leaf()
    if computed != event.leaf:
        result.find("event_edited", event=event.event_id)
    elif computed != event.hash:
        result.find("event_rehashed", event=event.event_id, **when(found))


def check_waiting(result: Result) -> None:
    """Events without a place in the tree: the newest few, unless one was slipped in or the sealer stands still."""
    oldest: datetime | None = None
    for event in reading.waiting_events():
        result.waiting += 1
        oldest = min(oldest or event.recorded_at, event.recorded_at)
        if event.entry.leaf() != event.leaf:
            result.find("event_edited", event=event.entry.id)
        if event.late:
            result.find("event_slipped_in", event=event.entry.id, checkpoint=result.checkpoint)
    if beyond := reading.leaves_beyond():
        result.find("leaves_beyond", count=beyond, checkpoint=result.checkpoint)
    if result.waiting and not result.checkpoint:
        result.find("nothing_sealed")
    elif oldest and oldest < timezone.now() - LATE:
        result.find("sealing_late", count=result.waiting, since=said(oldest))


def check_tiles(result: Result, leaves: list[Hash]) -> None:
    """The hashes kept for proofs. Where leaves themselves were changed, these say nothing more."""
    if any(finding.code in ("leaves_changed", "leaves_missing") for finding in result.findings):
        return
    stored = {number: bytes(root) for number, root in Tile.objects.values_list("number", "root")}
    for number in range(len(leaves) // TILE):
        first = number * TILE
        if stored.get(number) != root_of(leaves[first : first + TILE]):
            result.find("tile_changed", first=first, last=first + TILE - 1)
