"""A form is finished, opened again to be corrected, or withdrawn."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samaan.accounts.http import SignedInRequest
from samaan.questionnaires import queries, workflow
from samaan.questionnaires.models import Submission
from samaan.questionnaires.views.opened import language_of, note_look, open_form, see
from samaan.questionnaires.views.submission import lacking
from samaan.questionnaires.workflow.steps import FINISH, REOPEN, WITHDRAW
from samaan.transitions import NotPermitted, Transition, WrongState


@login_required
@require_http_methods(["GET", "POST"])
def finish(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is still missing; finished once nothing is."""
    seen = see(request, pk)
    refuse(request, seen, FINISH)
    if request.method == "POST":
        try:
            workflow.finish_submission(seen, by=request.user, language=language_of(request, seen))
        except workflow.Incomplete:
            return finish_page(request, queries.seen_by(request.user, pk), status=422)
        messages.success(request, _("The form is finished."))
        return redirect(seen)
    return finish_page(request, seen)


def finish_page(request: SignedInRequest, seen: Submission, *, status: int = 200) -> HttpResponse:
    opened = open_form(request, seen)
    note_look(request, seen)
    found = lacking(queries.progress(opened.filled, opened.verdict), opened)
    context = {"submission": seen, "step": FINISH, "lacking": found, "tried": status != 200}
    return render(request, "questionnaires/finish.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Open a finished form, to correct it."""
    words = _("The form is open again. What was finished stays beside every answer that replaces it.")
    return act(request, pk, REOPEN, workflow.reopen_submission, words)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Withdraw a form that was begun by mistake."""
    return act(request, pk, WITHDRAW, workflow.withdraw_submission, _("The form is withdrawn. It counts nowhere."))


def act(request: SignedInRequest, pk: UUID, step: Transition, take: Callable[..., None], done: str) -> HttpResponse:
    """Ask once more, then take the step."""
    seen = see(request, pk)
    refuse(request, seen, step)
    if request.method == "POST":
        take(seen, by=request.user)
        messages.success(request, done)
        return redirect(seen)
    return render(request, "questionnaires/act.html", {"submission": seen, "step": step})


def refuse(request: SignedInRequest, seen: Submission, step: Transition) -> None:
    """Whoever may not take a step, or not now, does not see its page either."""
    if not step.may(request.user, seen):
        raise NotPermitted(step, seen)
    if seen.status not in step.sources:
        raise WrongState(step, seen)
