"""The list of accounts, and one account."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from samaan.accounts.http import SignedInRequest
from samaan.staff import holdings, permissions, queries
from samaan.staff.forms import ListForm
from samaan.staff.views.acting import colleague_of, lookers_only


@login_required
@require_GET
def accounts(request: SignedInRequest) -> HttpResponse:
    lookers_only(request)
    form = ListForm(request.GET, user=request.user)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.accounts(
        request.user,
        words=asked.get("q", ""),
        organisation=asked.get("organisation", ""),
        ended=asked.get("state") == "ended",
    )
    number = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    start = (max(number, 1) - 1) * queries.PAGE
    rows = list(found[start : start + queries.PAGE + 1])
    query = request.GET.copy()
    query.pop("page", None)
    page = {
        "form": form,
        "accounts": rows[: queries.PAGE],
        "query": query.urlencode(),
        "earlier": number - 1 if number > 1 else None,
        "later": number + 1 if len(rows) > queries.PAGE else None,
        "may_invite": queries.administered_by(request.user).exists(),
        "pending": queries.invitations(request.user).filter(status__in=["unconfirmed", "sent"]).count(),
        "proposed": queries.proposals(request.user).filter(status="proposed").count(),
        "reviews": queries.reviews(request.user).filter(status="open").count(),
    }
    return render(request, "staff/accounts.html", page)


@login_required
@require_GET
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    colleague, user = colleague_of(request, pk), request.user
    waiting = queries.waiting_role(colleague)
    page = {
        "colleague": colleague,
        "holding": holdings.of([colleague])[colleague.pk],
        "trainings": colleague.trainings.select_related("confirmed_by"),
        "delegations": queries.delegations(colleague),
        "waiting_role": waiting,
        "may_decide_role": waiting is not None and permissions.can_decide_role(user, waiting),
        "may_end": permissions.can_end_account(user, colleague) and colleague.status != "ended",
        "may_change_role": permissions.can_change_role(user, colleague) and colleague.status != "ended",
        "may_train": permissions.can_confirm_training(user, colleague) and colleague.status != "ended",
        "may_hand_over": user != colleague and permissions.can_hand_over(user, colleague),
        "may_delegate": permissions.can_delegate(user, colleague) and colleague.status == "active",
    }
    return render(request, "staff/account.html", page)
