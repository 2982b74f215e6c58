"""The acts on a case, each with its page."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.cases import forms, workflow
from samaan.cases.models import CaseTeamMember, Note, Task
from samaan.cases.views.acting import act_page, form_for
from samaan.cases.views.seen import see
from samaan.cases.workflow import steps
from samaan.people.forms import PersonForm
from samaan.people.models import Person

asks = require_http_methods(["GET", "POST"])


@login_required
@asks
def assign(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    return act_page(
        request,
        seen,
        steps.ASSIGN,
        form_for(request, seen, forms.AssignForm),
        lambda asked: workflow.assign_case_manager(seen.case, by=request.user, **asked),
        title=_("Hand over the case") if seen.case.case_manager_id else _("Choose a case manager"),
        done=_("The case has a case manager, who has been told."),
    )


@login_required
@asks
def risk(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    return act_page(
        request,
        seen,
        steps.SET_RISK,
        form_for(request, seen, forms.RiskForm),
        lambda asked: workflow.set_risk(seen.case, by=request.user, **asked),
        title=_("Assess the risk"),
        done=_("The risk is assessed."),
    )


@login_required
@asks
def note(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    return act_page(
        request,
        seen,
        steps.WRITE_NOTE,
        form_for(request, seen, forms.NoteForm),
        lambda asked: workflow.add_note(seen.case, by=request.user, **asked),
        title=_("Write a note"),
        done=_("Your note is kept."),
        back="cases:notes",
    )


@login_required
@asks
def correct(request: SignedInRequest, pk: UUID, note_pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    wrong = get_visible(Note.objects, request.user, pk=note_pk, case=seen.case, compartment__in=seen.held)
    return act_page(
        request,
        seen,
        steps.WRITE_NOTE,
        form_for(request, seen, forms.CorrectionForm),
        lambda asked: workflow.add_note(
            seen.case, by=request.user, compartment=wrong.compartment, corrects=wrong, **asked
        ),
        title=_("Correct a note"),
        done=_("Your correction is kept beside the note."),
        back="cases:notes",
    )


@login_required
@asks
def task(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    return act_page(
        request,
        seen,
        steps.ADD_TASK,
        form_for(request, seen, forms.TaskForm),
        lambda asked: workflow.add_task(seen.case, by=request.user, **asked),
        title=_("Add a task"),
        done=_("The task is added."),
        back="cases:tasks",
    )


@login_required
@require_POST
def finish(request: SignedInRequest, pk: UUID, task_pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    to_do = get_visible(Task.objects.select_related("case"), request.user, pk=task_pk, case=seen.case)
    workflow.finish_task(to_do, by=request.user)
    messages.success(request, _("The task is done."))
    return redirect("cases:tasks", pk)


@login_required
@asks
def document(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    form = form_for(request, seen, forms.DocumentForm)
    return act_page(
        request,
        seen,
        steps.ADD_DOCUMENT,
        form,
        lambda asked: workflow.add_document(
            seen.case,
            asked["file"],
            by=request.user,
            kind=asked["kind"],
            compartment=form.compartment,
            evidence=asked["evidence"],
        ),
        title=_("Add a document"),
        done=_("The document is kept, encrypted."),
        back="cases:documents",
    )


@login_required
@asks
def join(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    return act_page(
        request,
        seen,
        steps.JOIN_TEAM,
        form_for(request, seen, forms.JoinForm),
        lambda asked: workflow.join_team(seen.case, by=request.user, **asked),
        title=_("Add somebody to the team"),
        done=_("They are on the team now."),
        back="cases:access",
    )


@login_required
@require_POST
def leave(request: SignedInRequest, pk: UUID, member_pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    member = get_visible(CaseTeamMember.objects.select_related("case"), request.user, pk=member_pk, case=seen.case)
    workflow.leave_team(member, by=request.user)
    messages.success(request, _("They are no longer on the team."))
    return redirect("cases:access", pk)


@login_required
@asks
def close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    return act_page(
        request,
        seen,
        steps.CLOSE,
        form_for(request, seen, forms.CloseForm),
        lambda asked: workflow.close_case(seen.case, by=request.user, **asked),
        title=_("Close the case"),
        done=_("The case is closed."),
    )


@login_required
@asks
def reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see(request.user, pk)
    return act_page(
        request,
        seen,
        steps.REOPEN,
        form_for(request, seen, forms.ReopenForm),
        lambda asked: workflow.reopen_case(seen.case, by=request.user, **asked),
        title=_("Open the case again"),
        done=_("The case is open again."),
    )


@login_required
@asks
def edit_person(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who the survivor is."""
    seen = see(request.user, pk)
    person = get_visible(Person.objects, request.user, pk=seen.case.person_id)
    of_case = {name: getattr(seen.case, name) for name in forms.FactsForm.base_fields}
    form = form_for(request, seen, forms.SurvivorForm, **PersonForm.of(person), **of_case)
    return act_page(
        request,
        seen,
        steps.EDIT_PERSON,
        form,
        lambda asked: workflow.update_survivor(
            seen.case, by=request.user, known=form.changes(), **form.changes_of_case()
        ),
        title=_("Edit who it is"),
        done=_("What you changed is kept."),
        back="cases:person",
    )


@login_required
@asks
def conflict(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """“I know this person”; and, for those who may, keeping a colleague out."""
    seen = see(request.user, pk)
    form = form_for(request, seen, forms.ConflictForm)
    return act_page(
        request,
        seen,
        steps.DECLARE_CONFLICT,
        form,
        lambda asked: workflow.declare_conflict(seen.case, by=request.user, **asked),
        title=_("Declare a conflict of interest"),
        done=_("It is declared. Whoever it is about does not see the case any more."),
        back="cases:access",
    )


@login_required
@asks
def lift_conflict(request: SignedInRequest, pk: UUID, user_pk: int) -> HttpResponse:
    seen = see(request.user, pk)
    about = get_object_or_404(User, pk=user_pk)
    return act_page(
        request,
        seen,
        steps.LIFT_CONFLICT,
        form_for(request, seen, forms.LiftForm),
        lambda asked: workflow.lift_conflict(seen.case, by=request.user, about=about, **asked),
        title=_("Let %(name)s back") % {"name": about.full_name},
        done=_("They may see the case again, as their role allows."),
        back="cases:access",
    )
