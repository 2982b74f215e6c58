"""One shape for every page that asks what an act needs and then takes it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.common.formfields import add_refusal
from samaan.staff import queries
from samaan.staff.permissions import can_list
from samaan.vault import held as held_answers


def lookers_only(request: SignedInRequest) -> None:
    """Whoever looks after accounts; others are told that they may not."""
    if not can_list(request.user):
        raise PermissionDenied


def colleague_of(request: SignedInRequest, pk: int) -> User:
    """An account this person looks after, or the same 404 as for none."""
    lookers_only(request)
    found = User.objects.select_related("organisation", "unit", "role")
    return get_object_or_404(found, pk=pk, organisation__in=queries.organisations_of(request.user))


def refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def answers(request: SignedInRequest) -> Any:
    """What was posted, or what was typed before the session ended or proof was asked for."""
    return request.POST if request.method == "POST" else held_answers.take(request.user, request.path)


def act_page(
    request: SignedInRequest, form: Form, act: Callable[[dict], Any], *, title: str, done: str, back: Any, **page: Any
) -> HttpResponse:
    """Ask; once everything is there, act, say so and go back; else show what is to be mended."""
    if request.method == "POST" and form.is_valid() and taken(form, act):
        messages.success(request, done)
        return redirect(back)
    page |= {"form": form, "title": title, "back": back}
    template = page.pop("template", "staff/act.html")
    return render(request, template, page, status=422 if request.method == "POST" else 200)


def taken(form: Form, act: Callable[[dict], Any]) -> bool:
    """Take the act; what it refuses becomes an error of the form."""
    try:
        act(form.cleaned_data)
    except ValidationError as refused:
        add_refusal(form, refused)
        return False
    return True
