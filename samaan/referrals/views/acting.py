"""One shape for every page that asks what a step needs and then takes it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from samaan.access import act_pages
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.common.formfields import add_refusal
from samaan.referrals.forms import OfReferral
from samaan.referrals.models import Referral
from samaan.referrals.views.seen import see
from samaan.transitions import NotPermitted, Transition, WrongState


def refuse(step: Transition, referral: Referral, request: SignedInRequest) -> None:
    """Before anybody fills in a form for nothing: the wrong person, the wrong state."""
    if not step.may(request.user, referral):
        raise NotPermitted(step, referral)
    if referral.status not in step.sources:
        raise WrongState(step, referral, stream.last(referral.pk))


def step_page(
    request: SignedInRequest,
    pk: UUID,
    step: Transition,
    form_class: type[Form],
    act: Callable[..., Any],
    *,
    title: str,
    done: str,
    intro: str = "",
) -> HttpResponse:
    """Ask; once everything is there, act, say so and go back to the referral; else show what is to be mended."""
    referral = see(request.user, pk)
    refuse(step, referral, request)
    form = form_for(form_class, referral, act_pages.answers(request))
    if request.method == "POST" and form.is_valid() and taken(form, act, referral, request):
        messages.success(request, done)
        return redirect("referrals:detail", pk)
    context = {"referral": referral, "form": form, "step": step, "title": title, "intro": intro}
    return render(request, "referrals/step.html", context, status=200 if request.method == "GET" else 422)


def form_for(form_class: type[Form], referral: Referral, answers: Any) -> Form:
    """The form; one about the very referral is told which."""
    if issubclass(form_class, OfReferral):
        return form_class(answers, referral=referral)
    return form_class(answers)


def taken(form: Form, act: Callable[..., Any], referral: Referral, request: SignedInRequest) -> bool:
    try:
        act(referral, by=request.user, **form.cleaned_data)
    except ValidationError as refused:
        add_refusal(form, refused)
        return False
    return True


def take_step(request: SignedInRequest, pk: UUID, act: Callable[..., Any], done: str) -> HttpResponse:
    """A step that asks nothing."""
    act(see(request.user, pk), by=request.user)
    messages.success(request, done)
    return redirect("referrals:detail", pk)
