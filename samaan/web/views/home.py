"""The first page: what waits, what is late, what changed; search by reference."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samaan.accounts.http import SignedInRequest
from samaan.alerts.queries import inbox
from samaan.web import finding, waiting

ALERTS_SHOWN = 8


def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person; somebody unknown is shown the door and the report form."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    sections = waiting.sections(request.user)
    alerts = inbox(request.user, unread_only=True)[:ALERTS_SHOWN] if request.user.can("alerts.view") else []
    return render(request, "web/home.html", {"sections": sections, "alerts": alerts})


@login_required
def find(request: SignedInRequest) -> HttpResponse:
    """Go to the record with this reference, however it was typed."""
    words = request.GET.get("q", "").strip()
    found = finding.by_reference(request.user, words)
    if found:
        return redirect(found.get_absolute_url())
    messages.info(request, _("Nothing you can see is called “%(words)s”.") % {"words": words[:40]})
    return redirect("home")
