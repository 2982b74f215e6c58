"""What somebody has in hand, and how it goes to another. The contexts above append what they own in `ready()`."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from samaan.access import context, principals
from samaan.accounts.models import User


@dataclass(frozen=True)
class Passing:
    """From whom, to whom, who decides it, and why (a code of the list reassign_reasons)."""

    of: User
    to: User | None
    by: User
    reason: str = ""


@dataclass
class Plan:
    """What of a record goes and what stays, in words; `stays` says why."""

    goes: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """One kind of record that people have in hand.

    `find` names those of a person; `plan` says what of one would go; `give` passes it on, with its one event. Once
    all is given, `let_go` closes what went to whoever had it: a referral is seen through its case until then.
    """

    kind: str
    find: Callable[[User], Iterable[Any]]
    plan: Callable[[Any, Passing], Plan]
    give: Callable[[Any, Passing], object]
    let_go: Callable[[Any, User], object]


@dataclass(frozen=True)
class Line:
    """One record on the page."""

    kind: str
    reference: str
    goes: list[str]
    stays: list[str]


SOURCES: list[Source] = []


def acting_for(passing: Passing) -> AbstractContextManager[None]:
    """Act with what the colleague was given, and nothing of one's own except what one is kept out of.

    Whoever hands over a load need not see into it: they are shown references.
    """
    held = (*principals.all_of(passing.of), principals.left_by(passing.of.pk), principals.user(passing.by.pk))
    return context.acting(context.Context(held))


def lines(passing: Passing) -> list[Line]:
    """The whole load, with what could not go to `to`; without a `to`, what there is."""
    with acting_for(passing):
        return [
            Line(source.kind, record.reference, plan.goes, plan.stays)
            for source in SOURCES
            for record in source.find(passing.of)
            for plan in [source.plan(record, passing)]
        ]
