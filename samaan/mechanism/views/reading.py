"""The referral map for everybody who works by it, and the maps there have been."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from samaan import countrypack
from samaan.accounts.http import SignedInRequest
from samaan.configuration.queries import open_changes
from samaan.configuration.seats import REFERRAL_MAP
from samaan.mechanism import diagram, history, permissions, showing
from samaan.referrals.permissions import can_see_outside


@login_required
@require_GET
def referral_map(request: SignedInRequest) -> HttpResponse:
    """The map that holds today."""
    readers_only(request)
    found, pack = history.versions(), countrypack.pack()
    shown = {
        "version": None if pack.map_is_coming else found[0],
        "coming": found[0] if pack.map_is_coming else None,
        "versions": found,
        "may_change": permissions.can_change(request.user),
        "sees_outside": can_see_outside(request.user),
        "changes": [change for change in open_changes(request.user) if change.part == REFERRAL_MAP],
    }
    return render(request, "mechanism/map.html", shown | drawn(pack.routes))


@login_required
@require_GET
def version(request: SignedInRequest, number: int) -> HttpResponse:
    """One of the maps there have been, or one that is to come."""
    readers_only(request)
    found = history.of_number(number)
    shown = {"version": found, "earlier": True, "may_change": permissions.can_change(request.user)}
    return render(request, "mechanism/map.html", shown | drawn(found.routes))


def readers_only(request: SignedInRequest) -> None:
    if not permissions.can_read(request.user):
        raise PermissionDenied


def drawn(routes: Any) -> dict[str, Any]:
    """The map as a diagram and as tables."""
    groups = showing.groups(routes)
    return {"groups": groups, "diagrams": diagram.draw_all(groups)}
