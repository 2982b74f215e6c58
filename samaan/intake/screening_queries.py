"""Reading screenings: which one sees, whom they are about, what waits."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from samaan.access.records import excluded_user_ids, get_visible
from samaan.accounts.models import User
from samaan.cases import queries as cases
from samaan.cases.models import Case
from samaan.intake.models import Report, ReportPerson, Screening
from samaan.intake.queries import persons

VICTIM = "possible_victim"


def visible_to(user: User) -> QuerySet[Screening]:
    """The screenings this user sees, with whom they are about."""
    return Screening.objects.visible_to(user).select_related(
        "report__organisation",
        "report__assigned_to",
        "report_person__person",
        "submission",
        "opened_by",
        "submitted_by",
    )


def seen_by(user: User, pk: UUID) -> Screening:
    """The screening, for somebody who sees it; else the same 404 as for none.

    Planning a query of many guarded tables costs more than running it, so the colleagues of a screening come when a
    page names them.
    """
    return get_visible(Screening.objects.select_related("report", "report_person__person"), user, pk=pk)


def of_screening(screening: Screening) -> dict[str, Any]:
    """What the event of a look at a screening says: only who holds that compartment learns of the look."""
    return {"screening": screening.pk, "compartment": "screening"}


@dataclass(frozen=True)
class Victim:
    """A possible victim a report names, with their screening and their case as far as one sees them."""

    named: ReportPerson
    begun: Screening | None
    case: Case | None


def possible_victims(report: Report, user: User) -> list[Victim]:
    """The possible victims of a report and of those merged into it, in the order they were named."""
    named = [row for row in persons(user, report) if row.role == VICTIM]
    begun = {row.report_person_id: row for row in visible_to(user).filter(report=report)}
    counting = cases.visible(user).filter(person__in=[row.person_id for row in named], set_aside=False)
    known = {case.person_id: case for case in counting}
    return [Victim(row, begun.get(row.pk), known.get(row.person_id)) for row in named]


def waiting_for_review(user: User) -> QuerySet[Screening]:
    """Screenings that wait for a decision, longest first; nobody is shown their own."""
    return (
        visible_to(user)
        .filter(status=Screening.Status.SUBMITTED)
        .exclude(Q(opened_by=user) | Q(submitted_by=user))
        .order_by("submitted_at")
    )


def to_be_finished(user: User) -> QuerySet[Screening]:
    """Screenings of this investigator's reports that are being filled in or came back."""
    unfinished = (Screening.Status.OPEN, Screening.Status.SENT_BACK)
    return visible_to(user).filter(status__in=unfinished, report__assigned_to=user).order_by("changed_at")


def colleagues(screening: Screening) -> QuerySet[User]:
    """Who could be asked to help: those of the unit who conduct screenings and are not kept out of the report."""
    kept_out = excluded_user_ids(screening.report_id) | {screening.report.assigned_to_id}
    return User.objects.filter(
        organisation_id=screening.organisation_id,
        is_active=True,
        role__permissions__contains=["screening.conduct"],
    ).exclude(pk__in=[pk for pk in kept_out if pk])


def case_of(screening: Screening, user: User) -> Case | None:
    """The case of the person, when there is one this user sees."""
    return cases.of_person(user, screening.report_person.person_id)


def of_person(person_id: UUID, report_id: UUID | None, user: User) -> Screening | None:
    """The screening of a person, in one report or in the newest that has one."""
    found = visible_to(user).filter(report_person__person_id=person_id)
    if report_id:
        found = found.filter(report_id=report_id)
    return found.order_by("-opened_at").first()
