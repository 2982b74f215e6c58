"""The addresses of Samaan, and one page behind recent proof."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from samaan.accounts.stepup import recent_proof_required
from samaan.urls import *  # noqa: F403
from samaan.urls import urlpatterns as usual
from samaan.vault import held


@login_required
@recent_proof_required
def guarded(request):
    """Says what was sent, or what comes back from an earlier time."""
    if request.method == "POST":
        return HttpResponse(f"Done: {request.POST['reason']}")
    kept = held.take(request.user, request.path)
    return HttpResponse(f"Typed: {kept['reason'] if kept else ''}")


@login_required
def plain(request):
    """An ordinary page with the frame."""
    return render(request, "web/unsent.html", {})


urlpatterns = [path("guarded/", guarded), path("plain/", plain), *usual]
