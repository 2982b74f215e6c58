"""One shape for every page that asks what an act needs and then takes it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from samaan.access import act_pages
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.cases import queries
from samaan.cases.closing import StillOpen
from samaan.cases.forms import CaseForm
from samaan.cases.models import Case
from samaan.cases.views.seen import Seen
from samaan.common.formfields import add_refusal
from samaan.transitions import NotPermitted, Transition, WrongState

AnyForm = TypeVar("AnyForm", bound=CaseForm)


def refuse(step: Transition, seen: Seen) -> None:
    """Before anybody fills in a form for nothing: the wrong person, the wrong state."""
    if not step.may(seen.user, seen.case):
        raise NotPermitted(step, seen.case)
    if seen.case.status not in step.sources:
        raise WrongState(step, seen.case, stream.last(seen.case.pk))


def form_for(request: SignedInRequest, seen: Seen, form_class: type[AnyForm], **initial: Any) -> AnyForm:
    """The form with what was posted, or with what was typed before the session ended."""
    files = request.FILES or None
    answers = act_pages.answers(request)
    return form_class(answers, files, case=seen.case, user=seen.user, held=seen.held, initial=initial)


def act_page(
    request: SignedInRequest,
    seen: Seen,
    step: Transition,
    form: Form,
    act: Callable[[dict], Any],
    *,
    title: str,
    done: str,
    back: str = "cases:case",
    template: str = "cases/act.html",
    **context: Any,
) -> HttpResponse:
    """Ask; once everything is there, act, say so and go back; else show what is to be mended."""
    refuse(step, seen)
    if request.method == "POST" and form.is_valid() and taken(form, act):
        messages.success(request, done)
        return after(request, seen.case, back)
    # A form that was not taken shows the case once more: that is a look as well.
    stream.opened(seen.case, by=request.user, page=step.kind)
    context |= {"case": seen.case, "form": form, "step": step, "title": title, "back": back}
    return render(request, template, context, status=200 if request.method == "GET" else 422)


def taken(form: Form, act: Callable[[dict], Any]) -> bool:
    """Take the act; what it refuses becomes an error of the form."""
    try:
        act(form.cleaned_data)
    except ValidationError as refused:
        add_refusal(form, refused)
    except StillOpen as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
    else:
        return True
    return False


def after(request: SignedInRequest, case: Case, back: str) -> HttpResponse:
    """Back to the case; to the list for somebody who has just handed it over."""
    if queries.visible(request.user).filter(pk=case.pk).exists():
        return redirect(back, case.pk)
    return redirect("cases:list")
