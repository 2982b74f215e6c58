"""The auditor's page: how the sealed log is, what was done, and a proof of it to take away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samaan.accounts.http import SignedInRequest
from samaan.audit import proofs, queries, stream, workflow
from samaan.audit.forms import WhichEvent
from samaan.audit.keys import short
from samaan.audit.permissions import may_audit


def auditors_only(request: SignedInRequest) -> None:
    if not may_audit(request.user):
        raise PermissionDenied


@login_required
@require_GET
def log(request: SignedInRequest) -> HttpResponse:
    auditors_only(request)
    asked = WhichEvent(request.GET)
    below = asked.cleaned_data["event"] if asked.is_valid() else queries.LAST
    state = queries.state()
    verification, findings = queries.last_verification()
    events = queries.newest_events(below)
    page = {
        "state": state,
        "key": short(bytes(state.newest.key).hex()) if state.newest else "",
        "witnesses": queries.witnesses(),
        "verification": verification,
        "findings": findings,
        "changed": any(finding.is_change for finding in findings),
        "events": events,
        "older": events[-1].event.pk if len(events) == queries.SHOWN else None,
        "form": WhichEvent(),
    }
    return render(request, "audit/log.html", page)


@login_required
@require_POST
def verify(request: SignedInRequest) -> HttpResponse:
    """Have the whole log verified, by the worker."""
    auditors_only(request)
    workflow.ask_for_verification(by=request.user)
    messages.success(request, _("The log is being verified; the result will stand here."))
    return redirect("audit:log")


@login_required
@require_GET
def proof(request: SignedInRequest) -> HttpResponse:
    """The proof of one event as a file."""
    auditors_only(request)
    asked = WhichEvent(request.GET)
    if not asked.is_valid():
        messages.error(request, _("Please give the number of an event."))
        return redirect("audit:log")
    number = asked.cleaned_data["event"]
    try:
        text = proofs.prove_event(number, source=proofs.AUDITED)
    except proofs.NoProof as reason:
        messages.error(request, said(reason, number))
        return redirect("audit:log")
    stream.append("log.proof_taken", by=request.user, purpose="audit", event=number)
    headers = {"Content-Disposition": f'attachment; filename="event-{number}.proof.json"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="application/json", headers=headers)


def said(reason: proofs.NoProof, number: int) -> str:
    if isinstance(reason, proofs.NoSuchEvent):
        return _("There is no event %(number)s.") % {"number": number}
    if isinstance(reason, proofs.NotSealedYet):
        return _("Event %(number)s is not sealed yet. Please try again in a moment.") % {"number": number}
    return _("The log does not prove event %(number)s. Have the whole log verified.") % {"number": number}
