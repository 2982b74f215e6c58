"""What somebody sees of their own account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.accounts.http import SignedInRequest
from samaan.staff import code_of_conduct, queries, workflow
from samaan.staff.models import Delegation


@login_required
@require_GET
def profile(request: SignedInRequest) -> HttpResponse:
    page = {
        "colleague": request.user,
        "trainings": request.user.trainings.select_related("confirmed_by"),
        "delegations": queries.delegations(request.user),
        "accepted": request.user.conduct_acceptances.first(),
    }
    return render(request, "staff/profile.html", page)


@login_required
@require_POST
def end_stand_in(request: SignedInRequest, pk: object) -> HttpResponse:
    """Early, by either of the two."""
    workflow.end_delegation(get_object_or_404(Delegation, pk=pk), by=request.user)
    messages.success(request, _("It has ended; what it opened is closed."))
    return redirect("staff:profile")


@login_required
@require_http_methods(["GET", "POST"])
def conduct(request: SignedInRequest) -> HttpResponse:
    """The code of conduct, to read at any time; to accept when it is new."""
    language = get_language() or request.user.language
    if request.method == "POST":
        if workflow.accept_conduct(request.user, version=request.POST.get("version", ""), language=language):
            return redirect(next_page(request))
        messages.warning(request, _("The code of conduct has just changed. Please read it once more."))
    words = code_of_conduct.words(language)
    page = {
        "title": words.subject,
        "paragraphs": [part for part in words.body.split("\n\n") if part.strip()],
        "version": code_of_conduct.version(),
        "accepted": code_of_conduct.is_accepted(request.user),
        "next": next_page(request),
    }
    return render(request, "staff/conduct.html", page)


def next_page(request: SignedInRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else "/"
