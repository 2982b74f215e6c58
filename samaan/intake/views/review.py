"""What somebody other than the screener does with a screening: asks back, decides, decides anew."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samaan.accounts.http import SignedInRequest
from samaan.intake import screening_workflow as workflow
from samaan.intake.forms.review import DecisionForm, SendBackForm
from samaan.intake.views.acting import is_sent, typed
from samaan.intake.views.screening import ask, to_act


@login_required
@require_http_methods(["GET", "POST"])
def send_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Questions for whoever screened."""
    seen = to_act(request, pk, workflow.SEND_BACK)
    form = SendBackForm(typed(request))
    if is_sent(request, form):
        workflow.send_back(seen, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your questions are with the screener."))
        return redirect(seen)
    return ask(request, seen, workflow.SEND_BACK, form, "send_back")


@login_required
@require_http_methods(["GET", "POST"])
def determine(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The first decision, on the answers as they were read."""
    seen = to_act(request, pk, workflow.DECIDE)
    form = DecisionForm(typed(request), initial={"read": seen.revision})
    if is_sent(request, form):
        decision = dict(form.cleaned_data)
        workflow.make_determination(seen, by=request.user, on_revision=decision.pop("read"), **decision)
        messages.success(request, _("Your decision is recorded. Those who need to know have been told."))
        return redirect(seen)
    return ask(request, seen, workflow.DECIDE, form, "decide")


@login_required
@require_http_methods(["GET", "POST"])
def revise(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A later decision; the earlier ones are kept beside it."""
    seen = to_act(request, pk, workflow.REVISE)
    last = seen.determinations.first()
    form = DecisionForm(typed(request), initial={"read": last.number if last else 0})
    if is_sent(request, form):
        decision = dict(form.cleaned_data)
        workflow.revise_determination(seen, by=request.user, replaces=decision.pop("read"), **decision)
        messages.success(request, _("The new decision is recorded. The earlier one is kept."))
        return redirect(seen)
    return ask(request, seen, workflow.REVISE, form, "decide")
