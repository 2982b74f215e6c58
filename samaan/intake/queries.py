"""Questions asked of reports. All of them stay within what the person asking may see."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, OrderBy, Q, QuerySet
from django.utils import timezone

from samaan.access.records import excluded_user_ids
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.intake.models import Receipt, Report, ReportMessage, ReportPerson
from samaan.vault import keyring

PAGE = 50
S = Report.Status
# The work list's tabs: what each shows.
VIEWS = {
    "open": Report.OPEN,
    "triage": (S.RECEIVED, S.TRIAGED),
    "assign": (S.FORWARDED,),
    "work": (S.ASSIGNED, *Report.IN_HAND),
    "ended": (S.CLOSED, S.MERGED),
}


@dataclass(frozen=True)
class Filters:
    """What a work list is narrowed to."""

    view: str = "open"
    urgency: str = ""
    late: bool = False
    mine: bool = False


# What a row of the work list says; a page of fifty fetches nothing else.
LISTED = (
    "reference", "status", "urgency", "immediate_danger", "children", "official_suspected", "looks_automatic",
    "region", "exploitation", "channel", "received_at", "due_at",
)  # fmt: skip


def visible(user: User) -> QuerySet[Report]:
    return Report.objects.visible_to(user)


def work_list(user: User, filters: Filters, page: int = 1) -> tuple[list[Report], bool]:
    """One page of reports, what is due first at the top (ended ones: the newest), and whether more follow."""
    found = visible(user).select_related("assigned_to").only(*LISTED, "assigned_to__full_name")
    found = found.filter(status__in=VIEWS.get(filters.view, Report.OPEN))
    if filters.urgency:
        found = found.filter(urgency=filters.urgency)
    if filters.mine:
        found = found.filter(assigned_to=user)
    if filters.late:
        found = found.filter(status__in=Report.OPEN, due_at__lt=timezone.now())
    start = (page - 1) * PAGE
    rows = list(found.order_by(*order_for(user, filters))[start : start + PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def order_for(user: User, filters: Filters) -> list:
    """What is due first; of ended reports the newest.

    Somebody without oversight sees few reports among very many: for them the order is an expression, which no index
    serves, so that the database finds their reports by their grants instead of walking everybody's in order.
    """
    column, backwards = ("received_at", True) if filters.view == "ended" else ("due_at", False)
    if user.role.oversight.get("report"):
        return [f"-{column}" if backwards else column, "id"]
    moment = ExpressionWrapper(F(column) + timedelta(0), output_field=DateTimeField())
    return [OrderBy(moment, descending=backwards), "id"]


def called(words: str) -> Q:
    """A report by its reference, however typed: `R-2026-00042`, `r2026-42`, `42`."""
    number = re.fullmatch(r"(?:r-?)?(?:(\d{4})-)?0*(\d{1,7})", "".join(words.split()), re.IGNORECASE)
    if not number:
        return Q(pk=None)
    year = number[1] or timezone.localdate().year
    return Q(reference=f"R-{year}-{int(number[2]):05}")


def filed_by(user: User) -> QuerySet[Receipt]:
    """What became of the reports somebody filed, newest first: all a first responder sees of them."""
    return Receipt.objects.visible_to(user).filter(author=user).order_by("-received_at")


def persons(user: User, report: Report) -> list[ReportPerson]:
    """Everybody the report and those merged into it name."""
    named = ReportPerson.objects.visible_to(user).filter(of_matter(report)).select_related("person", "report")
    found = sorted(named, key=lambda named: (named.role != "possible_victim", named.added_at))
    keyring.preload([row.report_id for row in found] + [row.person_id for row in found])
    return found


def messages(user: User, report: Report) -> list[ReportMessage]:
    return list(ReportMessage.objects.visible_to(user).filter(report=report).select_related("author"))


def history(report: Report, held: Collection[str]) -> list[Event]:
    """What happened to the report and to those merged into it, newest first, for whoever holds these compartments.

    What came of a screening is told only to those who may see screenings.
    """
    every = [report.pk, *Report.objects.filter(merged_into=report).values_list("pk", flat=True)]
    events = Event.objects.filter(record_id__in=every).exclude(kind__in=stream.READ_KINDS)
    if "screening" not in held:
        events = events.exclude(Q(kind__startswith="screening.") | Q(kind__startswith="determination."))
    return list(events.order_by("-id"))


def of_matter(report: Report) -> Q:
    """Rows of the report or of a duplicate of it."""
    return Q(report=report) | Q(report__merged_into=report)


@dataclass
class Candidate:
    """An investigator, what they already carry, and whether a conflict of interest keeps them out."""

    user: User
    open: int = 0
    screening: int = 0
    late: int = 0
    conflict: bool = False


def candidates(by: User, report: Report) -> list[Candidate]:
    """Everybody who could investigate, those with the least work first, conflicts last."""
    excluded = excluded_user_ids(report.pk)
    people = User.objects.filter(
        organisation_id=report.organisation_id, is_active=True, role__permissions__contains=["report.accept"]
    ).select_related("role", "unit")
    loads = workload(by)
    found = [Candidate(user, conflict=user.pk in excluded, **loads.get(user.pk, {})) for user in people]
    return sorted(found, key=lambda each: (each.conflict, each.open, each.late, each.user.full_name))


def workload(by: User) -> dict[int, dict[str, int]]:
    """Open reports, screenings among them, and late ones, by the id of the investigator."""
    rows = (
        visible(by)
        .filter(status__in=(S.ASSIGNED, *Report.IN_HAND), assigned_to__isnull=False)
        .values("assigned_to")
        .annotate(
            open=Count("pk"),
            screening=Count("pk", filter=Q(status=S.SCREENING)),
            late=Count("pk", filter=Q(due_at__lt=timezone.now())),
        )
    )
    return {
        row["assigned_to"]: {"open": row["open"], "screening": row["screening"], "late": row["late"]} for row in rows
    }
