"""Questions asked of cases. All of them stay within what the person asking may see."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from samaan.access.models import Exclusion, Grant
from samaan.access.records import exclusions_of
from samaan.accounts.models import User
from samaan.cases.models import Case, CaseQuerySet, CaseTeamMember, Document, Note, RiskAssessment, Status, Task
from samaan.vault import keyring

PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What a work list is narrowed to."""

    mine: bool = False
    risk: str = ""
    late: bool = False
    status: str = Status.OPEN
    words: str = ""


def visible(user: User) -> CaseQuerySet:
    return Case.objects.visible_to(user)


def work_list(user: User, filters: Filters, page: int = 1) -> tuple[list[Case], bool]:
    """One page of cases, the latest changed first (late reviews: the latest first), and whether more follow."""
    found = visible(user).select_related("case_manager")
    if filters.words:
        found = found.filter(called(filters.words))
    elif filters.status:
        found = found.filter(status=filters.status)
    if filters.mine:
        found = found.of(user)
    if filters.risk:
        found = found.filter(risk=filters.risk)
    if filters.late:
        found = found.filter(status=Status.OPEN, next_review__lt=timezone.localdate())
    start = (page - 1) * PAGE
    order = ["next_review", "id"] if filters.late else ["-changed_at", "id"]
    rows = list(found.order_by(*order)[start : start + PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def called(words: str) -> Q:
    """A case by its reference, however typed (`c-2026-42`, `42`), or by its pseudonym."""
    words = " ".join(words.split())
    number = re.fullmatch(r"(?:c-?)?(?:(\d{4})-)?0*(\d{1,7})", words, re.IGNORECASE)
    if number:
        year = number[1] or timezone.localdate().year
        return Q(reference=f"C-{year}-{int(number[2]):05}")
    # Equality, not LIKE: only a leakproof operator may use an index under row security.
    return Q(pseudonym=words.title())


def of_person(user: User, person_id: UUID) -> Case | None:
    return visible(user).filter(person_id=person_id, set_aside=False).first()


def of_report(user: User, report_id: UUID) -> list[Case]:
    """The cases a report led to."""
    return list(visible(user).filter(source_report_id=report_id).order_by("opened_at"))


def review_due(user: User, *, within: timedelta = timedelta(days=2), most: int = PAGE) -> list[Case]:
    """The cases this person manages whose review is late or comes soon."""
    last_day = timezone.localdate() + within
    managed = visible(user).filter(case_manager=user, status=Status.OPEN, next_review__lte=last_day)
    return list(managed.order_by("next_review")[:most])


def without_manager(user: User, *, most: int = PAGE) -> list[Case]:
    """Open cases that nobody manages yet, the oldest first."""
    return list(visible(user).filter(case_manager=None, status=Status.OPEN).order_by("opened_at")[:most])


def tasks_to_do(user: User, *, most: int = PAGE) -> list[Task]:
    """What this person has promised, the latest first, ready to be shown."""
    tasks = Task.objects.visible_to(user).filter(owner=user, done_at=None).select_related("case")
    return ready(tasks[:most])


def grants_of(case: Case) -> list[Grant]:
    """Every grant there was on a case, ended ones too."""
    return list(Grant.objects.filter(record_id=case.pk).select_related("granted_by"))


def notes_of(case: Case, held: Iterable[str]) -> list[Note]:
    """The notes in these compartments, newest first."""
    notes = Note.objects.filter(case=case, compartment__in=held)
    return ready(notes.select_related("written_by", "corrects__written_by"))


def tasks_of(case: Case, held: Iterable[str]) -> list[Task]:
    tasks = Task.objects.filter(case=case, compartment__in=held).select_related("owner", "done_by")
    return ready(tasks)


def open_tasks_of(case: Case, held: Iterable[str]) -> list[Task]:
    tasks = Task.objects.filter(case=case, compartment__in=held, done_at=None).select_related("owner")
    return ready(tasks[:PAGE])


def documents_of(case: Case, held: Iterable[str]) -> list[Document]:
    documents = Document.objects.filter(case=case, compartment__in=held).select_related("added_by", "file__original")
    return list(documents)


def risk_history(case: Case) -> list[RiskAssessment]:
    return list(RiskAssessment.objects.filter(case=case).select_related("assessed_by"))


def latest_risk(case: Case) -> RiskAssessment | None:
    return RiskAssessment.objects.filter(case=case).select_related("assessed_by").first()


def team_of(case: Case) -> list[CaseTeamMember]:
    """Who is on the team now."""
    members = CaseTeamMember.objects.filter(case=case, left_at=None).select_related("user__organisation")
    return list(members)


def kept_out(case: Case) -> list[Exclusion]:
    """The conflicts of interest declared on this case."""
    return list(exclusions_of(case.pk).select_related("user__organisation", "declared_by"))


def ready(rows: Iterable) -> list:
    """Rows whose keys are open, with one query for all of them."""
    rows = list(rows)
    keyring.preload({row.record_id for row in rows})
    return rows
