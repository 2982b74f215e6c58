"""One's own exports, what waits for a second person, and the page of one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.audit import stream
from samaan.common import envelope
from samaan.exports import permissions, queries, workflow
from samaan.exports.forms import AnswerForm
from samaan.exports.models import Content, Envelope, Export, Status


@login_required
@require_GET
def exports(request: SignedInRequest) -> HttpResponse:
    """What this person took out or asked for, and what waits for their decision."""
    context = {
        "to_decide": queries.to_decide(request.user),
        "own": queries.own(request.user),
        "may_ask": permissions.can_ask(request.user),
    }
    return render(request, "exports/exports.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def export(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Exactly what is asked, for whom and why; two buttons for whoever may decide, one for whoever fetches it."""
    found = seen(request, pk)
    form = AnswerForm(request.POST if request.POST.get("do") == "refuse" else None)
    if request.method == "POST" and decided(request, found, form):
        return redirect("exports:exports")
    stream.opened(found, by=request.user)
    mine = found.asked_by_id == request.user.pk
    context = {
        "export": found,
        "cases": queries.cases_shown(request.user, permissions.ids_of(found)),
        "fingerprint": envelope.fingerprint(found.public_key) if found.public_key else "",
        "form": form,
        "may_decide": found.status == Status.ASKED and permissions.can_decide(request.user, found),
        "may_fetch": mine and found.is_there and permissions.can_fetch(request.user, found),
        "needs_password": found.envelope == Envelope.PASSWORD and not is_sealed(found),
    }
    return render(request, "exports/export.html", context, status=422 if request.method == "POST" else 200)


def seen(request: SignedInRequest, pk: UUID) -> Export:
    """The export, for whoever asked or may decide; the same 404 as for none for everybody else."""
    related = Export.objects.select_related("asked_by__organisation", "asked_by__role", "decided_by", "registered_key")
    found = get_visible(related, request.user, pk=pk)
    if not permissions.can_look(request.user, found):
        raise Http404
    return found


def is_sealed(export: Export) -> bool:
    return Content.objects.filter(export_id=export.pk, sealed=True).exists()


def decided(request: SignedInRequest, found: Export, form: AnswerForm) -> bool:
    """Take the answer that was pressed; a refusal needs its reason first."""
    if request.POST.get("do") == "approve":
        workflow.approve(found, by=request.user)
        messages.success(request, _("Approved. Your name stays on the record with theirs."))
        return True
    if form.is_valid():
        workflow.refuse(found, by=request.user, answer=form.cleaned_data["answer"])
        messages.success(request, _("Refused. They have been told why."))
        return True
    return False
