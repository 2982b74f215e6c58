"""Sessions end; what was typed does not."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from samaan.vault import held

TOUCH_SECONDS = 60


class SessionClockMiddleware:
    """Ends a session after 15 idle minutes or 8 hours; a form sent too late is held for its writer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/api/") or not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        session = request.session
        started, seen = session.setdefault("started", now), session.setdefault("seen", now)
        if (
            now - seen > settings.SESSION_IDLE.total_seconds()
            or now - started > settings.SESSION_ABSOLUTE.total_seconds()
        ):
            return self.end(request)
        if now - seen >= TOUCH_SECONDS:
            session["seen"] = now
        return self.get_response(request)

    @staticmethod
    def end(request):
        if request.method == "POST":
            held.hold(request)
        logout(request)
        sign_in = f"{reverse(settings.LOGIN_URL)}?next={request.path}"
        if request.headers.get("X-Requested-With") == "autosave":
            return JsonResponse({"signed_out": True, "sign_in": sign_in}, status=401)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": sign_in})
        return redirect(sign_in)
