"""The first page: what a person may open; somebody unknown is shown the door and the report form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def home(request: HttpRequest) -> HttpResponse:
    """The menu as a page."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    return render(request, "web/home.html")
