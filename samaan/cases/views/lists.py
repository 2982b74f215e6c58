"""The work list."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from samaan.access import quota
from samaan.accounts.http import SignedInRequest
from samaan.cases import permissions, queries
from samaan.cases.forms import ListForm

LAST_PAGE = 20


@login_required
@require_GET
def cases(request: SignedInRequest) -> HttpResponse:
    """Fifty cases; a reference that fits exactly one leads to it at once."""
    if not permissions.can_list(request.user):
        raise PermissionDenied
    form = ListForm(request.GET)
    filters = filters_of(form)
    page = page_of(request.GET)
    found, more = queries.work_list(request.user, filters, page)
    if filters.words and len(found) == 1:
        return redirect(found[0])
    quota.count_lines(request.user, [case.pk for case in found])
    context = {"form": form, "cases": found, "filters": filters, "page": page, "query": request.GET.urlencode()}
    context["may_export"] = request.user.can("export.ask")
    return render(request, "cases/list.html", context | links(request.GET, page, more))


def filters_of(form: ListForm) -> queries.Filters:
    asked = form.cleaned_data if form.is_valid() else {}
    status = asked.get("status") or "open"
    return queries.Filters(
        mine=asked.get("whose") == "mine",
        risk=asked.get("risk", ""),
        late=asked.get("late", False),
        status="" if status == "all" else status,
        words=asked.get("q", ""),
    )


def page_of(asked: QueryDict) -> int:
    number = asked.get("page", "1")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 4 else 1


def links(asked: QueryDict, page: int, more: bool) -> dict:
    """The addresses of the pages before and after, with the same filters."""

    def to(number: int) -> str:
        query = asked.copy()
        query["page"] = str(number)
        return "?" + query.urlencode()

    return {"earlier": to(page - 1) if page > 1 else "", "later": to(page + 1) if more and page < LAST_PAGE else ""}
