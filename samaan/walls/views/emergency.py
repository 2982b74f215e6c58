"""Opening a file in an emergency, ending it, and its review."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samaan import countrypack
from samaan.access import act_pages
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.alerts import registry
from samaan.audit import stream
from samaan.common.formfields import add_refusal
from samaan.walls.forms import EmergencyForm, ReviewForm
from samaan.walls.models import EmergencyAccess
from samaan.walls.permissions import can_review_emergency, emergency_kinds, ends_emergencies
from samaan.walls.workflow import emergency


@login_required
@require_http_methods(["GET", "POST"])
def open_file(request: SignedInRequest) -> HttpResponse:
    if not emergency_kinds(request.user):
        raise PermissionDenied
    return ask_and_open(request)


@recent_proof_required
def ask_and_open(request: SignedInRequest) -> HttpResponse:
    """Ask which file and why; one that cannot be opened answers as one that does not exist."""
    kinds = emergency_kinds(request.user)
    answers = act_pages.answers(request)
    named = {name: request.GET[name] for name in ("kind", "reference") if name in request.GET}
    form = EmergencyForm(answers, kinds=kinds, initial=named)
    until = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            record = emergency.open_in_emergency(
                given["kind"], given["reference"], by=request.user, reason=given["reason"]
            )
        except ValidationError as refused:
            add_refusal(form, refused)
        except emergency.TooManyAttempts as refused_until:
            until = refused_until.until
        else:
            if record is not None:
                messages.warning(request, _("The file is open to you. Those responsible have been told."))
                return redirect(record)
            form.add_error("reference", _("There is no such file, or it is not for you to open in an emergency."))
    shown = {"form": form, "minutes": countrypack.pack().emergency_minutes, "until": until}
    status = 429 if until else 422 if request.method == "POST" else 200
    return render(request, "walls/emergency.html", shown, status=status)


@login_required
@require_POST
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Shut the file again before its time."""
    access = get_visible(EmergencyAccess.objects.select_related("user"), request.user, pk=pk)
    if not ends_emergencies(request.user, access):
        raise PermissionDenied
    try:
        emergency.end_emergency(access, by=request.user)
    except emergency.NotAllowed:
        messages.error(request, _("This access has ended already."))
    else:
        messages.success(request, _("The emergency access has ended."))
    record = registry.load(access.file_kind, access.file_id)
    return redirect(record) if record else redirect("home")


@login_required
@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Was it justified, and what follows."""
    found = EmergencyAccess.objects.select_related("user__role", "user__organisation")
    access = get_visible(found, request.user, pk=pk)
    record = registry.load(access.file_kind, access.file_id)
    if not can_review_emergency(request.user, access):
        raise PermissionDenied
    form = ReviewForm(act_pages.answers(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            emergency.review_emergency(
                access, by=request.user, justified=given["justified"] == "yes", what_follows=given["what_follows"]
            )
        except emergency.NotAllowed:
            messages.error(request, _("Somebody else has reviewed it already."))
        else:
            messages.success(request, _("Your review is on the file’s record."))
        return redirect(record)
    stream.opened(record, by=request.user)
    shown = {"form": form, "access": access, "record": record}
    return render(request, "walls/review.html", shown, status=422 if request.method == "POST" else 200)
