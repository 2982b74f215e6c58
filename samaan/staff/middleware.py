"""What comes before the first work: a password of one's own, and the code of conduct, whenever it has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.accounts.middleware import OPEN_PATHS
from samaan.accounts.models import User
from samaan.staff import code_of_conduct


@dataclass(frozen=True)
class First:
    """Something to do on a page of its own; `said` is for programs, which cannot."""

    name: str
    is_done: Callable[[User], bool]
    page: str
    said: str | Promise


FIRST = (
    First(
        "first_password",
        lambda user: user.first_password_until is None,
        "account_change_password",
        _("Sign in to the pages and choose a password of your own first."),
    ),
    First(
        "code_of_conduct",
        code_of_conduct.is_accepted,
        "staff:conduct",
        _("Sign in to the pages and accept the code of conduct first."),
    ),
)


class FirstMiddleware:
    """Until it is done, only its own page answers; a program is told so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        waiting = next((first for first in FIRST if not first.is_done(user)), None) if user.is_authenticated else None
        if waiting is None:
            return self.get_response(request)
        page = reverse(waiting.page)
        if request.path.startswith("/api/"):
            return JsonResponse({"error": waiting.name, "message": str(waiting.said)}, status=403)
        if request.path.startswith(OPEN_PATHS) or request.path == page:
            return self.get_response(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": page})
        # What was sent is not lost on the way: it is asked for again only when nothing was typed.
        back = f"?{urlencode({'next': request.path}, safe='/')}" if request.method == "GET" else ""
        return redirect(page + back)
