"""The forms of a record, as a panel of its page; one's own that are about no record; beginning one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samaan import countrypack
from samaan.access import quota
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.alerts import registry
from samaan.audit import stream
from samaan.countrypack.parts import Instrument
from samaan.questionnaires import purposes, queries, workflow


@login_required
@require_GET
def of_record(request: SignedInRequest, pk: UUID, kind: str) -> HttpResponse:
    """The forms about a record: a panel of its page, and a page where there is no JavaScript."""
    record = visible_record(request, kind, pk)
    stream.glanced(record, by=request.user)
    there = queries.of_record(request.user, record)
    context = {
        "record": record,
        "kind": kind,
        "called": purposes.KINDS[kind].called(record),
        "forms": there,
        "to_begin": queries.to_begin(request.user, record, there),
    }
    template = "parts/of_record.html" if request.headers.get("HX-Request") else "of_record.html"
    return render(request, f"questionnaires/{template}", context)


@login_required
@require_GET
def own(request: SignedInRequest) -> HttpResponse:
    """The forms about no other record that this person sees, and those they may begin."""
    to_begin = queries.to_begin_alone(request.user)
    forms = queries.own(request.user)
    if not to_begin and not forms:
        raise PermissionDenied
    quota.count_lines(request.user, [form.pk for form in forms])
    return render(request, "questionnaires/own.html", {"forms": forms, "to_begin": to_begin})


@login_required
@require_POST
def begin(request: SignedInRequest, kind: str, pk: UUID, code: str) -> HttpResponse:
    """Begin a form about a record, and go to its page; where there is one already, to that."""
    record = visible_record(request, kind, pk)
    try:
        found = workflow.begin_submission(instrument(code), record, by=request.user)
    except workflow.AlreadyBegun as there:
        messages.info(request, _("This form is there already."))
        found = there.submission
    return redirect(found)


@login_required
@require_POST
def begin_alone(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin a form about no other record."""
    return redirect(workflow.begin_alone(instrument(code), by=request.user))


def visible_record(request: SignedInRequest, kind: str, pk: UUID) -> Any:
    """The record, for whoever sees it, of a kind that forms are filled in about."""
    if kind not in purposes.KINDS or kind not in registry.MODELS or kind == "submission":
        raise Http404
    return get_visible(registry.MODELS[kind].objects, request.user, pk=pk)


def instrument(code: str) -> Instrument:
    found = countrypack.pack().instruments.get(code)
    if found is None:
        raise Http404
    return found
