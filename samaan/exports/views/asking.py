"""Asking for a file: of one case, or of a list of cases as it was filtered."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samaan import countrypack
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.audit import stream
from samaan.cases.forms import ListForm
from samaan.cases.models import Case
from samaan.cases.views.lists import filters_of
from samaan.common.formfields import add_refusal
from samaan.exports import queries, workflow
from samaan.exports.forms import AskForm
from samaan.exports.models import Export, Kind, Status
from samaan.exports.permissions import can_ask
from samaan.exports.workflow.asking import FORMATS, Wanted
from samaan.exports.workflow.steps import ASK
from samaan.transitions import NotPermitted


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def case(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The file of one case, with the documents that are chosen."""
    found = get_visible(Case.objects, request.user, pk=pk)
    refuse(request)
    # The names of its documents stand on the page: a look at the case, counted as one.
    look = stream.opened if request.method == "GET" else stream.glanced
    look(found, by=request.user, page="export")
    documents = queries.documents_to_choose(request.user, found)
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user, documents=documents)
    return ask(request, form, Kind.CASE_FILE, [found.pk], case=found, back=found.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def case_list(request: SignedInRequest) -> HttpResponse:
    """The list as the address filters it, all its pages."""
    refuse(request)
    ids = queries.ids_in_list(request.user, filters_of(ListForm(request.GET)))
    given = request.POST if request.method == "POST" else None
    form = AskForm(given, user=request.user, formats=FORMATS[Kind.CASE_LIST])
    return ask(request, form, Kind.CASE_LIST, ids, case=None, back="")


def refuse(request: SignedInRequest) -> None:
    if not can_ask(request.user):
        raise NotPermitted(ASK, None)


def ask(request: SignedInRequest, form: AskForm, kind: str, ids: Sequence[UUID], **shown: Any) -> HttpResponse:
    """The form, and what follows from it; what is refused stands beside its field."""
    if request.method == "POST" and form.is_valid():
        given = {"format": FORMATS[Kind(kind)][0]} | form.cleaned_data
        given["documents"] = [UUID(pk) for pk in given.get("documents", ())]
        try:
            export = workflow.ask(Wanted(kind=kind, cases=ids, **given), by=request.user)
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, said(export))
            return redirect(export)
    context = {"form": form, "count": len(ids), "alone": countrypack.pack().limits.cases_alone} | shown
    return render(request, "exports/ask.html", context, status=422 if request.method == "POST" else 200)


def said(export: Export) -> str:
    if export.status == Status.ASKED:
        return _("Whoever may approve it has been told. You are told when they answer.")
    return _("The file is being made. You are told when it is there.")
