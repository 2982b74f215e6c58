"""The case page: its head, what waits, and one tab. Every page leaves exactly one read event."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samaan.access.models import ConsentEntry
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.cases import access_panel, panels, permissions, queries
from samaan.cases.models import Case, Task
from samaan.cases.timeline import lines_of
from samaan.cases.views.seen import Seen, see
from samaan.cases.workflow.steps import ADD_DOCUMENT, ADD_TASK, EDIT_PERSON, JOIN_TEAM, WRITE_NOTE
from samaan.people.models import Person
from samaan.sealed import queries as sealed
from samaan.walls import openings
from samaan.walls.panel import passed


def page(request: SignedInRequest, seen: Seen, tab: str, template: str, **context: Any) -> HttpResponse:
    """The whole page; for htmx, which holds the rest already, only the tabs."""
    stream.opened(seen.case, by=request.user, page=tab)
    only_tabs = request.headers.get("HX-Target") == "tabs"
    context["sealed_requests"] = sealed.waiting_on(seen.case, request.user)
    context |= {"seen": seen, "case": seen.case, "held": seen.held, "tabs": tabs(seen, tab), "tab_template": template}
    response = render(request, "cases/tabs.html" if only_tabs else "cases/case.html", context)
    response.headers["Vary"] = "HX-Target"
    return response


def tabs(seen: Seen, current: str) -> list[dict]:
    own = [
        ("case", _("Summary")),
        ("person", _("Person")),
        ("notes", _("Notes")),
        ("tasks", _("Tasks")),
        ("documents", _("Documents")),
    ]
    if ConsentEntry.compartment in seen.held:
        own.append(("consent", _("Consent")))
    found = [{"label": label, "url": tab_url(seen.case, name), "current": name == current} for name, label in own]
    for panel, _url in panels.offered(panels.TABS, seen.case, seen.user):
        url = reverse("cases:panel", args=[seen.case.pk, panel.code])
        found.append({"label": panel.label, "url": url, "current": panel.code == current})
    for name, label in [("timeline", _("Timeline")), ("access", _("Access"))]:
        found.append({"label": label, "url": tab_url(seen.case, name), "current": name == current})
    return found


def tab_url(case: Case, name: str) -> str:
    return reverse(f"cases:{name}", args=[case.pk])


def offers(seen: Seen, *steps: Any) -> list:
    """Those of these steps this person can take now."""
    return [step for step in steps if seen.case.status in step.sources and step.may(seen.user, seen.case)]


@login_required
@require_GET
def summary(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    return page(
        request,
        seen,
        "case",
        "cases/tabs/summary.html",
        risk=queries.latest_risk(seen.case),
        tasks=queries.open_tasks_of(seen.case, seen.held),
        panels=panels.offered(panels.ON_SUMMARY, seen.case, seen.user) if seen.case.source_report_id else [],
    )


@login_required
@require_GET
def person(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    fields = sealed.shown(seen.case, request.user)
    return page(request, seen, "person", "cases/tabs/person.html", edit=offers(seen, EDIT_PERSON), sealed_fields=fields)


@login_required
@require_GET
def notes(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    return page(
        request,
        seen,
        "notes",
        "cases/tabs/notes.html",
        notes=queries.notes_of(seen.case, seen.held),
        write=offers(seen, WRITE_NOTE),
    )


@login_required
@require_GET
def tasks(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    found = queries.tasks_of(seen.case, seen.held)
    for task in found:
        task.case = seen.case
    return page(
        request,
        seen,
        "tasks",
        "cases/tabs/tasks.html",
        to_do=[(task, can_finish(seen, task)) for task in found if not task.done_at],
        done=[task for task in found if task.done_at],
        add=offers(seen, ADD_TASK),
    )


def can_finish(seen: Seen, task: Task) -> bool:
    return seen.case.is_open and permissions.can_finish_task(seen.user, task)


@login_required
@require_GET
def documents(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    found = queries.documents_of(seen.case, seen.held)
    return page(
        request, seen, "documents", "cases/tabs/documents.html", documents=found, add=offers(seen, ADD_DOCUMENT)
    )


@login_required
@require_GET
def timeline(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    lines = lines_of(seen.case, request.user, seen.held)
    return page(request, seen, "timeline", "cases/tabs/timeline.html", lines=lines)


@login_required
@require_GET
def access(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    person = openings.person_asked(request.GET)
    sees_readers = permissions.can_see_readers(request.user, seen.case)
    keeps_out = permissions.can_keep_out(request.user, seen.case)
    return page(
        request,
        seen,
        "access",
        "cases/tabs/access.html",
        now=access_panel.accesses(seen.grants, ended=False),
        before=access_panel.accesses(seen.grants, ended=True),
        openings=openings.openings_of(seen.case.pk, seen.held, person_id=person) if sees_readers else None,
        person=person,
        passed=passed(seen.case, request.user, shows_reasons=sees_readers),
        keeps_out=keeps_out,
        kept_out=queries.kept_out(seen.case) if keeps_out else [],
        team=queries.team_of(seen.case),
        join=offers(seen, JOIN_TEAM),
    )


@login_required
@require_GET
def panel(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """A tab that another context fills."""
    seen = see(request.user, pk)
    found = [(panel, url) for panel, url in panels.offered(panels.TABS, seen.case, request.user) if panel.code == code]
    if not found:
        raise Http404
    return page(request, seen, code, "cases/tabs/panel.html", panel=found[0][0], url=found[0][1])


@login_required
@require_POST
def name(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The name, for somebody who knows the person by another file; that they asked is noted."""
    seen = see(request.user, pk)
    known = get_visible(Person.objects, request.user, pk=seen.case.person_id)
    stream.append("name.shown", record=seen.case, by=request.user)
    template = "cases/parts/name_shown.html" if request.headers.get("HX-Request") else "cases/name.html"
    return render(request, template, {"case": seen.case, "person": known})


@login_required
@require_GET
def changed(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Says on an open page that the case has changed; it shows nothing of it, so it is no reading."""
    case = get_visible(Case.objects, request.user, pk=pk)
    return render(request, "cases/parts/changed.html", {"case": case})
