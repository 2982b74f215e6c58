"""What waits for a second person, and the page where they answer. The value itself is never on it."""

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
from samaan.sealed import permissions, queries, workflow
from samaan.sealed.forms import RefuseForm
from samaan.sealed.models import Request


@login_required
@require_GET
def requests(request: SignedInRequest) -> HttpResponse:
    """What waits for this person, and what they have asked for themselves."""
    context = {"to_decide": queries.to_decide(request.user), "asked": queries.asked_by(request.user)}
    return render(request, "sealed/requests.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def request_page(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who asks for what and why; two buttons for whoever may decide."""
    related = Request.objects.select_related("asked_by__organisation", "asked_by__role", "decided_by")
    asked = get_visible(related, request.user, pk=pk)
    if asked.record is None or not permissions.can_look(request.user, asked):
        raise Http404
    form = RefuseForm(request.POST if request.POST.get("do") == "refuse" else None)
    if request.method == "POST" and decided(request, asked, form):
        return redirect("sealed:requests")
    context = {
        "asked": asked,
        "record": asked.record,
        "form": form,
        "may_decide": asked.status == Request.Status.ASKED and permissions.can_decide(request.user, asked),
    }
    return render(request, "sealed/request.html", context, status=422 if request.method == "POST" else 200)


def decided(request: SignedInRequest, asked: Request, form: RefuseForm) -> bool:
    """Take the answer that was pressed; a refusal needs its reason first."""
    if request.POST.get("do") == "approve":
        workflow.approve(asked, by=request.user)
        messages.success(request, _("Approved: %(name)s may open it once, within 15 minutes.") % named(asked))
        return True
    if form.is_valid():
        workflow.refuse(asked, by=request.user, answer=form.cleaned_data["answer"])
        messages.success(request, _("Refused. %(name)s has been told why.") % named(asked))
        return True
    return False


def named(asked: Request) -> dict[str, str]:
    return {"name": asked.asked_by.full_name}
