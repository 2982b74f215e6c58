"""One page opens one field: it asks why, shows the value for a minute, and is kept by no browser."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.common.formfields import add_refusal
from samaan.sealed import queries, workflow
from samaan.sealed.forms import ReasonForm
from samaan.sealed.models import SealedField
from samaan.sealed.permissions import can_reveal
from samaan.sealed.workflow.steps import REVEAL
from samaan.transitions import NotPermitted
from samaan.vault import held

SHOWN_SECONDS = 60


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@recent_proof_required
def field(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Why, and then the value; or, where a second person is needed, the request for one."""
    found = seen(request, pk)
    approval = queries.latest_request(request.user, found)
    is_approved = bool(approval and approval.is_valid)
    needs_second = queries.needs_second_person(request.user, found)
    form = None if needs_second and is_approved else form_of(request)
    if request.method == "POST" and (form is None or form.is_valid()):
        asked = form.cleaned_data if form else {}
        try:
            if needs_second and not is_approved:
                workflow.ask(found, by=request.user, **asked)
                messages.success(request, _("Whoever may approve it has been told. You are told when they answer."))
                return redirect(found.record)
            return show(request, workflow.reveal(found, by=request.user, **asked))
        except workflow.NeedsSecondPerson:
            # The approval ran out, or the day's limit was reached, between the page and the press.
            return redirect("sealed:field", pk=pk)
        except ValidationError as refused:
            if form is None:
                raise
            add_refusal(form, refused)
    context = {
        "field": found,
        "record": found.record,
        "form": form,
        "needs_second": needs_second,
        "beyond_limit": queries.is_beyond_limit(request.user),
        "approval": approval if is_approved else None,
        "waiting": approval if approval and approval.status == approval.Status.ASKED else None,
        "seconds": SHOWN_SECONDS,
    }
    return render(request, "sealed/field.html", context, status=422 if request.method == "POST" else 200)


def seen(request: SignedInRequest, pk: UUID) -> SealedField:
    """The field, for whoever may open it; 404 for whoever does not see its record."""
    found = get_visible(SealedField.objects.select_related("entered_by"), request.user, pk=pk)
    if found.record is None:
        raise Http404
    if not can_reveal(request.user, found):
        raise NotPermitted(REVEAL, found)
    return found


def form_of(request: SignedInRequest) -> ReasonForm:
    """What was posted, or what was typed before somebody had to prove who they are."""
    if request.method == "POST":
        return ReasonForm(request.POST)
    typed = held.take(request.user, request.path)
    return ReasonForm(initial=typed.dict() if typed else None)


def show(request: SignedInRequest, revealed: workflow.Revealed) -> HttpResponse:
    """The value. The browser keeps nothing of the page and leaves it after a minute, with or without scripts."""
    back = revealed.field.record.get_absolute_url()
    context = {"revealed": revealed, "field": revealed.field, "record": revealed.field.record, "back": back}
    response = render(request, "sealed/revealed.html", context | {"seconds": SHOWN_SECONDS})
    response.headers["Refresh"] = f"{SHOWN_SECONDS}; url={back}"
    return response
