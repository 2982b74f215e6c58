"""What happened in a case, its own events and what other files tell of it, newest first.

The contexts above append to `ALSO` in `ready()`: referrals what came of each, intake the screening.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.cases import words
from samaan.cases.models import Case
from samaan.cases.words import Line
from samaan.walls.words import of_disclosures

# Each answers with the lines this reader may see.
ALSO: list[Callable[[Case, User], Iterable[Line]]] = []
SHOWN = 200
LONG_AGO = datetime.min.replace(tzinfo=UTC)


def lines_of(case: Case, reader: User, held: Iterable[str]) -> list[Line]:
    """The latest lines that a reader who holds these compartments sees."""
    lines = words.timeline(stream.timeline(case.pk)[:SHOWN], held)
    lines += [Line(what, by, when) for what, by, when in of_disclosures(reader, case.pk)]
    for told in ALSO:
        lines += told(case, reader)
    return sorted(lines, key=lambda line: line.when or LONG_AGO, reverse=True)[:SHOWN]
