"""Proposing a change, and the second person's answer; whoever does either has just proved who they are."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.audit import stream
from samaan.common.formfields import add_refusal
from samaan.configuration import permissions, workflow
from samaan.configuration.forms import AnswerForm
from samaan.configuration.models import Change
from samaan.configuration.views.acting import change_of, refuse_unless
from samaan.configuration.views.changing import change_page


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def propose(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What would differ, once more, and one button."""
    found = change_of(request, pk)
    refuse_unless(permissions.can_propose(request.user, found))
    if request.method == "POST":
        try:
            workflow.propose_change(found, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("It is proposed. Whoever may approve it has been told."))
        return redirect(found)
    stream.opened(found, by=request.user)
    return change_page(request, found, AnswerForm(), asks="propose", may_edit=False)


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def decide(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The same page as the proposer saw, with the answer below it."""
    found = change_of(request, pk)
    refuse_unless(permissions.can_decide(request.user, found))
    form = AnswerForm(request.POST if request.POST.get("do") == "refuse" else None)
    if request.method == "POST" and decided(request, found, form):
        return redirect(found)
    stream.opened(found, by=request.user)
    asks = "decide" if found.status == Change.Status.PROPOSED else ""
    return change_page(request, found, form, asks=asks, may_edit=False)


def decided(request: SignedInRequest, found: Change, form: AnswerForm) -> bool:
    """Take the answer that was pressed; a refusal needs its reason first."""
    try:
        if request.POST.get("do") == "approve":
            version = workflow.approve_change(found, by=request.user, shown=request.POST.get("shown", ""))
            messages.success(request, _("Published: version %(version)s is at work.") % {"version": version.version})
            return True
        if form.is_valid():
            workflow.refuse_change(found, by=request.user, **form.cleaned_data)
            messages.success(request, _("The change is refused. They have been told why."))
            return True
    except ValidationError as refused:
        if form.is_bound:
            add_refusal(form, refused)
        messages.error(request, " ".join(refused.messages))
    return False


@login_required
@require_POST
def take_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = change_of(request, pk)
    workflow.take_back_change(found, by=request.user)
    messages.success(request, _("You can correct it now. It is proposed anew afterwards."))
    return redirect(found)


@login_required
@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = change_of(request, pk)
    workflow.withdraw_change(found, by=request.user)
    messages.success(request, _("It is withdrawn. Nothing changed."))
    return redirect(found if found.part else "configuration:overview")
