"""Who opened a file: every look at it by page, program, document, search, print or in an emergency.

Each look is one event of the file. Looks of one person in a row are one line. What was looked at in a compartment
stands there only for those who hold it, so that nobody learns from this list what they may not know of the file.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.audit.models import Event

READ, SHOWN = 1000, 60


@dataclass
class Opening:
    """Looks of one person in a row: what they saw, from when to when, how often."""

    person: User | None
    last: datetime | None
    first: datetime | None
    times: int = 1
    what: list[str] = field(default_factory=list)

    @property
    def seen(self) -> str:
        return ", ".join(self.what)


@dataclass(frozen=True)
class Openings:
    """The newest lines; `people` are all who looked, to narrow the list to one of them."""

    lines: list[Opening]
    people: list[User]
    more: bool


def openings_of(file_id: UUID, held: Collection[str], *, person_id: int | None = None) -> Openings:
    """Who looked at a file, for a reader who holds these compartments of it."""
    return told(list(stream.readers(file_id)[: READ + 1]), held, person_id=person_id)


def told(events: list[Event], held: Collection[str] | None, *, person_id: int | None = None) -> Openings:
    """The events of looking, newest first, as lines. `held` is None for whoever audits."""
    shown = [event for event in events[:READ] if held is None or may_know(event, held)]
    people = User.objects.select_related("role", "organisation").in_bulk({event.actor_id for event in shown})
    chosen = [event for event in shown if person_id in (None, event.actor_id)]
    lines = folded(chosen, people)
    everybody = sorted(people.values(), key=lambda person: person.full_name)
    return Openings(lines[:SHOWN], everybody, len(lines) > SHOWN or len(events) > READ)


def may_know(event: Event, held: Collection[str]) -> bool:
    return event.data.get("compartment", "summary") in held


def folded(events: Iterable[Event], people: dict[int, User]) -> list[Opening]:
    lines: list[Opening] = []
    before = None
    for event in events:
        if lines and event.actor_id == before:
            line = lines[-1]
            line.first, line.times = event.recorded_at, line.times + 1
        else:
            line = Opening(people.get(event.actor_id or 0), event.recorded_at, event.recorded_at)
            lines.append(line)
        before = event.actor_id
        what = looked_at(event)
        if what not in line.what:
            line.what.append(what)
    return lines


def looked_at(event: Event) -> str:
    """What this look was at, in words."""
    if event.kind == "record.opened" and event.purpose in ("print", "api", "export"):
        return {
            "print": _("Printed it"),
            "api": _("Opened it by a program"),
            "export": _("Exported it"),
        }[event.purpose]
    if event.kind == "record.opened" and event.data.get("screening"):
        return _("Opened a screening")
    if event.kind == "record.opened" and event.data.get("submission"):
        return _("Opened a form")
    return {
        "record.opened": _("Opened the file"),
        "record.found": _("Found it by a search"),
        "file.opened": _("Opened a document"),
        "file.original_opened": _("Opened the original of a document"),
        "name.shown": _("Had the name shown"),
        "sealed.revealed": _("Opened a sealed field"),
        "case.exported": _("Exported it"),
        "case.opened_in_emergency": _("Opened it in an emergency"),
        "report.opened_in_emergency": _("Opened it in an emergency"),
    }.get(event.kind, event.kind)


def person_asked(asked: Mapping[str, str]) -> int | None:
    """Whom a list is narrowed to, as the address says."""
    number = asked.get("person", "")
    return int(number) if number.isdecimal() and len(number) < 10 else None
