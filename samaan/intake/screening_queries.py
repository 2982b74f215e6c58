"""Reading screenings: answers, what they amount to, who is at work, what waits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from samaan import countrypack
from samaan.access.records import excluded_user_ids, get_visible
from samaan.accounts.models import User
from samaan.cases import queries as cases
from samaan.cases.models import Case
from samaan.intake.instrument import INSTRUMENT, Lists, Question, Section, consent_is_settled, is_answered
from samaan.intake.models import Report, ReportPerson, Screening, ScreeningAnswer, Sitting
from samaan.intake.queries import persons
from samaan.intake.screening_findings import Age, Finding, age_of, finding, missing
from samaan.intake.screening_lists import lists_for

VICTIM = "possible_victim"
# Whoever was last seen longer ago has left.
PRESENT_FOR = timedelta(seconds=90)


@dataclass(frozen=True)
class Progress:
    """How far one section is."""

    section: Section
    answered: int
    asked: int
    lacking: int
    locked: bool

    @property
    def is_complete(self) -> bool:
        """Something is answered, and nothing is lacking that whoever decides would want."""
        return self.answered > 0 and not self.lacking


def visible_to(user: User) -> QuerySet[Screening]:
    """The screenings this user sees, with whom they are about."""
    return Screening.objects.visible_to(user).select_related(
        "report__organisation", "report__assigned_to", "report_person__person", "opened_by", "submitted_by"
    )


def seen_by(user: User, pk: UUID, *, alone: bool = False) -> Screening:
    """The screening, for somebody who sees it; else the same 404 as for none.

    `alone`: without the report and the person, for where neither is shown. Planning a query of many guarded tables
    costs more than running it, so the colleagues of a screening come when a page names them.
    """
    found = Screening.objects.all() if alone else Screening.objects.select_related("report", "report_person__person")
    return get_visible(found, user, pk=pk)


def of_screening(screening: Screening) -> dict[str, Any]:
    """What the event of a look at a screening says: only who holds that compartment learns of the look."""
    return {"screening": screening.pk, "compartment": "screening"}


def answers_of(screening: Screening) -> dict[str, Any]:
    """Every answer by its question."""
    return {answer.question: answer.value for answer in screening.answers.all()}


def rows_of(screening: Screening, questions: Iterable[str]) -> dict[str, ScreeningAnswer]:
    rows = screening.answers.filter(question__in=list(questions)).select_related("answered_by")
    return {row.question: row for row in rows}


def age_in(answers: dict) -> Age:
    """The age that counts today, by this country's age of majority."""
    return age_of(answers, today=timezone.localdate(), adult_age=countrypack.pack().adult_age)


def finding_in(answers: dict) -> Finding:
    return finding(answers, lists_for(answers), today=timezone.localdate(), adult_age=countrypack.pack().adult_age)


def is_locked(section: Section, answers: Mapping[str, Any]) -> bool:
    return section.locked and not consent_is_settled(answers)


def progress(answers: dict) -> list[Progress]:
    """Each section with how many of its questions are answered, and how much is lacking; notes do not count."""
    lists = lists_for(answers)
    lacking = Counter(each.section.code for each in missing(answers, lists, found=finding_in(answers)))
    return [section_progress(section, answers, lists, lacking[section.code]) for section in INSTRUMENT.sections]


def section_progress(section: Section, answers: dict, lists: Lists, lacking: int) -> Progress:
    asked = [q for q in INSTRUMENT.questions_of(section, lists) if not q.code.endswith("_note")]
    answered = sum(is_answered(answers.get(question.code)) for question in asked)
    return Progress(section, answered, len(asked), lacking, is_locked(section, answers))


def others_at(screening: Screening, user: User) -> list[Sitting]:
    """Who else is at work on this screening now."""
    since = timezone.now() - PRESENT_FOR
    return list(screening.sittings.filter(seen_at__gt=since).exclude(user=user).select_related("user"))


def questions_of(section: Section, answers: dict) -> dict[str, Question]:
    return {question.code: question for question in INSTRUMENT.questions_of(section, lists_for(answers))}


def changed_by_others(
    screening: Screening, user: User, *, since: int, questions: Iterable[str]
) -> list[ScreeningAnswer]:
    """Answers to these questions that somebody else gave after this revision."""
    if since >= screening.revision:
        return []
    rows = screening.answers.filter(version__gt=since, question__in=list(questions)).exclude(answered_by=user)
    return list(rows.exclude(answered_by=None).select_related("answered_by"))


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
