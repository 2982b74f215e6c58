"""The work list, and the page of one report. Every page of a report leaves exactly one read event."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from samaan.access import quota
from samaan.access.models import Basis, Grant
from samaan.access.records import compartments_of, excluded_user_ids, get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.cases import access_panel
from samaan.cases.models import Case
from samaan.cases.permissions import can_open
from samaan.countrypack.active import pack
from samaan.intake import other_forms, panels, permissions, queries, words
from samaan.intake.forms.thread import AnswerForm
from samaan.intake.models import Report, ReporterContact
from samaan.intake.queries import Filters
from samaan.intake.screening_queries import possible_victims
from samaan.intake.screening_workflow import BEGIN
from samaan.intake.views.chat import lines
from samaan.intake.workflow.steps import ANSWER, NAME_PERSON, STEPS
from samaan.questionnaires import queries as questionnaires
from samaan.sealed import queries as sealed
from samaan.transitions import steps_for
from samaan.vault import files
from samaan.walls import openings
from samaan.walls.panel import passed
from samaan.walls.permissions import can_see_readers

LIST_TABS = [
    ("open", gettext_lazy("All open")),
    ("triage", gettext_lazy("To triage")),
    ("assign", gettext_lazy("To assign")),
    ("work", gettext_lazy("In work")),
    ("ended", pgettext_lazy("reports", "Ended")),
]


@login_required
@require_GET
def work_list(request: SignedInRequest) -> HttpResponse:
    """Fifty reports a page; the filters are in the address, which holds nothing personal."""
    if not permissions.can_list(request.user):
        raise PermissionDenied
    asked = request.GET
    filters = Filters(
        view=asked.get("view", "open"),
        urgency=asked.get("urgency", ""),
        late="late" in asked,
        mine="mine" in asked,
    )
    number = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < 6 else 1
    rows, more = queries.work_list(request.user, filters, max(number, 1))
    quota.count_lines(request.user, [report.pk for report in rows])
    shown = {
        "rows": rows,
        "filters": filters,
        "tabs": list_tabs(filters),
        "can_file": permissions.can_receive(request.user),
        "can_be_assigned": request.user.can("report.accept"),
        "urgencies": pack().choices("urgency"),
    }
    if number > 1:
        shown["before_url"] = list_url(filters, page=number - 1)
    if more:
        shown["after_url"] = list_url(filters, page=number + 1)
    return render(request, "intake/list.html", shown)


def list_tabs(filters: Filters) -> list[dict]:
    return [
        {"label": label, "url": list_url(filters, view=view), "current": view == filters.view}
        for view, label in LIST_TABS
    ]


def list_url(filters: Filters, *, view: str = "", page: int = 1) -> str:
    asked = {"view": view or filters.view, "urgency": filters.urgency, "page": page if page > 1 else ""}
    asked |= {name: 1 for name in ("late", "mine") if getattr(filters, name)}
    return "?" + urlencode({name: value for name, value in asked.items() if value})


class Seen:
    """A report with what the one who looks may see of it and do with it."""

    def __init__(self, report: Report, user: User):
        self.report, self.user = report, user
        self.held = compartments_of(report, user)
        self.steps = steps_for(user, report, STEPS)
        self.due = report.due_at if report.is_open else None

    def tabs(self, current: str) -> list[dict]:
        found = [("report", _("Report")), ("persons", _("Persons"))]
        found += [("messages", _("Messages"))] if "receipt" in self.held else []
        found += [("forms", _("Forms"))] if other_forms.are_there(self.user, self.report) else []
        found += [("history", _("History")), ("access", _("Access"))]
        return [
            {"label": label, "url": url, "current": name == current}
            for name, label in found
            if (url := tab_url(name, self.report))
        ]


def tab_url(name: str, report: Report) -> str:
    try:
        return reverse(f"intake:{name}", args=[report.pk])
    except NoReverseMatch:
        return ""


def see(request: SignedInRequest, pk: UUID) -> Seen:
    found = Report.objects.select_related("assigned_to", "author", "source", "merged_into", "organisation")
    report = get_visible(found, request.user, pk=pk)
    # Here, because what an open page fetches anew, which is no new reading, anybody may ask for without the page.
    quota.count_look(report, request.user)
    return Seen(report, request.user)


def page(request: SignedInRequest, seen: Seen, tab: str, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The whole page of a report with one of its tabs."""
    stream.opened(seen.report, by=request.user, page=tab)
    shown["sealed_requests"] = sealed.waiting_on(seen.report, seen.user)
    shown |= {"seen": seen, "report": seen.report, "held": seen.held, "tabs": seen.tabs(tab)}
    return render(request, f"intake/report/{tab}.html", shown, status=status)


@login_required
@require_GET
def report(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What was told, by whom, and what waits."""
    seen = see(request, pk)
    contact = ReporterContact.objects.visible_to(request.user).filter(report=seen.report).first()
    return page(
        request,
        seen,
        "report",
        contact=contact,
        sealed_fields=sealed.shown(seen.report, request.user),
        files=files.of_record(pk, ["summary"]),
        duplicates=list(Report.objects.visible_to(request.user).filter(merged_into=seen.report)),
        panels=panels.offered(seen.report, request.user),
        can_keep_out=permissions.can_keep_out(request.user, seen.report),
        kept_out=User.objects.filter(pk__in=excluded_user_ids(pk)),
        **victims_of(seen),
    )


def victims_of(seen: Seen) -> dict[str, Any]:
    """The possible victims with their screenings, for whoever sees screenings, once the report is in hand."""
    if "screening" not in seen.held or seen.report.status not in (*Report.IN_HAND, Report.Status.CLOSED):
        return {}
    return {
        "shows_victims": True,
        "victims": possible_victims(seen.report, seen.user),
        "can_screen": seen.report.status in BEGIN.sources and BEGIN.may(seen.user, seen.report),
        "can_open_case": can_open(seen.user),
        "can_name": bool(steps_for(seen.user, seen.report, [NAME_PERSON])),
    }


@login_required
@require_GET
def report_of_case(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """On a case page: which report it came from, for those who may see both. Elsewhere, that report itself."""
    case = get_visible(Case.objects, request.user, pk=pk)
    report = Report.objects.visible_to(request.user).filter(pk=case.source_report_id).first()
    if not request.headers.get("HX-Request"):
        return redirect(report or case)
    return render(request, "intake/parts/report_of_case.html", {"report": report})


@login_required
@require_GET
def persons(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request, pk)
    found = queries.persons(request.user, seen.report)
    return page(request, seen, "persons", persons=found, can_name=steps_for(request.user, seen.report, [NAME_PERSON]))


@login_required
@require_GET
def forms(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The forms about the report besides its screenings, and those one may begin about it."""
    seen = see(request, pk)
    there = other_forms.of_report(request.user, seen.report)
    to_begin = questionnaires.to_begin(request.user, seen.report, there)
    return page(request, seen, "forms", forms=there, to_begin=to_begin, record=seen.report, kind="report")


@login_required
@require_GET
def messages(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The thread with whoever reported this, and for reading those of reports merged into it."""
    seen = see(request, pk)
    if request.headers.get("HX-Target") == "chat-messages":
        return only_messages(request, seen)
    return show_messages(request, seen, AnswerForm())


def only_messages(request: SignedInRequest, seen: Seen) -> HttpResponse:
    """The messages for a page that shows them already: no new reading, when it was one."""
    stream.glanced(seen.report, by=request.user, page="messages")
    thread = lines(queries.messages(request.user, seen.report), request.user)
    return render(request, "intake/parts/messages.html", {"report": seen.report, "thread": thread})


def show_messages(request: SignedInRequest, seen: Seen, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    threads = [(each, lines(queries.messages(request.user, each), request.user)) for each in threads_of(seen)]
    can_answer = steps_for(request.user, seen.report, [ANSWER])
    return page(
        request,
        seen,
        "messages",
        status=status,
        threads=threads,
        can_answer=can_answer,
        form=form,
        draft=form["text"].value() or "",
    )


def threads_of(seen: Seen) -> list[Report]:
    return [seen.report, *Report.objects.visible_to(seen.user).filter(merged_into=seen.report)]


@login_required
@require_GET
def changed(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Says on an open page that somebody else has worked on the report; it shows nothing of it, so it is no reading."""
    seen = get_visible(Report.objects, request.user, pk=pk)
    last = stream.last(pk)
    if last is None or last.actor_id == request.user.pk:
        return HttpResponse(status=204)
    return render(request, "intake/parts/changed.html", {"report": seen})


@login_required
@require_GET
def history(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request, pk)
    return page(request, seen, "history", lines=words.timeline(queries.history(seen.report, seen.held), seen.report))


@login_required
@require_GET
def access(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who may see the report and why, what passed its walls, and for those who may know who opened it."""
    seen = see(request, pk)
    person = openings.person_asked(request.GET)
    sees_readers = can_see_readers(request.user)
    # Whoever reported sees their own messages by the receipt, and is nobody's colleague.
    grants = Grant.objects.filter(record_id=pk).exclude(basis=Basis.RECEIPT).select_related("granted_by")
    return page(
        request,
        seen,
        "access",
        now=access_panel.accesses(grants, ended=False, assigned=_("Investigator of this report")),
        openings=openings.openings_of(pk, seen.held, person_id=person) if sees_readers else None,
        person=person,
        passed=passed(seen.report, request.user, shows_reasons=sees_readers),
    )
