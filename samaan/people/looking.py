"""Looking before somebody new is added: whoever adds a person is first shown who may be the same."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from samaan.accounts.models import User
from samaan.people.finding import MAY_BE_THE_SAME, Match, Sought
from samaan.people.models import Person
from samaan.people.permissions import can_search
from samaan.people.searching import has_allowance, look

MOST_ASKED = 8
# Whoever tells an invented story knows who everybody in it is, and passes this; no page and no call of the API does.
ALL_ARE_OTHERS: frozenset[UUID] = frozenset({UUID(int=0)})


class MayBeKnown(Exception):
    """Somebody like this is known. `matches`: who, of those the one who adds may see."""

    def __init__(self, matches: list[Match]):
        super().__init__("somebody like this is known")
        self.matches = matches


def look_before_adding(*persons: Mapping[str, Any], by: User | None, not_these: Collection[UUID] = ()) -> bool:
    """Raise MayBeKnown while somebody who may be the same has not been said to be another; else whether somebody out of
    sight may know one of them.

    `not_these` are the persons of whom that was said. Who may see no persons, such as the public, is not asked.
    Call it before the transaction of the act, so that the search stays in the log.
    """
    if by is None or not can_search(by):
        return False
    return ask_about([sought_of(known) for known in persons], by=by, not_these=not_these)


def look_for_the_same(person: Person, *, by: User, not_these: Collection[UUID] = ()) -> bool:
    """The same for somebody who was added already, before a file of their own is opened."""
    others = not_these if not_these is ALL_ARE_OTHERS else {*not_these, person.pk}
    return ask_about([Sought.of(person)], by=by, not_these=others)


def ask_about(everybody: Iterable[Sought], *, by: User, not_these: Collection[UUID]) -> bool:
    if not_these is ALL_ARE_OTHERS:
        return False
    elsewhere = False
    alike: dict[UUID, Match] = {}
    for sought in everybody:
        if not sought.is_empty:
            hint = has_allowance(by)
            found = look(sought, by=by, purpose="before adding", without=not_these, elsewhere=hint)
            elsewhere = elsewhere or found.elsewhere
            likely = [match for match in found.matches if match.score >= MAY_BE_THE_SAME]
            alike |= {match.person.pk: match for match in likely[:MOST_ASKED]}
    if alike:
        raise MayBeKnown(list(alike.values()))
    return elsewhere


def sought_of(known: Mapping[str, Any]) -> Sought:
    names = tuple(known.get(name) or "" for name in ("given_names", "family_names"))
    return Sought(
        names=names if any(names) else (known.get("aliases") or "",),
        phones=tuple(known.get("phones") or ()),
        documents=tuple(known.get("document_numbers") or ()),
        birth_date=known.get("birth_date") or "",
        age=known.get("age"),
    )
