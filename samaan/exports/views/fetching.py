"""The file on its way out, in its envelope, to whoever asked for it and nobody else."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samaan.access.downloads import ALONE
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.exports import workflow
from samaan.exports.views.deciding import seen


@login_required
@never_cache
@require_POST
@recent_proof_required
def unlock(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The password, once: from here on the file exists under it alone."""
    export = seen(request, pk)
    try:
        password = workflow.unlock(export, by=request.user)
    except workflow.NotThere:
        return gone(request)
    return render(request, "exports/password.html", {"export": export, "password": password})


@login_required
@never_cache
@require_POST
@recent_proof_required
def file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The file. Fetching it is an event each time."""
    export = seen(request, pk)
    try:
        name, content = workflow.fetch(export, by=request.user)
    except workflow.NotThere:
        return gone(request)
    return enclosed(name, content)


def enclosed(name: str, content: bytes) -> HttpResponse:
    headers = ALONE | {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def gone(request: SignedInRequest) -> HttpResponse:
    return render(request, "exports/gone.html", status=410)
