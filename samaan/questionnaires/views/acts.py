"""A form is finished, opened again to be corrected, withdrawn, or goes on in a new version."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samaan.accounts.http import SignedInRequest
from samaan.countrypack import formversions
from samaan.countrypack.models import FormVersion
from samaan.questionnaires import queries, workflow
from samaan.questionnaires.carrying import carry, difference
from samaan.questionnaires.models import Submission
from samaan.questionnaires.rendering.words import gapped, in_words
from samaan.questionnaires.views.opened import Opened, language_of, note_look, open_form, see
from samaan.questionnaires.views.submission import lacking
from samaan.questionnaires.workflow.steps import CARRY_OVER, FINISH, REOPEN, WITHDRAW
from samaan.transitions import NotPermitted, Transition, WrongState
from samaan.xforms.instance import takes_answers


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


@login_required
@require_http_methods(["GET", "POST"])
def carry_over(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What a new version asks otherwise, and what becomes of the answers; then on with it."""
    seen = see(request, pk)
    refuse(request, seen, CARRY_OVER)
    newer = workflow.newer_version(seen)
    if newer is None:
        messages.info(request, _("This form is filled in with the newest version already."))
        return redirect(seen)
    if request.method == "POST":
        carried = workflow.carry_over(seen, by=request.user)
        left = len(carried.left)
        words = ngettext(
            "The form goes on in the new version. One answer without a place in it is kept below.",
            "The form goes on in the new version. %(n)d answers without a place in it are kept below.",
            left,
        )
        messages.success(request, words % {"n": left} if left else _("The form goes on in the new version."))
        return redirect(seen)
    opened = open_form(request, seen)
    note_look(request, seen)
    return render(request, "questionnaires/carry_over.html", carrying_shown(opened, newer))


def carrying_shown(opened: Opened, newer: FormVersion) -> dict[str, Any]:
    """Both versions beside each other, in the words of the language the form is read in."""
    after = formversions.definition(newer)
    language = opened.verdict.language
    found = difference(opened.form, after, language)
    carried = carry(opened.filled, after, now=timezone.localtime())
    left = [
        (opened.verdict.label(node.address), in_words(opened.verdict, opened.filled.instance.question(node), node.text))
        for node in carried.left
        if takes_answers(opened.filled.instance.question(node))
    ]
    return {
        "submission": opened.submission,
        "step": CARRY_OVER,
        "newer": newer,
        "new": [gapped(question.label, language) for question in found.new],
        "gone": [gapped(question.label, language) for question in found.gone],
        "changed": [(gapped(old.label, language), gapped(new.label, language)) for old, new in found.changed],
        "left": left,
    }
