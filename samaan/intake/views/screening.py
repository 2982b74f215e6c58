"""A screening: begun with one button, read as a whole, printed, shared with a colleague, handed over."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.cases.permissions import can_open
from samaan.intake import screening_permissions as may
from samaan.intake import screening_queries as queries
from samaan.intake import screening_reading as reading
from samaan.intake import screening_workflow as workflow
from samaan.intake import words
from samaan.intake.forms.reporting import without_errors
from samaan.intake.forms.review import ColleagueForm, SubmitForm
from samaan.intake.models import ReportPerson, Screening
from samaan.intake.screening_findings import finding, lacking, wrong
from samaan.intake.screening_form import NoForm
from samaan.intake.views.acting import is_sent, typed
from samaan.questionnaires import queries as forms
from samaan.questionnaires.sections import sections_of
from samaan.questionnaires.views.opened import open_form
from samaan.questionnaires.views.submission import reading as read_form
from samaan.questionnaires.workflow import Incomplete
from samaan.transitions import NotPermitted, Transition, WrongState, steps_for


@login_required
@require_POST
def new(request: SignedInRequest, pk: UUID, person_pk: UUID) -> HttpResponse:
    """Begin the screening of somebody a report names; one begun already is opened."""
    named = ReportPerson.objects.select_related(
        "report__organisation", "report__assigned_to", "report__merged_into__organisation", "person"
    )
    victim = get_visible(named, request.user, pk=person_pk, report_id=pk)
    try:
        screening = workflow.begin_screening(victim, by=request.user)
    except workflow.NotScreened:
        messages.warning(request, _("Only a possible victim is screened."))
        return redirect("intake:persons", pk=pk)
    except NoForm as missing:
        messages.warning(request, str(missing))
        return redirect("intake:persons", pk=pk)
    first = sections_of(screening.submission.form)[0]
    return redirect("questionnaires:section", pk=screening.submission_id, code=first.code)


@login_required
@require_GET
def screening(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Where it stands, what waits, what the answers point to; once handed over, every answer."""
    seen = queries.seen_by(request.user, pk)
    stream.opened(seen, by=request.user, **queries.of_screening(seen))
    return render(request, "intake/screening/screening.html", whole(request, seen))


@login_required
@require_GET
def on_paper(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everything on one page, to be printed."""
    seen = queries.seen_by(request.user, pk)
    stream.opened(seen, by=request.user, purpose="print", **queries.of_screening(seen))
    return render(request, "intake/screening/print.html", whole(request, seen))


def works_on(request: SignedInRequest, seen: Screening) -> bool:
    """Whether this person can answer it now."""
    return seen.is_editable and may.can_work(request.user, seen)


def whole(request: SignedInRequest, seen: Screening) -> dict[str, Any]:
    """What the page of a screening shows."""
    opened = open_form(request, seen.submission)
    verdict = opened.verdict
    progress = forms.progress(opened.filled, verdict)
    works = works_on(request, seen)
    return {
        "screening": seen,
        "submission": seen.submission,
        "report": seen.report,
        "person": seen.report_person.person,
        "case": queries.case_of(seen, request.user),
        "can_open_case": can_open(request.user),
        "finding": finding(verdict),
        "missing": reading.missing(seen, verdict, lacking(verdict)),
        "wrong": reading.missing(seen, verdict, wrong(verdict)),
        "progress": progress,
        "works": works,
        "steps": offered(request, seen, progress) if works else steps_for(request.user, seen, workflow.STEPS),
        "read": [] if works else read_form(opened),
        "questions": list(seen.review_questions.select_related("asked_by", "replied_by")),
        "determinations": list(seen.determinations.select_related("decided_by")),
        "lines": words.timeline(reading.happened(seen), seen.report),
        "others": [(sitting.user, "") for sitting in forms.others_at(seen.submission, request.user)],
    }


def offered(request: SignedInRequest, seen: Screening, progress: list[forms.Progress]) -> list[Any]:
    """The steps of whoever is filling it in: going on comes first, until nothing is lacking."""
    steps = steps_for(request.user, seen, workflow.STEPS)
    unfinished = next((part for part in progress if part.lacking), None)
    if unfinished is None:
        return list(steps)
    url = reverse("questionnaires:section", args=[seen.submission_id, unfinished.section.code])
    label = _("Continue: %(part)s") % {"part": unfinished.title}
    return [SimpleNamespace(label=label, url=url, style=""), *steps]


def to_act(request: SignedInRequest, pk: UUID, step: Transition) -> Screening:
    """The screening, when this person can take the step now; else the page that says why not."""
    seen = queries.seen_by(request.user, pk)
    if not step.may(request.user, seen):
        raise NotPermitted(step, seen)
    if seen.status not in step.sources:
        raise WrongState(step, seen, stream.last(seen.report_id))
    return seen


@login_required
@require_http_methods(["GET", "POST"])
def submit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is still missing, and handing it over as it is."""
    seen = to_act(request, pk, workflow.SUBMIT)
    asked = list(seen.review_questions.filter(replied_at=None).select_related("asked_by"))
    form = SubmitForm(typed(request) if asked or request.method == "GET" else request.POST, asked=bool(asked))
    if is_sent(request, form):
        try:
            workflow.submit_screening(seen, by=request.user, reply=form.cleaned_data.get("reply", ""))
        except Incomplete:
            form.add_error(None, _("Some answers are not possible. Put them right first; they are listed below."))
        else:
            messages.success(request, _("The screening waits for review. You will be told what is decided."))
            return redirect(seen)
    return ask(request, seen, workflow.SUBMIT, form, "submit", asked=asked)


@login_required
@require_http_methods(["GET", "POST"])
def colleague(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask somebody to help."""
    seen = to_act(request, pk, workflow.COLLEAGUE)
    form = ColleagueForm(typed(request), queries.colleagues(seen))
    if is_sent(request, form):
        helper = form.cleaned_data["colleague"]
        workflow.ask_colleague(seen, by=request.user, colleague=helper)
        messages.success(request, _("%(name)s can work on this screening now.") % {"name": helper.full_name})
        return redirect(seen)
    return ask(request, seen, workflow.COLLEAGUE, form, "colleague")


def ask(
    request: SignedInRequest, seen: Screening, step: Transition, form: Any, template: str, **shown: Any
) -> HttpResponse:
    """The page of a step: the screening is read on it, also when its form was not taken, so it leaves a read event."""
    stream.opened(seen, by=request.user, **queries.of_screening(seen))
    if request.method == "GET" and form.is_bound:
        without_errors(form)
    shown = whole(request, seen) | shown | {"step": step, "form": form}
    return render(request, f"intake/screening/{template}.html", shown, status=422 if form.errors else 200)
