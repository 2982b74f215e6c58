"""“Where you are signed in”: browsers and programs, each to be ended."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samaan.accounts.http import SignedInRequest
from samaan.signin import queries, workflow
from samaan.signin.devices import in_words
from samaan.signin.sessions import hidden


@login_required
def sessions(request: SignedInRequest) -> HttpResponse:
    """Everything that acts with this person's rights now."""
    here = hidden(request.session.session_key or "")
    found = [
        {"row": row, "device": in_words(row.browser, row.system), "here": row.session_key == here}
        for row in queries.live_sessions(request.user)
    ]
    found.sort(key=lambda session: not session["here"])
    context = {"sessions": found, "others": any(not one["here"] for one in found)}
    return render(request, "signin/sessions.html", context | {"tokens": queries.live_tokens(request.user)})


@login_required
@require_POST
def end(request: SignedInRequest, key: str) -> HttpResponse:
    """One other browser; this one is left by signing out."""
    if key == hidden(request.session.session_key or ""):
        raise Http404
    session = get_object_or_404(queries.live_sessions(request.user), session_key=key)
    workflow.end_session(session, by=request.user)
    messages.success(request, _("It is signed out there, from its next click on."))
    return redirect("signin:sessions")


@login_required
@require_POST
def end_others(request: SignedInRequest) -> HttpResponse:
    """Every browser but this one."""
    ended = workflow.end_other_sessions(by=request.user, keep=request.session.session_key or "")
    words = ngettext("Signed out in %(count)d other browser.", "Signed out in %(count)d other browsers.", ended)
    messages.success(request, words % {"count": ended})
    return redirect("signin:sessions")


@login_required
@require_POST
def end_token(request: SignedInRequest, pk: int) -> HttpResponse:
    """A program that has this person's rights."""
    token = get_object_or_404(queries.live_tokens(request.user), pk=pk)
    workflow.end_token(token, by=request.user)
    messages.success(request, _("The program has no access any more."))
    return redirect("signin:sessions")
