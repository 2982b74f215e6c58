"""Asking every row for those it names and for some of the others, and telling what was met otherwise."""

import os
from collections.abc import Iterable, Iterator

from tests.matrix import reading
from tests.matrix.asking import Asked, Met
from tests.matrix.drafting import as_met
from tests.matrix.listening import amiss
from tests.matrix.reading import Row

# Those a row leaves out all meet the same nothing: a few of them are asked each time, everybody in the nightly run.
OUTSIDERS = 100 if os.environ.get("SAMAAN_TEST_MATRIX") == "whole" else 2
MATRIX = reading.read()


def by_address(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.address, []).append(row)
    return list(found.items())


def cases(row: Row) -> Iterator[str]:
    """Who is asked: whoever is answered something of their own, and the outsiders whose turn it is."""
    common = max(set(row.answers.values()), key=list(row.answers.values()).count)
    named = [name for name, answer in row.answers.items() if answer != common or name in ("visitor", "left")]
    others = [name for name in row.answers if name not in named]
    turn = sum(map(ord, row.name)) % max(len(others), 1)
    yield from named
    yield from (others[turn:] + others[:turn])[:OUTSIDERS]


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
    if row.method != "GET" and met.answer == "does" and not met.left_traces and name not in ("visitor", "left"):
        yield f"{name} is answered as if it were done, and nothing was"
    yield from amiss(name, met)


def strangers(rows: list[Row], asked: Asked) -> Iterator[tuple[str, Row]]:
    """Of each line that is about one record, somebody who has just met nothing there."""
    for row in rows:
        about_one = {"pk", "record_pk", "record"} & asked.askers["visitor"].numbers(row).keys()
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
