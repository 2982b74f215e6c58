"""Terms of reference: who has them, their text, and the acts of both sides."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samaan.access import act_pages
from samaan.access.downloads import ALONE
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import Organisation
from samaan.accounts.stepup import recent_proof_required
from samaan.audit import stream
from samaan.common import paper
from samaan.directory import permissions, terms, workflow
from samaan.directory.drawing_up import first_texts
from samaan.directory.forms import RemarkForm, TermsForm
from samaan.directory.markdown import blocks
from samaan.directory.models import TermsOfReference
from samaan.directory.workflow import steps
from samaan.transitions import NotPermitted, Transition, WrongState, steps_for

asks = require_http_methods(["GET", "POST"])
A_YEAR = timedelta(days=365)


@login_required
@require_GET
def every(request: SignedInRequest) -> HttpResponse:
    """Who is asked by the referral map, and whether they have agreed to terms."""
    if not permissions.can_find(request.user):
        raise PermissionDenied
    context = {
        "standings": terms.standings(request.user),
        "may_draw_up": steps.DRAW_UP.may(request.user, None),
    }
    return render(request, "directory/terms/every.html", context)


def see(request: SignedInRequest, pk: UUID) -> TermsOfReference:
    """Terms this person may read, or the same 404 as for none."""
    found = TermsOfReference.objects.select_related(*terms.WITH, "map_version").defer("map_version__content")
    one = found.filter(pk=pk).first()
    if one is None or not permissions.can_read_terms(request.user, one):
        raise Http404
    return one


@login_required
@require_GET
def read(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The text, who agreed to it and when, and what may be done next."""
    one = see(request, pk)
    context = {
        "terms": one,
        "blocks": blocks(one.text),
        "steps": steps_for(request.user, one, steps.STEPS),
    }
    return render(request, "directory/terms/read.html", context)


@login_required
@require_GET
def printed(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The same on paper."""
    one = see(request, pk)
    content = paper.pdf("directory/paper/terms.html", {"terms": one, "blocks": blocks(one.text)})
    name = f"{_('terms')}-{one.provider.code}-{one.number}.pdf"
    headers = ALONE | {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@login_required
@asks
def draw_up(request: SignedInRequest, code: str) -> HttpResponse:
    """New terms, begun from what the referral map and the directory say."""
    if not steps.DRAW_UP.may(request.user, None):
        raise PermissionDenied
    provider = get_object_or_404(Organisation, code=code, is_active=True)
    ends_on = timezone.localdate() + A_YEAR
    texts = {f"text_{language}": text for language, text in first_texts(provider, ends_on).items()}
    form = TermsForm(act_pages.answers(request), initial=texts | {"ends_on": ends_on})
    made: list[TermsOfReference] = []

    def act(_given: dict) -> None:
        made.append(workflow.draw_up_terms(provider, by=request.user, **form.terms))

    if request.method == "POST" and form.is_valid() and act_pages.taken(form, act):
        messages.success(request, _("They are drawn up. Read them once more, then send them to the provider."))
        return redirect(made[0])
    return asked(request, form, title=_("Terms of reference: %(provider)s") % {"provider": provider.name})


@login_required
@asks
def write(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change the text of a draft."""
    one = able(request, pk, steps.WRITE)
    texts = {f"text_{language}": text for language, text in one.texts.items()}
    form = TermsForm(act_pages.answers(request), initial=texts | {"ends_on": one.ends_on})

    def act(_given: dict) -> None:
        workflow.write_terms(one, by=request.user, **form.terms)

    if request.method == "POST" and form.is_valid() and act_pages.taken(form, act):
        messages.success(request, _("Kept."))
        return redirect(one)
    return asked(request, form, title=str(steps.WRITE.label), terms=one)


def able(request: SignedInRequest, pk: UUID, step: Transition) -> TermsOfReference:
    """The terms, when this person may take the step now."""
    one = see(request, pk)
    if not step.may(request.user, one):
        raise NotPermitted(step, one)
    if one.status not in step.sources:
        raise WrongState(step, one, stream.last(one.pk))
    return one


def asked(request: SignedInRequest, form: forms.Form, **context: Any) -> HttpResponse:
    return render(
        request, "directory/terms/act.html", context | {"form": form}, status=422 if request.method == "POST" else 200
    )


@login_required
@asks
def offer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step(request, pk, steps.OFFER, workflow.offer_terms, _("The provider is told that they wait."))


@login_required
@asks
@recent_proof_required
def accept(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """For the provider, by its authorised person."""
    return step(request, pk, steps.ACCEPT, workflow.accept_terms, _("Accepted. They wait for approval now."))


@login_required
@asks
@recent_proof_required
def approve(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """For the unit, by whoever answers for it."""
    return step(request, pk, steps.APPROVE, workflow.approve_terms, _("They are in force."))


@login_required
@asks
def give_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    form = RemarkForm(act_pages.answers(request))
    return step(request, pk, steps.RETURN, workflow.return_terms, _("Returned with your remark."), form)


@login_required
@asks
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step(request, pk, steps.END, workflow.end_terms, _("They have ended."))


def step(
    request: SignedInRequest, pk: UUID, by: Transition, act: Callable, done: str, form: forms.Form | None = None
) -> HttpResponse:
    """The text once more and one button, with what the step needs to know."""
    one = able(request, pk, by)
    form = form or forms.Form(request.POST if request.method == "POST" else None)

    def take(given: dict) -> None:
        act(one, by=request.user, **given)

    if request.method == "POST" and form.is_valid() and act_pages.taken(form, take):
        messages.success(request, done)
        return redirect(one if permissions.can_read_terms(request.user, one) else "directory:terms")
    return asked(request, form, title=str(by.label), terms=one, blocks=blocks(one.text))
