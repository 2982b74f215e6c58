"""What was sent outside the referral map: for whoever keeps it, with nothing of any person."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.referrals import permissions, queries, workflow
from samaan.referrals.outside import in_words

SHOWN = 100


@login_required
@require_GET
def outside(request: SignedInRequest) -> HttpResponse:
    """How often for each need and why; then one by one, the newest first."""
    if not permissions.can_see_outside(request.user):
        raise PermissionDenied
    found = queries.outside_map(request.user)[: SHOWN + 1]
    context = {
        "reports": [(report, in_words(report.outside)) for report in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "needs": queries.outside_by(request.user, "need"),
        "reasons": queries.outside_by(request.user, "reason"),
        "may_note": request.user.can("directory.steward"),
    }
    return render(request, "referrals/outside.html", context)


@login_required
@require_POST
def note(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Whoever keeps the map has seen it."""
    report = get_visible(queries.outside_map(request.user), request.user, pk=pk)
    workflow.note_outside(report, by=request.user)
    messages.success(request, _("Noted. Whoever sent it is told that you have seen it."))
    return redirect("referrals:outside")
