"""Fragments of the frame that refresh themselves."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def alerts_link(request: HttpRequest) -> HttpResponse:
    """The bell with its number, and the numbers in the menu."""
    return render(request, "web/parts/alerts_and_counts.html")


def stay(request: HttpRequest) -> HttpResponse:
    """The person is still there: the session clock has just seen the request."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)
