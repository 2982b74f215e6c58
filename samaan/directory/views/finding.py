"""Finding a service, and reading what it is."""

from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from samaan import countrypack
from samaan.accounts.http import SignedInRequest
from samaan.directory import finding, room
from samaan.directory.finding import Found, Point
from samaan.directory.forms import FindForm
from samaan.directory.models import Service
from samaan.directory.permissions import can_find, can_set_capacity
from samaan.directory.tiles import needs, whom
from samaan.directory.workflow import count_unmet
from samaan.places import maps

# A header, so that a position stands in no address, no log and no history.
NEAR = "X-Near"


@login_required
@require_GET
def find(request: SignedInRequest) -> HttpResponse:
    """Three taps: what is needed, for whom, then who can help; all three may be said at once."""
    if not can_find(request.user):
        raise PermissionDenied
    form = FindForm(request.GET)
    if not form.is_valid():
        return render(request, "directory/find.html", {"form": form, "exact": True, "offers": []})
    wanted = replace(form.wanted(), near=Point.read(request.headers.get(NEAR, "")))
    fragment = bool(request.headers.get("HX-Request"))
    exact = "exact" in request.GET or form.is_exact
    if form.says_only_need and not exact and not fragment:
        return render(request, "directory/whom.html", {"need": wanted.need, "people": whom()})
    context: dict[str, Any] = {"form": form, "asked": form.says_anything, "exact": exact}
    context["found"] = found = finding.find(wanted) if context["asked"] else None
    context["offers"] = found.offers if found else finding.open_day_and_night()
    context["can_refer"] = request.user.can("referral.send")
    if found and not found.total and wanted.need and not is_counted(request):
        count_unmet(wanted)
    if fragment:
        return render(request, "directory/found.html", context)
    context |= {"map": where_services_are(request, found), "tiles": [] if exact or found else needs()}
    given = [(name, value) for name, values in request.GET.lists() for value in values if name in form.fields]
    context |= {"given": given, "given_query": urlencode(given)}
    return render(request, "directory/find.html", context)


def is_counted(request: SignedInRequest) -> bool:
    """Whether this very search of this session was counted already: asked again it is no further need."""
    asked = sha256(request.GET.urlencode().encode()).hexdigest()[:12]
    before = request.session.get("unmet", [])
    request.session["unmet"] = [*before, asked][-20:]
    return asked in before


def where_services_are(request: SignedInRequest, found: Found | None) -> maps.Map | None:
    """How many of the services sought each region has of its own; a click asks again for that region."""
    counted = maps.count_by_region(found.regions if found else finding.regions())
    urls = {}
    for code in counted:
        asked = request.GET.copy()
        asked["region"] = code
        urls[code] = f"{reverse('directory:list')}?{asked.urlencode()}"
    return maps.draw(counted, urls)


@login_required
@require_GET
def service(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One service: whom it takes, how to reach it, what it will ask."""
    if not can_find(request.user):
        raise PermissionDenied
    found = get_object_or_404(Service.objects.select_related("organisation", "unit"), pk=pk)
    context = {
        "service": found,
        "ages": finding.ages_in_words(found),
        "answers": finding.answers_in_words(found.answer_hours) if found.answer_hours is not None else "",
        "route": countrypack.pack().route(found.need),
        "rooms": [room.line(one, request.user) for one in found.capacities.select_related("service")],
        "may_set": can_set_capacity(request.user, found),
    }
    return render(request, "directory/service.html", context)
