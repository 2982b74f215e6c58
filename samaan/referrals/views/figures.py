"""How providers do, for whoever keeps the directory."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from samaan.accounts.http import SignedInRequest
from samaan.referrals.figures import FEWEST, provider_figures
from samaan.referrals.permissions import can_read_figures


@login_required
@require_GET
def figures(request: SignedInRequest) -> HttpResponse:
    """The last twelve months, provider by provider in alphabetical order."""
    if not can_read_figures(request.user):
        raise PermissionDenied
    return render(request, "referrals/figures.html", {"figures": provider_figures(), "fewest": FEWEST})
