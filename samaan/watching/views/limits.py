"""What one used today, asking for more, and answering whoever asks."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samaan.access import quota
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.common.formfields import add_refusal
from samaan.watching import permissions, queries, words, workflow
from samaan.watching.forms import AnswerForm, AskForm
from samaan.watching.models import More
from samaan.watching.workflow.asking import ASKABLE


@login_required
@require_GET
def limits(request: SignedInRequest) -> HttpResponse:
    """What this person used today of what they may, what they asked for, and who waits for their answer."""
    used = [(words.counted(what), what, number, most) for what, number, most in queries.day_of(request.user)]
    context = {
        "used": used,
        "to_decide": [(more, words.counted(more.what)) for more in queries.to_decide(request.user)],
        "asked": [(more, words.counted(more.what)) for more in queries.asked_by(request.user)],
    }
    return render(request, "watching/limits.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, what: str) -> HttpResponse:
    """How many more today, and what for."""
    if what not in ASKABLE:
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.ask(what, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Your supervisor has been told. You are told when they answer."))
            return redirect("watching:limits")
    context = {
        "form": form,
        "what": words.counted(what),
        "used": quota.count_of(request.user, what),
        "limit": quota.limit_of(request.user, what) + quota.more_today(request.user, what),
    }
    return render(request, "watching/ask.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def more(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who asks for how many and why; two buttons for whoever may decide."""
    asked = get_visible(
        More.objects.select_related("user__organisation", "user__role", "decided_by"), request.user, pk=pk
    )
    if not permissions.can_look(request.user, asked):
        raise Http404
    form = AnswerForm(request.POST if request.POST.get("do") == "refuse" else None)
    if request.method == "POST" and answered(request, asked, form):
        return redirect("watching:limits")
    context = {
        "more": asked,
        "what": words.counted(asked.what),
        "form": form,
        "used": quota.limit_of(asked.user, asked.what),
        "may_decide": asked.status == More.Status.ASKED
        and asked.day == quota.today()
        and permissions.can_decide(request.user, asked),
    }
    return render(request, "watching/more.html", context, status=422 if request.method == "POST" else 200)


def answered(request: SignedInRequest, asked: More, form: AnswerForm) -> bool:
    """Take the answer that was pressed; a refusal needs its reason first."""
    if request.POST.get("do") == "grant":
        try:
            workflow.grant(asked, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return True
        messages.success(request, _("Allowed, for today."))
        return True
    if form.is_valid():
        workflow.refuse(asked, by=request.user, answer=form.cleaned_data["answer"])
        messages.success(request, _("Refused. They have been told why."))
        return True
    return False
