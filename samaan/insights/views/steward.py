"""The steward's dashboard, the same on paper, and the reminder to a provider."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.common import paper
from samaan.insights import steering
from samaan.insights.permissions import can_steer
from samaan.insights.reminding import RemindedJustNow, remind_provider


@login_required
@require_GET
def dashboard(request: SignedInRequest) -> HttpResponse:
    """Who waits and why, which clocks were missed, what nobody offers."""
    return render(request, "insights/steward.html", seen_by(request, page="dashboard"))


@login_required
@require_GET
def on_paper(request: SignedInRequest) -> HttpResponse:
    """The same as a PDF, with who printed it and when."""
    context = seen_by(request, page="paper")
    at = date_format(timezone.localtime(), "j F Y, H:i")
    content = paper.pdf("insights/paper/steward.html", context | {"mark": f"{request.user.full_name} · {at}"})
    headers = {"Content-Disposition": 'attachment; filename="referrals.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def seen_by(request: SignedInRequest, page: str) -> dict[str, Any]:
    """Everything the dashboard shows; that somebody read which referrals wait stands on the record."""
    if not can_steer(request.user):
        raise PermissionDenied
    waiting = steering.waiting()
    stream.append("referrals.waiting_read", by=request.user, page=page, number=len(waiting))
    providers, needs = steering.in_time()
    return {
        "waiting": waiting,
        "all_listed": len(waiting) < steering.MOST,
        "states": steering.open_by_age(),
        "providers": providers,
        "needs": needs,
        "unmet": steering.unmet(),
        "gaps": steering.gaps(),
        "silent": steering.silent_languages(),
        "overdue": steering.overdue(),
        "at": timezone.now(),
    }


@login_required
@require_POST
def remind(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Send the reminder to the provider again."""
    if not can_steer(request.user):
        raise PermissionDenied
    found = steering.waiting(pk)
    if not found:
        raise Http404
    try:
        remind_provider(found[0], by=request.user)
    except RemindedJustNow:
        messages.info(request, _("They were reminded less than twelve hours ago. Telephone them if it cannot wait."))
    else:
        messages.success(request, _("%(provider)s is being reminded.") % {"provider": found[0].provider})
    return redirect("insights:steward")
