"""Naming one more person in a report."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samaan.access.records import get_visible, inherit, is_let_in
from samaan.accounts.models import User
from samaan.intake.models import Report, ReportPerson
from samaan.intake.workflow.holding import facts_before
from samaan.intake.workflow.receiving import add_to, is_child
from samaan.intake.workflow.steps import NAME_PERSON
from samaan.people.looking import look_before_adding
from samaan.people.merging import present
from samaan.people.models import Person
from samaan.transitions import lock, move


class CannotName(Exception):
    """This person cannot be named here; the message says why."""


def name_person(
    report: Report, *, by: User, role: str, note: str = "", not_these: Collection[UUID] = (), **known
) -> ReportPerson:
    """Add a person whom the report is now known to concern: as possible victim, suspect or witness.

    Raises MayBeKnown while somebody like them, whom `by` may see, is not among `not_these`.
    """
    elsewhere = look_before_adding(known, by=by, not_these=not_these)
    with transaction.atomic():
        count_one_more(report, by=by, role=role, age=known.get("age"))
        named = add_to(report, by=by, role=role, note=note, **known)
    named.known_elsewhere = elsewhere
    return named


@transaction.atomic
def name_known_person(report: Report, person: Person, *, by: User, role: str, note: str = "") -> ReportPerson:
    """Name somebody in a report who stands in another file already: whoever sees its persons sees them too."""
    person = present(get_visible(Person.objects, by, pk=person.pk))
    if not is_let_in(person, by):
        raise CannotName(_("You see this person in an emergency only. Ask whoever holds their file."))
    if ReportPerson.objects.filter(report=report, person=person).exists():
        raise CannotName(_("This person is named in the report already."))
    count_one_more(report, by=by, role=role, age=person.age, known=person.pk)
    named = ReportPerson(report=report, person=person, role=role, note=note, added_by=by)
    named.save(force_insert=True)
    inherit(report, "persons", person)
    return named


def count_one_more(report: Report, *, by: User, role: str, age: int | None, **event_data) -> None:
    """One more is named, and a child among them is a warning."""
    lock(report)
    changes: dict[str, Any] = {"persons_named": report.persons_named + 1}
    if is_child({"role": role, "age": age}):
        changes["children"] = True
    event_data |= {"role": role, "was": facts_before(report, **changes)}
    move(report, NAME_PERSON, by=by, event_data=event_data, **changes)
