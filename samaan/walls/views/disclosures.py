"""Giving something to the other side of a matter, reading what was given, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access import act_pages
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.alerts import registry
from samaan.audit import stream
from samaan.common.formfields import add_refusal
from samaan.transitions import NotPermitted
from samaan.walls import offers
from samaan.walls.forms import DiscloseForm
from samaan.walls.models import Disclosed, Disclosure
from samaan.walls.permissions import can_disclose, can_end_disclosure
from samaan.walls.workflow import disclosing


@login_required
@require_http_methods(["GET", "POST"])
def disclose(request: SignedInRequest, kind: str, pk: UUID) -> HttpResponse:
    """What crosses, to whom, why, until when. The page shows statements of the file, so it is a look at it."""
    if kind not in offers.ITEMS:
        raise Http404
    file = get_visible(registry.MODELS[kind].objects.select_related("organisation"), request.user, pk=pk)
    if not can_disclose(request.user, file):
        raise NotPermitted(disclosing.DISCLOSE, file)
    people = disclosing.recipients(file, request.user)
    answers = act_pages.answers(request)
    form = DiscloseForm(answers, people=people, items=offers.items_of(file, request.user))
    if request.method == "POST" and form.is_valid():
        try:
            given = disclosing.disclose(file, by=request.user, **form.asked())
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("%(name)s can read it now and has been told.") % {"name": given.given_to})
            return redirect(file)
    stream.opened(file, by=request.user)
    shown = {"form": form, "file": file, "people": people}
    return render(request, "walls/disclose.html", shown, status=200 if request.method == "GET" else 422)


@login_required
@require_GET
def disclosure(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What was given, for the two of them; for the others of both files that it was."""
    found = Disclosure.objects.select_related("given_by__role", "given_to__role", "ended_by", "organisation")
    given = get_visible(found, request.user, pk=pk)
    stream.opened(given, by=request.user)
    shown = {
        "given": given,
        "content": Disclosed.objects.visible_to(request.user).filter(pk=given.content_id).first(),
        "files": files_of(given),
        "can_end": can_end_disclosure(request.user, given),
        "is_giver": request.user.pk == given.given_by_id,
    }
    return render(request, "walls/disclosure.html", shown)


def files_of(given: Disclosure) -> list[Any]:
    """The files on both sides, as far as this reader sees them."""
    sides = [(given.source_kind, given.source_id), (given.target_kind, given.target_id)]
    found = [registry.load(kind, record_id) for kind, record_id in sides if kind in registry.MODELS]
    return [file for file in found if file]


@login_required
@require_POST
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    given = get_visible(Disclosure.objects.select_related("organisation"), request.user, pk=pk)
    disclosing.end_disclosure(given, by=request.user)
    messages.success(request, _("It is taken back. The other side cannot read it any more."))
    return redirect(given)
