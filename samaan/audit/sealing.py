"""Taking what was written since the last time into the tree, and signing what the tree is then."""

from django.db import connection, transaction
from django.utils import timezone

from samaan.audit import checkpoints
from samaan.audit.checkpoints import Signed
from samaan.audit.keys import Signer
from samaan.audit.models import Checkpoint, Tile
from samaan.audit.tree import Frontier, Hash, root_of

TILE = 256
MOST = 10_000
HASH_BYTES = 32
# One sealer at a time.
LOCK = (23098, 24225)

HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
# Below the horizon every transaction has ended, so nothing of it is still to come. Few rows, each looked up alone.
SETTLED = """
    e.xid >= %(low)s AND e.xid < %(horizon)s
    AND (SELECT l.event_id FROM audit_leaf l WHERE l.event_id = e.id) IS NULL
"""
# At the very beginning, and in a database moved to a server that counts from the start: whatever was committed.
COMMITTED = "NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)"
# All in the database, and one answer: how many, the last one's transaction, and their hashes in a row.
PLACE = """
    WITH next AS (
        SELECT e.id, coalesce(e.leaf, '') AS leaf, e.xid FROM audit_event e
         WHERE {which} ORDER BY e.xid, e.id LIMIT %(most)s
    ), placed AS (
        INSERT INTO audit_leaf (position, event_id, hash)
        SELECT %(size)s + row_number() OVER (ORDER BY xid, id) - 1, id, leaf FROM next RETURNING position, hash
    )
    SELECT count(*), (SELECT max(xid) FROM next), coalesce(string_agg(hash, '' ORDER BY position), '') FROM placed
"""
LEAVES = """
    SELECT coalesce(string_agg(hash, '' ORDER BY position), '') FROM audit_leaf
     WHERE position >= %s AND position < %s
"""


class CannotSeal(Exception):
    """The log is not as this sealer left it; the message says how. Nothing is sealed on top of that."""


def seal_all(signer: Signer, *, most: int = MOST) -> int:
    """Seal everything that is settled by now; returns how many checkpoints that took."""
    made, before = 0, Checkpoint.objects.order_by("-number").values_list("size", flat=True).first() or 0
    while (sealed := seal(signer, most=most)) is not None:
        made += 1
        # A portion that is not full was the last; what is written meanwhile waits for the next second.
        if sealed.size - before < most:
            break
        before = sealed.size
    return made


@transaction.atomic
def seal(signer: Signer, *, most: int = MOST) -> Signed | None:
    """Seal up to `most` events, if there are any.

    1. one sealer at a time, 2. the last checkpoint is ours and whole, 3. the events below the horizon get their places,
    4. the tiles they fill, 5. the checkpoint, signed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", LOCK)
    last = Checkpoint.objects.order_by("-number").first()
    frontier = resume(last, signer)
    before = frontier.size
    horizon = place(frontier, last.horizon if last else 0, most)
    if frontier.size == before:
        return None
    fill_tiles(before, frontier.size)
    checkpoint = checkpoints.sign(
        Signed(
            number=last.number + 1 if last else 1,
            size=frontier.size,
            root=frontier.root().hex(),
            previous=signed(last).digest() if last else checkpoints.BEGINNING,
            sealed_at=checkpoints.moment(timezone.now()),
            horizon=horizon,
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
    return Frontier(checkpoint.size, in_pieces(checkpoint.peaks))


def place(frontier: Frontier, low: int, most: int) -> int:
    """The next events into the tree; returns up to where nothing else is to come."""
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        (horizon,) = cursor.fetchone()
        # A horizon that went back: the database was moved to another server, whose transactions count anew.
        anew = low == 0 or low > horizon
        query = PLACE.format(which=COMMITTED if anew else SETTLED)
        cursor.execute(query, {"low": low, "horizon": horizon, "most": most, "size": frontier.size})
        count, reached, row = cursor.fetchone()
    hashes = in_pieces(row)
    if len(hashes) != count:
        raise CannotSeal("Among the events to seal is one without a hash. Run: samaan events verify")
    for leaf in hashes:
        frontier.append(leaf)
    if count < most:
        return horizon
    return 0 if anew else reached


def fill_tiles(before: int, size: int) -> None:
    """Each tile that the new leaves fill."""
    first, end = before // TILE, size // TILE
    leaves = stored_leaves(first * TILE, end * TILE)
    Tile.objects.bulk_create(
        [
            Tile(number=number, root=root_of(leaves[(number - first) * TILE : (number - first + 1) * TILE]))
            for number in range(first, end)
        ]
    )


def stored_leaves(first: int, end: int) -> list[Hash]:
    """The leaves from one place up to another."""
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, [first, end])
        return in_pieces(cursor.fetchone()[0])


def in_pieces(row: bytes | memoryview) -> list[Hash]:
    """Hashes that stand in a row."""
    row = bytes(row)
    return [row[at : at + HASH_BYTES] for at in range(0, len(row), HASH_BYTES)]


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
