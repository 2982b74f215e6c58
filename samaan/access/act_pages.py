"""One shape for pages that ask what an act needs and then take it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from samaan.accounts.http import SignedInRequest
from samaan.common.formfields import add_refusal
from samaan.vault import held


def answers(request: SignedInRequest) -> Any:
    """What was posted, or what was typed before the session ended or proof was asked for."""
    return request.POST if request.method == "POST" else held.take(request.user, request.path)


def act_page(
    request: SignedInRequest,
    form: Form,
    act: Callable[[dict], Any],
    *,
    title: str,
    done: str,
    back: Any,
    template: str,
    **page: Any,
) -> HttpResponse:
    """Ask; once everything is there, act, say so and go back; else show what is to be mended."""
    if request.method == "POST" and form.is_valid() and taken(form, act):
        messages.success(request, done)
        return redirect(back)
    page |= {"form": form, "title": title, "back": back}
    return render(request, template, page, status=422 if request.method == "POST" else 200)


def taken(form: Form, act: Callable[[dict], Any]) -> bool:
    """Take the act; what it refuses becomes an error of the form."""
    try:
        act(form.cleaned_data)
    except ValidationError as refused:
        add_refusal(form, refused)
        return False
    return True
