"""Reviews of accounts: who has what, and whether it is still needed."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.accounts.stepup import ask_for_proof, has_recent_proof
from samaan.audit import stream
from samaan.staff import holdings, permissions, queries, workflow
from samaan.staff.holdings import Holding
from samaan.staff.models import Review, ReviewLine
from samaan.staff.views.acting import lookers_only


@dataclass(frozen=True)
class Shown:
    """One account on the page."""

    line: ReviewLine
    holding: Holding
    mine: bool


@login_required
@require_GET
def reviews(request: SignedInRequest) -> HttpResponse:
    lookers_only(request)
    found = list(queries.reviews(request.user)[:40])
    return render(request, "staff/reviews.html", {"reviews": found})


@login_required
@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, pk: object) -> HttpResponse:
    lookers_only(request)
    found = get_visible(Review.objects.select_related("organisation"), request.user, pk=pk)
    if request.method == "POST":
        return confirm(request, found)
    stream.opened(found, by=request.user)
    lines = [shown for _unit, group in by_unit(found, request.user) for shown in group]
    page = {
        "review": found,
        "groups": by_unit(found, request.user),
        "undecided": sum(1 for shown in lines if not shown.line.decision and not shown.mine),
        "may_review": permissions.can_review(request.user, found) and found.status == Review.Status.OPEN,
    }
    return render(request, "staff/review.html", page)


def confirm(request: SignedInRequest, found: Review) -> HttpResponse:
    if not has_recent_proof(request):
        return ask_for_proof(request)
    chosen = [int(pk) for pk in request.POST.getlist("user") if pk.isdecimal()]
    done = workflow.confirm_accounts(found, User.objects.filter(pk__in=chosen), by=request.user)
    words = ngettext("%(n)d account confirmed.", "%(n)d accounts confirmed.", done) % {"n": done}
    messages.success(request, words)
    return redirect(found.get_absolute_url())


def by_unit(found: Review, reader: User) -> list[tuple[str, list[Shown]]]:
    """The accounts of each unit together, those without one last."""
    lines = list(found.lines.select_related("user__role", "user__unit", "user__organisation", "decided_by"))
    held = holdings.of([line.user for line in lines])
    shown = [Shown(line, held[line.user_id], line.user_id == reader.pk) for line in lines]

    def unit(one: Shown) -> str:
        return one.line.user.unit.name if one.line.user.unit else ""

    shown.sort(key=lambda one: (not unit(one), unit(one), one.line.user.full_name))
    return [(name or _("No unit"), list(group)) for name, group in groupby(shown, unit)]
