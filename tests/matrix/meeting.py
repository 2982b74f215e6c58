"""Asking every row for those it names and for some of the others, and telling what was met otherwise."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import uuid4

from tests.matrix import reading
from tests.matrix.asking import Asker, Met
from tests.matrix.reading import Row

# Those a row leaves out all meet the same nothing: a few of them are asked each time, everybody in the nightly run.
OUTSIDERS = 100 if os.environ.get("SAMAAN_TEST_MATRIX") == "whole" else 2
MATRIX = reading.read()
Ask = Callable[[Asker, Row], Met]


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


def differing(rows: list[Row], asked: Any, ask: Ask) -> list[str]:
    """Every case in which somebody met something else than the matrix says."""
    wrong = []
    for row in rows:
        for name in cases(row):
            met = ask(asked.askers[name], row)
            if met.answer != row.answers[name]:
                wrong.append(f"{row.name}: {name} meets “{met.answer}”, not “{row.answers[name]}”")
            if row.method == "GET" and met.written:
                wrong.append(f"{row.name}: {name} only looked, and {sorted(met.written)} was written")
    return wrong


def someone_without(row: Row) -> str | None:
    """The first who meets nothing at this address."""
    return next((name for name, answer in row.answers.items() if answer == "nothing" and name != "visitor"), None)


def of_nothing(row: Row) -> dict[str, Any]:
    """The numbers of a record that does not exist."""
    return {name: uuid4() for name in ("pk", "batch", "person_pk")}
