"""Before what is well guarded, a colleague proves once more that it is they: password, code or passkey."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from samaan.accounts.http import page_of

# What keeps the words of a form that was sent without proof, given the request and the page it stands on:
# the vault appends its own in `ready()`.
KEEPERS: list[Callable[[HttpRequest, str], object]] = []


def has_recent_proof(request: HttpRequest, *, by_factor: bool = False) -> bool:
    """Whether whoever asks signed in or proved who they are within the last five minutes; a program never did.

    With `by_factor` a password alone is no proof.
    """
    if not request.user.is_authenticated or request.path.startswith("/api/"):
        return False
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    proofs = [proof for proof in get_authentication_records(request, request.user) if proof["at"] > since]
    return any(proof["method"] == "mfa" or not by_factor for proof in proofs)


def recent_proof_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view runs for whoever has proved it of late; others prove it first and come back to the same page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if has_recent_proof(request):
            return view(request, *args, **kwargs)
        return ask_for_proof(request)

    return guarded


def ask_for_proof(request: HttpRequest) -> HttpResponse:
    """Lead to where the person proves it; what they had typed is kept for the page they come back to."""
    is_page = request.method == "GET" and not request.headers.get("HX-Request")
    page = request.get_full_path() if is_page else page_of(request)
    if request.user.is_authenticated and request.method == "POST":
        for keep in KEEPERS:
            keep(request, page)
    where = f"{way_to_prove(request)}?{urlencode({'next': page}, safe='/')}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": where})
    return redirect(where)


def way_to_prove(request: HttpRequest) -> str:
    """The first way open to this person; whoever has none signs in anew."""
    ways = get_adapter().get_reauthentication_methods(request.user) if request.user.is_authenticated else []
    if ways:
        return ways[0]["url"]
    logout(request)
    return reverse(settings.LOGIN_URL)
