"""The pages of case conferences."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access import act_pages
from samaan.access.records import compartments_of, get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.cases.models import Case
from samaan.common import paper
from samaan.common.formfields import add_refusal
from samaan.conferences import permissions, queries, workflow
from samaan.conferences.forms import ConveneForm, DecideForm, InviteForm, MinuteForm
from samaan.conferences.models import AgendaItem, Conference
from samaan.transitions import NotPermitted, Transition, WrongState, steps_for

asks = require_http_methods(["GET", "POST"])


@login_required
@require_GET
def conferences(request: SignedInRequest) -> HttpResponse:
    """The conferences this person convenes or is invited to."""
    if not permissions.can_list(request.user):
        raise PermissionDenied
    context = {"conferences": queries.latest(request.user), "may_convene": permissions.can_convene(request.user)}
    return render(request, "conferences/list.html", context)


@login_required
@asks
def convene(request: SignedInRequest) -> HttpResponse:
    """When it meets; the agenda comes of the rules."""
    if not permissions.can_convene(request.user):
        raise PermissionDenied
    form = ConveneForm(act_pages.answers(request))
    made: list[Conference] = []
    if posted(request, form, lambda **asked: made.append(workflow.convene_conference(by=request.user, **asked))):
        messages.success(request, _("Convened. Whoever cares for these cases sees theirs on the agenda."))
        return redirect(made[0])
    return page(request, "conferences/act.html", form, {"title": _("Convene a case conference")})


@login_required
@require_GET
def detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The agenda as far as it is open to the reader."""
    conference = get_visible(queries.visible(request.user), request.user, pk=pk)
    stream.opened(conference, by=request.user)
    context = {
        "conference": conference,
        "items": queries.items_of(conference, request.user),
        "steps": steps_for(request.user, conference, workflow.STEPS),
    }
    return render(request, "conferences/detail.html", context)


@login_required
@require_GET
def printed(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The agenda on paper: numbers and reasons, no name and no pseudonym."""
    conference = get_visible(queries.visible(request.user), request.user, pk=pk)
    stream.opened(conference, by=request.user, page="conference.printed")
    context = {"conference": conference, "items": queries.items_of(conference, request.user)}
    response = HttpResponse(paper.pdf("conferences/agenda.html", context), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{conference.reference}.pdf"'
    return response


@login_required
@require_POST
def hold(request: SignedInRequest, pk: UUID) -> HttpResponse:
    conference = get_visible(queries.visible(request.user), request.user, pk=pk)
    workflow.hold_conference(conference, by=request.user)
    messages.success(request, _("Recorded as held. Minutes and decisions can still be written down."))
    return redirect(conference)


@login_required
@require_GET
def item(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One case on the agenda: why, who is invited, what was said and decided."""
    found = one(request, pk)
    stream.opened(found, by=request.user)
    user = request.user
    context = {
        "item": found,
        "participants": list(found.participants.select_related("user__organisation")),
        "minutes": list(found.minutes.select_related("written_by")),
        "decisions": list(found.decisions.select_related("owner", "decided_by")),
        "sees_minutes": permissions.sees_minutes(user, found),
        "may_invite": bool(steps_for(user, found, [workflow.INVITE])),
        "may_minute": bool(steps_for(user, found, [workflow.MINUTE])),
        "may_decide": found.case_seen is not None and bool(steps_for(user, found, [workflow.DECIDE])),
    }
    return render(request, "conferences/item.html", context)


@login_required
@require_GET
def of_case(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What conferences said of a case: a tab of its page."""
    case = get_visible(Case.objects, request.user, pk=pk)
    stream.glanced(case, by=request.user)
    context = {"case": case, "items": queries.items_of_case(case.pk, request.user)}
    template = "conferences/parts/of_case.html" if request.headers.get("HX-Request") else "conferences/of_case.html"
    return render(request, template, context)


@login_required
@asks
def invite(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = one(request, pk)
    refuse(workflow.INVITE, found, request)
    done = _("Invited. They see this item, and nothing of the others.")
    title = _("Invite somebody to this case")
    return act(request, found, InviteForm(act_pages.answers(request)), workflow.invite_participant, title, done)


@login_required
@asks
def minute(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = one(request, pk)
    refuse(workflow.MINUTE, found, request)
    title = _("What was said")
    return act(request, found, MinuteForm(act_pages.answers(request)), workflow.write_minute, title, _("Written down."))


@login_required
@asks
def decide(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = one(request, pk)
    refuse(workflow.DECIDE, found, request)
    case = get_visible(Case.objects, request.user, pk=found.case_id)
    held = compartments_of(case, request.user)
    form = DecideForm(act_pages.answers(request), case=case, held=held, user=request.user)
    done = _("Decided: it is a task of the case now.")
    return act(request, found, form, workflow.decide, _("What was decided"), done)


def one(request: SignedInRequest, pk: UUID) -> AgendaItem:
    found = get_visible(queries.items_seen(request.user), request.user, pk=pk)
    return queries.named([found], request.user)[0]


def refuse(step: Transition, found: AgendaItem, request: SignedInRequest) -> None:
    if not step.may(request.user, found):
        raise NotPermitted(step, found)
    if found.status not in step.sources:
        raise WrongState(step, found, stream.last(found.pk))


def act(
    request: SignedInRequest, found: AgendaItem, form: Form, step: Callable[..., Any], title: str, done: str
) -> HttpResponse:
    """Ask; act once everything is there."""
    if posted(request, form, partial(step, found, by=request.user)):
        messages.success(request, done)
        return redirect(found)
    stream.opened(found, by=request.user, page="conference.act")
    return page(request, "conferences/act.html", form, {"title": title, "item": found})


def posted(request: SignedInRequest, form: Form, act: Callable[..., Any]) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except ValidationError as refused:
        add_refusal(form, refused)
        return False
    return True


def page(request: SignedInRequest, template: str, form: Form, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context | {"form": form}, status=422 if form.is_bound and form.errors else 200)
