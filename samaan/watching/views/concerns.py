"""What was unusual, in numbers, and what whoever watches found."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.alerts import registry
from samaan.audit import stream
from samaan.watching import permissions, queries, words, workflow
from samaan.watching.forms import CloseForm
from samaan.watching.models import Concern


@login_required
@require_GET
def concerns(request: SignedInRequest) -> HttpResponse:
    """What waits, and what was closed of late."""
    if not permissions.can_watch(request.user):
        raise PermissionDenied
    context = {
        "open": queries.concerns(request.user),
        "closed": queries.concerns(request.user, status=Concern.Status.CLOSED),
    }
    return render(request, "watching/concerns.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def concern(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The numbers, a link only to what the reader sees anyway, and the finding."""
    found = get_visible(
        Concern.objects.select_related("user__organisation", "user__role", "closed_by"), request.user, pk=pk
    )
    if not permissions.can_close(request.user, found):
        raise Http404
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        workflow.close(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Closed. What you found stays on the record."))
        return redirect("watching:concerns")
    stream.opened(found, by=request.user)
    context = {
        "concern": found,
        "numbers": words.numbers_of(found),
        "about": about(request, found),
        "form": form,
        "is_open": found.status == Concern.Status.OPEN,
    }
    return render(request, "watching/concern.html", context, status=422 if request.method == "POST" else 200)


def about(request: SignedInRequest, found: Concern):
    """The file that many opened, where the reader may see it too."""
    if found.about_id is None or found.about_kind not in registry.MODELS:
        return None
    return registry.MODELS[found.about_kind].objects.visible_to(request.user).filter(pk=found.about_id).first()
