"""The code of conduct comes before the first work, and before the next when it has changed."""

from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from samaan.accounts.middleware import OPEN_PATHS
from samaan.staff import code_of_conduct


class ConductMiddleware:
    """Until it is accepted, only its own page answers; a program is told so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated or code_of_conduct.is_accepted(user):
            return self.get_response(request)
        page = reverse("staff:conduct")
        if request.path.startswith("/api/"):
            message = _("Sign in to the pages and accept the code of conduct first.")
            return JsonResponse({"error": "code_of_conduct", "message": message}, status=403)
        if request.path.startswith(OPEN_PATHS) or request.path == page:
            return self.get_response(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": page})
        # What was sent is not lost on the way: it is asked for again only when nothing was typed.
        back = f"?{urlencode({'next': request.path}, safe='/')}" if request.method == "GET" else ""
        return redirect(page + back)
