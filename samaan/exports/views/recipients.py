"""The keys of those who receive files."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.common import envelope
from samaan.common.formfields import add_refusal
from samaan.exports import queries, workflow
from samaan.exports.forms import KeyForm
from samaan.exports.models import RecipientKey
from samaan.exports.permissions import APPROVE, ASK
from samaan.exports.workflow.steps import STEPS_OF_KEY
from samaan.transitions import steps_for


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def recipients(request: SignedInRequest) -> HttpResponse:
    """The registered keys with their fingerprints, and a form for another."""
    if not (request.user.can(ASK) or request.user.can(APPROVE)):
        raise PermissionDenied
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.register(**form.cleaned_data, by=request.user)
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Registered. Somebody else compares the fingerprint and approves it."))
            return redirect("exports:recipients")
    keys = [
        (key, envelope.fingerprint(key.public_key), steps_for(request.user, key, STEPS_OF_KEY))
        for key in queries.all_keys(request.user)
    ]
    context = {"keys": keys, "form": form if request.user.can(ASK) else None}
    return render(request, "exports/recipients.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
@recent_proof_required
def recipient(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Approve a key, or withdraw it."""
    key = get_visible(RecipientKey.objects, request.user, pk=pk)
    if request.POST.get("do") == "approve":
        workflow.confirm(key, by=request.user)
        messages.success(request, _("Approved. Files can be encrypted to it from now on."))
    else:
        workflow.withdraw(key, by=request.user)
        messages.success(request, _("Withdrawn. Nothing is encrypted to it any more."))
    return redirect("exports:recipients")
