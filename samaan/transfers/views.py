"""The pages of a case on its way: offered, looked at, answered."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access import act_pages
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.cases.models import Case
from samaan.common.formfields import add_refusal
from samaan.referrals import slice as slices
from samaan.transfers import queries, summary, words, workflow
from samaan.transfers.forms import AcceptForm, DeclineForm, ProposeForm
from samaan.transfers.models import Transfer
from samaan.transitions import NotPermitted, Transition, WrongState, steps_for

asks = require_http_methods(["GET", "POST"])


@login_required
@asks
def propose(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """To whom, why; and what goes."""
    case = get_visible(Case.objects.select_related("organisation"), request.user, pk=pk)
    refuse(workflow.PROPOSE, case, request)
    form = ProposeForm(act_pages.answers(request), case=case)
    if request.method == "POST" and form.is_valid():
        made: list[Transfer] = []
        if taken(form, lambda **asked: made.append(workflow.propose_transfer(case, by=request.user, **asked))):
            messages.success(request, _("Offered. The other organisation has been told, and sees only the summary."))
            return redirect(made[0])
    stream.opened(case, by=request.user, page="transfer.propose")
    told = slices.lines(summary.lines_of(case, request.user))
    context = {"case": case, "form": form, "told": told, "goes": words.contents(summary.contents_of(case))}
    return page(request, "transfers/propose.html", form, context)


@login_required
@require_GET
def detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is offered, how it stands, what can be done."""
    transfer = get_visible(queries.visible(request.user), request.user, pk=pk)
    stream.opened(transfer, by=request.user)
    return render(request, "transfers/detail.html", shown(transfer, request))


@login_required
@asks
def accept(request: SignedInRequest, pk: UUID) -> HttpResponse:
    transfer = get_visible(queries.visible(request.user), request.user, pk=pk)
    refuse(workflow.ACCEPT, transfer, request)
    form = AcceptForm(act_pages.answers(request), transfer=transfer, user=request.user)
    done = _("The case is with you now, and so are its open referrals.")
    return answered(request, transfer, workflow.ACCEPT, form, workflow.accept_transfer, done)


@login_required
@asks
def decline(request: SignedInRequest, pk: UUID) -> HttpResponse:
    transfer = get_visible(queries.visible(request.user), request.user, pk=pk)
    refuse(workflow.DECLINE, transfer, request)
    form = DeclineForm(act_pages.answers(request))
    done = _("Declined. Whoever offered it has been told.")
    return answered(request, transfer, workflow.DECLINE, form, workflow.decline_transfer, done)


@login_required
@require_POST
def take_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    transfer = get_visible(queries.visible(request.user), request.user, pk=pk)
    workflow.withdraw_transfer(transfer, by=request.user)
    messages.success(request, _("The offer is taken back."))
    return redirect(transfer)


def answered(
    request: SignedInRequest, transfer: Transfer, step: Transition, form: Form, act: Callable[..., Any], done: str
) -> HttpResponse:
    """Ask; act once everything is there."""
    if request.method == "POST" and form.is_valid() and taken(form, partial(act, transfer, by=request.user)):
        messages.success(request, done)
        return redirect(transfer)
    stream.opened(transfer, by=request.user, page=step.kind)
    return page(request, "transfers/answer.html", form, {"transfer": transfer, "form": form, "step": step})


def page(request: SignedInRequest, template: str, form: Form, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def shown(transfer: Transfer, request: SignedInRequest) -> dict[str, Any]:
    return {
        "transfer": transfer,
        "told": slices.lines(transfer.summary),
        "goes": words.contents(transfer.contents),
        "steps": steps_for(request.user, transfer, workflow.STEPS),
        "case": Case.objects.visible_to(request.user).filter(pk=transfer.case_id).first(),
    }


def refuse(step: Transition, record: Any, request: SignedInRequest) -> None:
    if not step.may(request.user, record):
        raise NotPermitted(step, record)
    if record.status not in step.sources:
        raise WrongState(step, record, stream.last(record.pk))


def taken(form: Form, act: Callable[..., Any]) -> bool:
    try:
        act(**form.cleaned_data)
    except ValidationError as refused:
        add_refusal(form, refused)
        return False
    return True
