"""Placing a legal hold, and lifting it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samaan.access.act_pages import answers
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.audit import stream
from samaan.retention import workflow
from samaan.retention.forms import HoldForm, LiftForm
from samaan.retention.models import Hold
from samaan.retention.views.acting import act_page, record_of
from samaan.retention.workflow.steps import HOLD, LIFT
from samaan.transitions import NotPermitted


@login_required
@require_http_methods(["GET", "POST"])
def place(request: SignedInRequest, kind: str, pk: UUID) -> HttpResponse:
    record = record_of(request.user, kind, pk)
    if not HOLD.may(request.user, record):
        raise NotPermitted(HOLD, record)
    return act_page(
        request,
        HoldForm(answers(request)),
        lambda given: workflow.place_hold(record, by=request.user, **given),
        title=_("Place a legal hold"),
        done=_("On hold: nothing of it is destroyed while this stands."),
        back=record.get_absolute_url(),
        record=record,
    )


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def lift(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The page says why the hold was placed, so it is a look at the file."""
    hold = get_visible(Hold.objects.select_related("placed_by"), request.user, pk=pk)
    if hold.record is None:
        raise Http404
    if not LIFT.may(request.user, hold):
        raise NotPermitted(LIFT, hold)
    if request.method == "GET":
        stream.opened(hold.record, by=request.user, page="hold")
    return act_page(
        request,
        LiftForm(answers(request)),
        lambda given: workflow.lift_hold(hold, by=request.user, **given),
        title=_("Lift the hold"),
        done=_("The hold is lifted."),
        back=hold.record.get_absolute_url(),
        record=hold.record,
        hold=hold,
        danger=True,
    )
