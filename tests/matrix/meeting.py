"""Asking every row for those it names and for some of the others, and telling what was met otherwise."""

import os
import zlib
from collections.abc import Iterable, Iterator

from tests.matrix import reading
from tests.matrix.asking import Asked, Met
from tests.matrix.drafting import as_met
from tests.matrix.listening import amiss
from tests.matrix.reading import VISITOR, Row

# Of all that are answered alike at a line one is asked, another at each line; everybody in the nightly run.
WHOLE = os.environ.get("SAMAAN_TEST_MATRIX") == "whole"
MATRIX = reading.read()
NOBODY = (VISITOR, "left")
# The first line of each address and method.
FIRST = {row.name for row in {(row.address, row.method): row for row in MATRIX.every_row()[::-1]}.values()}


def by_address(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.address, []).append(row)
    return list(found.items())


def cases(row: Row) -> list[str]:
    """Who is asked: of each answer whose turn it is; whoever is not signed in, at one line of each address."""
    if WHOLE:
        return list(row.answers)
    alike: dict[str, list[str]] = {}
    for name, answer in row.answers.items():
        if name not in NOBODY:
            alike.setdefault(answer, []).append(name)
    turn = zlib.crc32(row.name.encode())
    asked = [names[turn % len(names)] for names in alike.values()]
    return [*(NOBODY if row.name in FIRST else ()), *asked]


def differing(rows: list[Row], asked: Asked) -> list[str]:
    """Every case in which somebody met something else than the matrix says, and the line as it is met now."""
    wrong = []
    for row in rows:
        found = [said for name in cases(row) for said in mistakes(row, name, asked.met(name, row))]
        wrong += [f"{row.name}: {said}" for said in found]
        if any(said.startswith("~") for said in found):
            wrong.append(f"   the line would be, if the design says so:  {as_met(row, asked)}")
    return wrong


def mistakes(row: Row, name: str, met: Met) -> Iterator[str]:
    if met.answer != row.answers[name]:
        yield f"~ {name} meets “{met.answer}”, not “{row.answers[name]}”"
    if row.method == "GET" and met.written:
        yield f"{name} only looked, and {sorted(met.written)} was written"
    if row.method != "GET" and met.answer == "does" and not met.left_traces and name not in NOBODY:
        yield f"{name} is answered as if it were done, and nothing was"
    yield from amiss(name, met)


def strangers(rows: list[Row], asked: Asked) -> Iterator[tuple[str, Row]]:
    """Of each line that is about one record, somebody who has just met nothing there."""
    for row in rows:
        about_one = {"pk", "record_pk", "record"} & asked.askers[VISITOR].numbers(row).keys()
        name = next((name for name in cases(row) if row.answers[name] == "nothing"), None)
        if name and about_one:
            yield name, row


def is_as_none(name: str, row: Row, asked: Asked) -> bool:
    """The same status and the same words; asked again at once where a minute on the page has passed between the two."""

    def differ() -> bool:
        foreign, none = asked.met(name, row), asked.met(name, row, of_none=True)
        return (foreign.status, foreign.body) != (none.status, none.body)

    if not differ():
        return True
    asked.forget(name, row)
    return not differ()
