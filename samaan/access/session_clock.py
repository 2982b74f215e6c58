"""Sessions end; what was typed does not."""

import time
from collections.abc import MutableMapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from samaan.accounts.http import page_of
from samaan.vault import held

TOUCH_SECONDS = 60


def is_over(session: MutableMapping[str, Any], now: int) -> bool:
    """Whether 15 idle minutes or 8 hours have passed in a session that has begun."""
    idle, lasted = now - session.get("seen", now), now - session.get("started", now)
    return idle > settings.SESSION_IDLE.total_seconds() or lasted > settings.SESSION_ABSOLUTE.total_seconds()


class Left(NamedTuple):
    """Seconds until a session ends: for want of a sign of life, at its day's end, and from the next sign of life on."""

    idle: int
    day: int
    renewed: int


def left(session: MutableMapping[str, Any], now: int) -> Left:
    """How long this session still has. A sign of life may be noted a minute late, so it is promised a minute less."""
    idle, day = int(settings.SESSION_IDLE.total_seconds()), int(settings.SESSION_ABSOLUTE.total_seconds())
    seen, started = session.get("seen", now), session.get("started", now)
    return Left(idle - (now - seen), day - (now - started), idle - TOUCH_SECONDS)


class SessionClockMiddleware:
    """Ends a session after 15 idle minutes or 8 hours; a form sent too late is held for its writer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/api/") or not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        session = request.session
        if is_over(session, now):
            return end(request)
        if "started" not in session:
            session["started"] = session["seen"] = now
            session["held"] = held.is_anything_waiting(request.user)
        elif now - session["seen"] >= TOUCH_SECONDS and not is_background(request):
            session["seen"] = now
        response = self.get_response(request)
        # The Back button of the next person at this desk shows nothing.
        response.headers.setdefault("Cache-Control", "no-store")
        if not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache"'
        elif request.method == "POST" and session.get("held") and has_arrived(request, response):
            held.drop(request.user, request.path)
        return response


def end(request: HttpRequest) -> HttpResponse:
    """Sign out, and lead to where the person signs in again, each kind of request in its way."""
    page = page_of(request)
    if request.method == "POST":
        held.hold(request, page)
    logout(request)
    sign_in = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': page}, safe='/')}"
    if request.headers.get("X-Requested-With") == "autosave":
        return JsonResponse({"signed_out": True, "sign_in": sign_in}, status=401)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": sign_in})
    return redirect(sign_in)


def has_arrived(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether what was sent has been taken, and not kept once more."""
    return response.status_code < 400 and not held.was_held(request)


def is_background(request: HttpRequest) -> bool:
    """A part of a page that fetched itself anew: nobody needs to be there."""
    return request.headers.get("X-Background") == "live"
