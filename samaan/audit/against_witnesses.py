"""What the witnesses hold beside what the database holds: the one way to notice that its newest part is gone."""

from collections.abc import Callable, Mapping, Sequence

from samaan.audit.checkpoints import Signed
from samaan.audit.findings import when
from samaan.audit.keys import short
from samaan.audit.witness import Copy

Find = Callable[..., None]


def check(find: Find, known: Sequence[str], copies: Sequence[Copy], database: Mapping[int, Signed]) -> None:
    """Compare every copy; without any, say so."""
    readable = [copy for copy in copies if not copy.trouble]
    if not readable and database:
        find("no_witness", trouble="; ".join(copy.trouble for copy in copies) or "–")
    for copy in readable:
        check_copy(find, known, copy, database)


def check_copy(find: Find, known: Sequence[str], copy: Copy, database: Mapping[int, Signed]) -> None:
    seen: dict[int, Signed] = {}
    strange: set[str] = set()
    for held in copy.checkpoints:
        if not held.is_signed():
            find("witness_forged", witness=copy.name, checkpoint=held.number)
            continue
        if held.key not in known and held.key not in strange:
            strange.add(held.key)
            keys = {"key": short(held.key), "known": ", ".join(map(short, known))}
            find("witness_other_key", witness=copy.name, **keys)
        if held.digest() != seen.setdefault(held.number, held).digest():
            find("witness_forked", witness=copy.name, checkpoint=held.number)
    compare(find, copy, seen, database)


def compare(find: Find, copy: Copy, seen: Mapping[int, Signed], database: Mapping[int, Signed]) -> None:
    """The first checkpoint that is another in the database, and how far each of the two goes."""
    last, newest = max(seen, default=0), max(database, default=0)
    differing = [n for n in seen if n in database and database[n].digest() != seen[n].digest()]
    if differing:
        find("witness_differs", witness=copy.name, checkpoint=min(differing))
    if last > newest:
        since = {"checkpoint": 0, "sealed_at": "–"} if not newest else when(database[newest])
        find("newest_gone", witness=copy.name, last=last, **since)
    if last < min(copy.delivered, newest):
        find("witness_behind", witness=copy.name, delivered=copy.delivered, last=last)
    elif not seen and newest:
        find("witness_empty", witness=copy.name)
