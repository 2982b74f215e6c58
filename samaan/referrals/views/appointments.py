"""When the person is seen: the pages and the calendar file."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access import act_pages
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.common.formfields import add_refusal
from samaan.referrals import workflow
from samaan.referrals.calendar_file import calendar_file
from samaan.referrals.forms import AppointmentForm
from samaan.referrals.models import Appointment, Referral
from samaan.referrals.views.acting import refuse
from samaan.referrals.views.seen import see
from samaan.referrals.workflow import steps

asks = require_http_methods(["GET", "POST"])
ENDINGS = {
    "cancel": (workflow.cancel_appointment, gettext_lazy("Cancelled. The other side has been told.")),
    "attended": (workflow.note_attended, gettext_lazy("Recorded: the person came.")),
    "missed": (workflow.note_missed, gettext_lazy("Recorded: the person did not come.")),
}


@login_required
@asks
def make(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = see(request.user, pk)
    refuse(steps.MAKE_APPOINTMENT, referral, request)
    return asked(request, referral, None)


@login_required
@asks
def change(request: SignedInRequest, pk: UUID, appointment_pk: UUID) -> HttpResponse:
    referral = see(request.user, pk)
    refuse(steps.CHANGE_APPOINTMENT, referral, request)
    return asked(request, referral, one_of(referral, appointment_pk))


def asked(request: SignedInRequest, referral: Referral, appointment: Appointment | None) -> HttpResponse:
    """Ask when; agree, or change what was agreed."""
    form = AppointmentForm(act_pages.answers(request), initial=AppointmentForm.initial_of(appointment))
    if request.method == "POST" and form.is_valid():
        try:
            if appointment:
                workflow.change_appointment(appointment, by=request.user, **form.cleaned_data)
            else:
                workflow.make_appointment(referral, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Agreed. The other side has been told, and both are reminded a day before."))
            return redirect(referral)
    title = _("Change the appointment") if appointment else _("Make an appointment")
    step = steps.CHANGE_APPOINTMENT if appointment else steps.MAKE_APPOINTMENT
    context = {"referral": referral, "form": form, "title": title, "step": step}
    return render(request, "referrals/step.html", context, status=200 if request.method == "GET" else 422)


@login_required
@require_POST
def end(request: SignedInRequest, pk: UUID, appointment_pk: UUID, how: str) -> HttpResponse:
    """Cancelled, attended or missed."""
    appointment = one_of(see(request.user, pk), appointment_pk)
    act, done = ENDINGS[how]
    try:
        act(appointment, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, done)
    return redirect("referrals:detail", pk)


@login_required
@require_GET
def calendar(request: SignedInRequest, pk: UUID, appointment_pk: UUID) -> HttpResponse:
    """For a calendar that others may see: no person in it."""
    referral = see(request.user, pk)
    appointment = one_of(referral, appointment_pk)
    stream.opened(referral, by=request.user, page="referral.calendar")
    response = HttpResponse(calendar_file(appointment), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{referral.reference}.ics"'
    return response


def one_of(referral: Referral, appointment_pk: UUID) -> Appointment:
    found = Appointment.objects.filter(referral=referral, pk=appointment_pk).first()
    if found is None:
        raise Http404
    found.referral = referral
    return found
