"""Each step on a report: its page, and one call of the workflow."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samaan.access import act_pages
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.intake import duplicates as likeness
from samaan.intake import permissions, queries, workflow
from samaan.intake.forms.persons import NamedPersonForm
from samaan.intake.forms.reporting import without_errors
from samaan.intake.forms.thread import AnswerForm
from samaan.intake.forms.working import (
    AssignForm,
    CloseForm,
    ConflictForm,
    LiftForm,
    ReassignForm,
    ReopenForm,
    TriageForm,
)
from samaan.intake.models import Report, ReporterContact, ReportPerson
from samaan.intake.views import reading
from samaan.intake.workflow import steps
from samaan.people.looking import MayBeKnown
from samaan.people.models import Person
from samaan.people.views.alike import chosen, not_these
from samaan.people.views.elsewhere import known_elsewhere
from samaan.people.views.finding import rows
from samaan.transitions import NotPermitted, Transition, WrongState


def to_act(request: SignedInRequest, pk: UUID, step: Transition) -> Report:
    """The report, when this person can take the step now; else the page that says why not."""
    found = Report.objects.select_related("assigned_to", "author", "organisation")
    report = get_visible(found, request.user, pk=pk)
    if not step.may(request.user, report):
        raise NotPermitted(step, report)
    if report.status not in step.sources:
        raise WrongState(step, report, stream.last(report.pk))
    return report


def typed(request: SignedInRequest) -> QueryDict | None:
    """What was posted; on a page opened anew, what its writer typed before their session ended."""
    return act_pages.answers(request)


def is_sent(request: SignedInRequest, form: forms.Form) -> bool:
    """Whether the step is to be taken: only by a post, never by opening the page with answers kept from before."""
    return request.method == "POST" and form.is_valid()


def ask(
    request: SignedInRequest, report: Report, step: Transition, form: forms.Form, template: str, **shown: Any
) -> HttpResponse:
    """The page of a step: the report is read on it, also when its form was not taken, so it leaves a read event."""
    stream.opened(report, by=request.user, page=step.kind)
    if request.method == "GET" and form.is_bound:
        without_errors(form)
    shown |= {"report": report, "step": step, "form": form}
    return render(request, f"intake/steps/{template}.html", shown, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
def triage(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How urgent, with possible duplicates beside it; the same page forwards in one go."""
    report = to_act(request, pk, steps.TRIAGE)
    form = TriageForm.of(report, typed(request))
    if not is_sent(request, form):
        alike = (
            likeness.possible_duplicates(request.user, report) if permissions.can_merge(request.user, report) else []
        )
        return ask(request, report, steps.TRIAGE, form, "triage", alike=alike)
    workflow.triage_report(report, by=request.user, **form.cleaned_data)
    if request.POST.get("do") == "forward":
        workflow.forward_report(report, by=request.user)
        messages.success(request, _("The report waits to be assigned."))
        return redirect("intake:reports")
    messages.success(request, _("Triage saved."))
    return redirect(report)


@login_required
@require_POST
def forward(request: SignedInRequest, pk: UUID) -> HttpResponse:
    report = get_visible(Report.objects, request.user, pk=pk)
    try:
        workflow.forward_report(report, by=request.user)
    except workflow.NotTriaged:
        messages.warning(request, _("Say first how urgent the report is."))
        return redirect("intake:triage", pk=pk)
    messages.success(request, _("The report waits to be assigned."))
    return redirect(report)


@login_required
@require_http_methods(["GET", "POST"])
def assign(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """To whom, with everybody's workload beside their name; of a report in hand, to whom else and why."""
    report = get_visible(Report.objects.select_related("assigned_to", "organisation"), request.user, pk=pk)
    again = report.status in steps.REASSIGN.sources
    step = steps.REASSIGN if again else steps.ASSIGN
    report = to_act(request, pk, step)
    if request.POST.get("was", str(report.assigned_to_id)) != str(report.assigned_to_id):
        raise WrongState(step, report, stream.last(report.pk))
    candidates = queries.candidates(request.user, report)
    free = [each.user for each in candidates if not each.conflict and each.user.pk != report.assigned_to_id]
    form = (ReassignForm if again else AssignForm)(typed(request), free)
    if is_sent(request, form):
        given = form.cleaned_data
        try:
            if again:
                workflow.reassign_report(
                    report, by=request.user, to=given["to"], reason=given["reason"], note=given["note"]
                )
            else:
                workflow.assign_report(report, by=request.user, to=given["to"], reason=given["note"])
        except workflow.CannotAssign as refused:
            form.add_error("to", str(refused))
        else:
            messages.success(request, _("%(name)s has been told.") % {"name": given["to"].full_name})
            return redirect(report)
    can_keep_out = permissions.can_keep_out(request.user, report)
    return ask(request, report, step, form, "assign", candidates=candidates, can_keep_out=can_keep_out)


@login_required
@require_POST
def accept(request: SignedInRequest, pk: UUID) -> HttpResponse:
    report = get_visible(Report.objects, request.user, pk=pk)
    workflow.accept_report(report, by=request.user)
    messages.success(request, _("The report is yours now."))
    return redirect(report)


@login_required
@require_http_methods(["GET", "POST"])
def conflict(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Keeping somebody out: oneself, or, for those who may, a colleague."""
    report = get_visible(Report.objects.select_related("organisation"), request.user, pk=pk)
    if not permissions.can_declare_conflict(request.user, report):
        raise NotPermitted(steps.CONFLICT, report)
    for_others = permissions.can_keep_out(request.user, report)
    form = ConflictForm(typed(request), report, by=request.user, for_others=for_others)
    if not is_sent(request, form):
        return ask(request, report, steps.CONFLICT, form, "conflict", for_others=for_others)
    about = form.cleaned_data["about"]
    try:
        workflow.declare_conflict(report, by=request.user, about=about, reason=form.cleaned_data.get("reason", ""))
    except workflow.CannotKeepOut as refused:
        form.add_error(None, str(refused))
        return ask(request, report, steps.CONFLICT, form, "conflict", for_others=for_others)
    messages.success(request, _("%(name)s does not see this report any more.") % {"name": about.full_name})
    if about == request.user:
        return redirect("home")
    return redirect("intake:assign" if request.POST.get("back") == "assign" else "intake:report", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def lift(request: SignedInRequest, pk: UUID, user_pk: int) -> HttpResponse:
    """Let a colleague back whom a conflict of interest kept out, for a reason."""
    report = to_act(request, pk, steps.LIFT)
    about = get_object_or_404(User, pk=user_pk)
    form = LiftForm(typed(request))
    if not is_sent(request, form):
        return ask(request, report, steps.LIFT, form, "lift", about=about)
    try:
        workflow.lift_conflict(report, by=request.user, about=about, **form.cleaned_data)
    except workflow.CannotLift as refused:
        form.add_error("reason", str(refused))
        return ask(request, report, steps.LIFT, form, "lift", about=about)
    said = _("%(name)s may see this report again, as their role allows.")
    messages.success(request, said % {"name": about.full_name})
    return redirect(report)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    report = to_act(request, pk, steps.CLOSE)
    form = CloseForm(typed(request))
    if not is_sent(request, form):
        return ask(request, report, steps.CLOSE, form, "close")
    workflow.close_report(report, by=request.user, **form.cleaned_data)
    messages.success(request, _("The report is closed."))
    return redirect(report)


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    report = to_act(request, pk, steps.REOPEN)
    form = ReopenForm(typed(request))
    if not is_sent(request, form):
        return ask(request, report, steps.REOPEN, form, "reopen")
    workflow.reopen_report(report, by=request.user, **form.cleaned_data)
    messages.success(request, _("The report is open again."))
    return redirect(report)


@login_required
@require_http_methods(["GET", "POST"])
def name(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One more person: somebody new once it is sure that they are, or somebody known already."""
    report = to_act(request, pk, steps.NAME_PERSON)
    form = NamedPersonForm(typed(request))
    alike: list[dict[str, Any]] = []
    if is_sent(request, form):
        known = form.known()
        if known is None:
            form.add_error("role", _("Say who this person is in what happened."))
        else:
            try:
                named = add_named(request, report, known)
            except workflow.CannotName as refused:
                form.add_error(None, str(refused))
            except MayBeKnown as found:
                alike = rows(found.matches, request.user)
            else:
                messages.success(request, _("The person was added."))
                if named.known_elsewhere:
                    messages.warning(request, known_elsewhere(named.person_id))
                return redirect("intake:persons", pk=pk)
    return ask(request, report, steps.NAME_PERSON, form, "name", alike=alike)


def add_named(request: SignedInRequest, report: Report, known: dict[str, Any]) -> ReportPerson:
    same = chosen(request.POST)
    if same:
        person = get_visible(Person.objects, request.user, pk=same)
        return workflow.name_known_person(
            report, person, by=request.user, role=known["role"], note=known.get("note", "")
        )
    return workflow.name_person(report, by=request.user, not_these=not_these(request.POST), **known)


@login_required
@require_POST
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A message to whoever reported."""
    seen = reading.see(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return reading.show_messages(request, seen, form, status=422)
    given = form.cleaned_data
    workflow.answer_reporter(seen.report, by=request.user, text=given["text"], number=given["nonce"])
    if request.headers.get("HX-Request"):
        return reading.only_messages(request, seen)
    return redirect("intake:messages", pk=pk)


@login_required
def duplicates(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Reports that may be about the same, or one found by its reference."""
    report = to_act(request, pk, steps.MERGE)
    stream.opened(report, by=request.user)
    words = request.GET.get("q", "").strip()
    found = []
    if words:
        found = list(queries.visible(request.user).filter(queries.called(words)).exclude(pk=pk)[:5])
    alike = likeness.possible_duplicates(request.user, report)
    return render(
        request, "intake/steps/duplicates.html", {"report": report, "alike": alike, "found": found, "words": words}
    )


@login_required
@require_http_methods(["GET", "POST"])
def compare(request: SignedInRequest, pk: UUID, other_pk: UUID) -> HttpResponse:
    """Two reports side by side, and merging one into the other."""
    report = to_act(request, pk, steps.MERGE)
    other = get_visible(Report.objects.select_related("assigned_to"), request.user, pk=other_pk)
    if other.pk == report.pk:
        raise Http404
    if request.method == "POST":
        pairs = {"into-other": (report, other), "into-this": (other, report)}
        duplicate, kept = pairs.get(request.POST.get("do", ""), (None, None))
        if duplicate is None or kept is None:
            raise Http404
        try:
            workflow.merge_report(duplicate, into=kept, by=request.user)
        except workflow.CannotMerge as refused:
            messages.error(request, str(refused))
            return redirect("intake:compare", pk=pk, other_pk=other_pk)
        messages.success(request, _("Merged. Both histories are kept here."))
        return redirect(kept)
    for each in (report, other):
        stream.opened(each, by=request.user)
    sides = [side(request, each) for each in (report, other)]
    return render(
        request,
        "intake/steps/compare.html",
        {"report": report, "other": other, "sides": sides, "can_take_other": other.status in steps.MERGE.sources},
    )


def side(request: SignedInRequest, report: Report) -> dict:
    """What is compared of one report."""
    return {
        "report": report,
        "persons": queries.persons(request.user, report),
        "contact": ReporterContact.objects.visible_to(request.user).filter(report=report).first(),
    }
