"""The two cookies of a guest: what the browser comes back with, and the session."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from samaan.guests.workflow import Entered

DEVICE = f"{settings.COOKIE_PREFIX}guest"
SESSION = f"{settings.COOKIE_PREFIX}guest_session"


def held(request: HttpRequest) -> tuple[str, str]:
    """The secrets of this browser and of this session; empty for what it does not have."""
    return request.COOKIES.get(DEVICE, ""), request.COOKIES.get(SESSION, "")


def hand_over(response: HttpResponse, entered: Entered, seconds: int) -> None:
    keep(response, DEVICE, entered.device, seconds)
    # Gone when the browser closes.
    keep(response, SESSION, entered.session, None)


def keep(response: HttpResponse, name: str, value: str, seconds: int | None) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=seconds, secure=secure, httponly=True, samesite="Lax")


def keep_language(request: HttpRequest, response: HttpResponse) -> None:
    """The language that was chosen on the page stays, also for forms and the pages after them."""
    if request.GET.get("lang") in settings.OFFERED_LANGUAGES:
        keep(response, settings.LANGUAGE_COOKIE_NAME, request.GET["lang"], None)


def forget(response: HttpResponse) -> None:
    for name in (DEVICE, SESSION):
        response.delete_cookie(name, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
