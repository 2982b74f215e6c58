"""A new referral map in the making: begun, then need by need. Proposing and approving are the pack's own pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan import countrypack
from samaan.access import act_pages
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.common.formfields import add_refusal
from samaan.configuration import queries
from samaan.configuration.models import Change
from samaan.configuration.permissions import can_propose
from samaan.configuration.seats import REFERRAL_MAP
from samaan.mechanism import editing, history, permissions, showing, workflow
from samaan.mechanism.forms import BeginForm, NeedForm, RouteForm

asks = require_http_methods(["GET", "POST"])


@login_required
@asks
def begin(request: SignedInRequest) -> HttpResponse:
    """Why, and from which day; `like`: an earlier map to begin from, as the way back to it."""
    if not permissions.can_change(request.user):
        raise PermissionDenied
    number = request.GET.get("like", "")
    like = history.of_number(int(number)) if number.isdecimal() and len(number) < 9 else None
    form = BeginForm(act_pages.answers(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"like": like.written if like else None}
        try:
            change = workflow.begin_map_change(by=request.user, **given)
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            return redirect("mechanism:edit", change.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "mechanism/begin.html", {"form": form, "like": like}, status=status)


def own_draft(request: SignedInRequest, pk: UUID) -> Change:
    """A change to the map that this person works on; the same 404 for anybody else's."""
    found = get_visible(queries.changes(request.user).filter(part=REFERRAL_MAP), request.user, pk=pk)
    if not can_propose(request.user, found):
        raise PermissionDenied
    return found


@login_required
@require_GET
def edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The map as it would be, one row a need."""
    change = own_draft(request, pk)
    stream.opened(change, by=request.user)
    written = editing.map_of(change)
    routes = editing.routes_of(written)
    shown = {
        "change": change,
        "groups": showing.groups(routes),
        "holds_from": written.get("holds_from"),
        "form": NeedForm(routes=routes),
        "is_draft": change.status == Change.Status.DRAFT,
    }
    return render(request, "mechanism/edit.html", shown)


@login_required
@asks
def route(request: SignedInRequest, pk: UUID, need: str) -> HttpResponse:
    """One need: who is asked in which order, with what, and what they commit to."""
    change = own_draft(request, pk)
    label = label_of(need)
    written = editing.map_of(change)
    row: dict[str, Any] = next((one for one in written["routes"] if one["need"] == need), {})
    answers = act_pages.answers(request)
    form = RouteForm(answers, need=need, row=row, defaults=written["defaults"])
    if request.method == "POST" and form.is_valid():
        workflow.put_route(change, by=request.user, row=form.written())
        messages.success(request, _("“%(need)s” is changed in the draft.") % {"need": label})
        return redirect(reverse("mechanism:edit", args=[pk]) + f"#{need}")
    shown = {"change": change, "form": form, "label": label, "need": need, "is_new": not row}
    return render(request, "mechanism/route.html", shown, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def remove(request: SignedInRequest, pk: UUID, need: str) -> HttpResponse:
    """Take a need out of the map."""
    change = own_draft(request, pk)
    label = label_of(need)
    workflow.remove_route(change, by=request.user, need=need)
    messages.success(request, _("“%(need)s” is no longer in the draft.") % {"need": label})
    return redirect("mechanism:edit", pk)


def label_of(need: str) -> str:
    """The words of a need of the pack, or 404."""
    if countrypack.pack().entry("needs", need) is None:
        raise Http404
    return countrypack.pack().label("needs", need)
