"""One shape for every page that asks what an act needs and then takes it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.alerts import registry
from samaan.common.formfields import add_refusal
from samaan.retention.finding import KINDS
from samaan.vault import held


def record_of(user: User, kind: str, pk: UUID) -> Any:
    """The report or case this person may see, or the same 404 as for none."""
    if kind not in KINDS:
        raise Http404
    return get_visible(registry.MODELS[kind].objects.select_related("organisation"), user, pk=pk)


def answers(request: SignedInRequest) -> Any:
    """What was posted, or what was typed before the session ended or proof was asked for."""
    return request.POST if request.method == "POST" else held.take(request.user, request.path)


def act_page(
    request: SignedInRequest, form: Form, act: Callable[[dict], Any], *, title: str, done: str, back: str, **page: Any
) -> HttpResponse:
    """Ask; once everything is there, act, say so and go back; else show what is to be mended."""
    if request.method == "POST" and form.is_valid() and taken(form, act):
        messages.success(request, done)
        return redirect(back)
    page |= {"form": form, "title": title, "back": back}
    template = page.pop("template", "retention/act.html")
    return render(request, template, page, status=422 if request.method == "POST" else 200)


def taken(form: Form, act: Callable[[dict], Any]) -> bool:
    """Take the act; what it refuses becomes an error of the form."""
    try:
        act(form.cleaned_data)
    except ValidationError as refused:
        add_refusal(form, refused)
        return False
    return True
