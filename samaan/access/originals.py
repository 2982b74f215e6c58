"""The untouched original of evidence: sealed, opened by somebody who says why and proves who they are."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from samaan.access.downloads import openable, record_of, send_file
from samaan.access.forms import OriginalForm
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.audit import stream


@login_required
@recent_proof_required
@require_http_methods(["GET", "POST"])
def original(request: SignedInRequest, pk: UUID) -> HttpResponseBase:
    """Ask why, note it, and send the file as it arrived."""
    stored = openable(request, pk, original_of__isnull=False)
    form = OriginalForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and stored.is_open:
        reason = form.cleaned_data["reason"]
        stream.append(
            "file.original_opened", record=record_of(stored), by=request.user, file=stored.original_of_id, reason=reason
        )
        return send_file(request, stored)
    status = 200 if request.method == "GET" else 422
    return render(request, "access/original.html", {"file": stored, "form": form}, status=status)
