"""Taking what was written since the last time into the tree, and signing what the tree is then."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from samaan.audit import checkpoints
from samaan.audit.checkpoints import Signed
from samaan.audit.keys import Signer
from samaan.audit.models import Checkpoint, Leaf, Tile
from samaan.audit.tree import Frontier, Hash, root_of

TILE = 256
MOST = 10_000
HASH_BYTES = 32
# One sealer at a time.
LOCK = (23098, 24225)

HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
# Below the horizon every transaction has ended, so nothing of it is still to come.
SETTLED = """
    SELECT id, leaf, xid FROM audit_event e
     WHERE xid >= %s AND xid < %s AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)
     ORDER BY xid, id LIMIT %s
"""
# All that was committed: at the very beginning, and in a database moved to a server that counts from the start.
UNSEALED = """
    SELECT id, leaf, xid FROM audit_event e
     WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id) ORDER BY id LIMIT %s
"""


class CannotSeal(Exception):
    """The log is not as this sealer left it; the message says how. Nothing is sealed on top of that."""


@dataclass(frozen=True)
class Found:
    """Events to seal, in their order, and up to where nothing else is to come."""

    events: list[tuple[int, Hash]]
    horizon: int


@transaction.atomic
def seal(signer: Signer, *, most: int = MOST) -> Signed | None:
    """Seal up to `most` events, if there are any.

    1. one sealer at a time, 2. the last checkpoint is ours and whole, 3. the events below the horizon, 4. their leaves
    and the tiles they fill, 5. the checkpoint, signed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", LOCK)
    last = Checkpoint.objects.order_by("-number").first()
    frontier = resume(last, signer)
    found = find(last.horizon if last else 0, most)
    if not found.events:
        return None
    append(frontier, found.events)
    checkpoint = checkpoints.sign(
        Signed(
            number=last.number + 1 if last else 1,
            size=frontier.size,
            root=frontier.root().hex(),
            previous=signed(last).digest() if last else checkpoints.BEGINNING,
            sealed_at=checkpoints.moment(timezone.now()),
            horizon=found.horizon,
            key=signer.public,
        ),
        signer.key,
    )
    store(checkpoint, frontier)
    return checkpoint


def resume(last: Checkpoint | None, signer: Signer) -> Frontier:
    """The tree as the last checkpoint left it."""
    if last is None:
        return Frontier()
    frontier = frontier_of(last)
    statement = signed(last)
    ours = statement.key in signer.known and statement.is_signed()
    if not ours or not frontier.is_whole() or frontier.root() != bytes(last.root):
        raise CannotSeal(f"Checkpoint {last.number} in the database is not as it was signed.")
    return frontier


def frontier_of(checkpoint: Checkpoint) -> Frontier:
    peaks = bytes(checkpoint.peaks)
    return Frontier(checkpoint.size, [peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES)])


def find(low: int, most: int) -> Found:
    """The next events to seal."""
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        (horizon,) = cursor.fetchone()
        # A horizon that went back: the database was moved to another server, whose transactions count anew.
        anew = low == 0 or low > horizon
        if anew:
            cursor.execute(UNSEALED, [most])
        else:
            cursor.execute(SETTLED, [low, horizon, most])
        rows = cursor.fetchall()
    events = [(number, bytes(leaf)) for number, leaf, _xid in rows]
    if len(rows) < most:
        return Found(events, horizon)
    return Found(events, 0 if anew else rows[-1][2])


def append(frontier: Frontier, events: list[tuple[int, Hash]]) -> None:
    """Leaves at the end of the tree, and each tile they fill."""
    first = frontier.size
    for _number, leaf in events:
        frontier.append(leaf)
    Leaf.objects.bulk_create(
        [Leaf(position=first + place, event_id=number, hash=leaf) for place, (number, leaf) in enumerate(events)]
    )
    filled = range(first // TILE, frontier.size // TILE)
    Tile.objects.bulk_create([Tile(number=number, root=root_of(leaves_of(number))) for number in filled])


def leaves_of(tile: int) -> list[Hash]:
    """The leaves of one tile."""
    leaves = Leaf.objects.filter(position__gte=tile * TILE, position__lt=(tile + 1) * TILE).order_by("position")
    return [bytes(leaf) for leaf in leaves.values_list("hash", flat=True)]


def store(checkpoint: Signed, frontier: Frontier) -> None:
    Checkpoint.objects.create(
        number=checkpoint.number,
        size=checkpoint.size,
        root=bytes.fromhex(checkpoint.root),
        previous=bytes.fromhex(checkpoint.previous),
        sealed_at=checkpoint.sealed_at,
        horizon=checkpoint.horizon,
        key=bytes.fromhex(checkpoint.key),
        signature=bytes.fromhex(checkpoint.signature),
        peaks=b"".join(frontier.peaks),
    )


def signed(row: Checkpoint) -> Signed:
    """A stored checkpoint as the statement that was signed."""
    return Signed(
        number=row.number,
        size=row.size,
        root=bytes(row.root).hex(),
        previous=bytes(row.previous).hex(),
        sealed_at=checkpoints.moment(row.sealed_at),
        horizon=row.horizon,
        key=bytes(row.key).hex(),
        signature=bytes(row.signature).hex(),
    )
