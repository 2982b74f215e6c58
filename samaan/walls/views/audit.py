"""For auditors: who opened a file, by its reference, without opening it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.audit.permissions import may_audit
from samaan.walls import openings

OPENINGS = "SELECT * FROM sec.audited_openings(%s, %s, %s)"


@login_required
@require_GET
def opened(request: SignedInRequest) -> HttpResponse:
    """The database asks the auditor's role again; the looking itself is an event."""
    if not may_audit(request.user):
        raise PermissionDenied
    reference = "".join(request.GET.get("reference", "").split()).upper()[:20]
    person = openings.person_asked(request.GET)
    found = None
    if reference:
        kinds = [*stream.READ_KINDS, *stream.EMERGENCIES]
        events = list(Event.objects.raw(OPENINGS, [reference, kinds, openings.READ + 1]))
        stream.append("log.openings_read", by=request.user, purpose="audit", found=len(events))
        found = openings.told(events, None, person_id=person)
    shown = {"reference": reference, "openings": found, "person": person}
    return render(request, "walls/opened.html", shown)
