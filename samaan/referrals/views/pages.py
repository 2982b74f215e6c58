"""The work list, the page of one referral, and the panel on a case page."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from samaan.access import quota
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.alerts import bounces
from samaan.audit import stream
from samaan.cases import queries as case_queries
from samaan.cases.models import Case
from samaan.directory.models import Service
from samaan.referrals import lists, offering, permissions, queries, words
from samaan.referrals import slice as slices
from samaan.referrals.forms import basis_label
from samaan.referrals.models import Referral, Status
from samaan.referrals.summary import consent_of
from samaan.referrals.talk import talk_of
from samaan.referrals.views.seen import leaves_when_gone, see
from samaan.referrals.workflow import REFER, mark_read, mark_viewed
from samaan.referrals.workflow.steps import KEEP_CONVERSATION, MAKE_APPOINTMENT, STEPS, WITHDRAW
from samaan.sealed import queries as sealed
from samaan.transitions import steps_for
from samaan.vault import files

LAST_PAGE = 20
TIMELINE_SHOWN = 60


@login_required
@require_GET
def referrals(request: SignedInRequest) -> HttpResponse:
    """Fifty referrals: those received, or those sent."""
    if not permissions.can_list(request.user):
        raise PermissionDenied
    box = box_of(request.user, request.GET)
    tab = tab_of(request.GET)
    found = queries.received(request.user) if box == "received" else queries.sent(request.user)
    page = page_of(request.GET)
    rows, more = queries.work_list(request.user, found, tab, page)
    quota.count_lines(request.user, [row.pk for row in rows])
    context = {
        "rows": lists.lines(rows, box),
        "box": box,
        "tab": tab,
        "both": has_both(request.user),
        "tabs": tabs_of(box),
        "here": request.get_full_path(),
        "earlier": page_url(request.GET, page - 1) if page > 1 else "",
        "later": page_url(request.GET, page + 1) if more and page < LAST_PAGE else "",
    }
    return render(request, "referrals/list.html", context)


def has_both(user: User) -> bool:
    return user.can("referral.respond") and user.can("referral.send")


def box_of(user: User, asked: QueryDict) -> str:
    if has_both(user):
        return "sent" if asked.get("box") == "sent" else "received"
    return "received" if user.can("referral.respond") else "sent"


def tabs_of(box: str) -> list[str]:
    return [tab for tab in queries.TABS if tab != "drafts" or box == "sent"]


def tab_of(asked: QueryDict) -> str:
    tab = asked.get("show", "")
    return tab if tab in queries.TABS else "waiting"


def page_of(asked: QueryDict) -> int:
    number = asked.get("page", "1")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 4 else 1


def page_url(asked: QueryDict, number: int) -> str:
    query = asked.copy()
    query["page"] = str(number)
    return "?" + query.urlencode()


@login_required
@require_GET
def detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The whole page. The provider's first look is an act of its own; every look is noted."""
    referral = see(request.user, pk)
    if referral.status == Status.DRAFT:
        return redirect("referrals:share", referral.batch)
    mark_viewed(referral, by=request.user)
    stream.opened(referral, by=request.user)
    return render(request, "referrals/detail.html", everything(request.user, referral))


@login_required
@require_GET
@leaves_when_gone
def state(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How it stands and what can be done, for a page that is already open; nothing of the slice."""
    referral = see(request.user, pk)
    stream.glanced(referral, by=request.user)
    return render(request, "referrals/parts/standing.html", standing(request.user, referral))


def everything(user: User, referral: Referral, draft: str = "") -> dict[str, Any]:
    """What the page of a referral shows. `draft`: words of a message that could not be sent."""
    shared = queries.slice_of(referral)
    talk = talk_of(referral, user)
    if talk.has_unread:
        mark_read(referral, by=user)
    return standing(user, referral) | {
        "shared": slices.lines(shared.shared) if shared else None,
        "files": files.of_record(referral.pk, ["slice"]) if shared else [],
        "sealed_contact": next(iter(sealed.shown(referral, user)), None) if shared else None,
        "sealed_requests": sealed.waiting_on(referral, user),
        "talk": talk,
        "draft": draft,
    }


def standing(user: User, referral: Referral) -> dict[str, Any]:
    """Status, next steps, who and when: what may change while a page is open."""
    own = permissions.is_sending_side(user, referral)
    case = Case.objects.visible_to(user).filter(pk=referral.case_id).first() if own else None
    return {
        "referral": referral,
        "status": lists.status(referral.status),
        "priority": lists.priority(referral.priority),
        "steps": steps_for(user, referral, [step for step in STEPS if step != WITHDRAW]),
        "withdraw": steps_for(user, referral, [WITHDRAW]),
        "is_provider": permissions.is_provider(user, referral),
        "keep": steps_for(user, referral, [KEEP_CONVERSATION]) if own and referral.last_message_at else [],
        # Until it is answered, it matters that the provider does not know of it.
        "bounced": own and referral.is_waiting and has_bounced(referral),
        "case": case,
        "to_ask": offering.to_ask_instead(referral, case) if case else [],
        "case_manager": next(iter(referral.related_users("case_manager")), None),
        "basis": basis_label(referral.consent_basis),
        "map_version": queries.map_version(referral),
        "consent": consent_of(referral) if own else None,
        "deliveries": list(referral.deliveries.select_related("recorded_by")),
        "sent_back": list(referral.sendings_back.select_related("recorded_by")),
        "appointments": queries.appointments_of(referral),
        "arrange": steps_for(user, referral, [MAKE_APPOINTMENT]),
        "feedback": list(referral.feedback.select_related("given_by")),
        "events": words.timeline(stream.timeline(referral.pk)[:TIMELINE_SHOWN]),
    }


def has_bounced(referral: Referral) -> bool:
    return stream.timeline(referral.pk).filter(kind=bounces.KIND).exists()


@login_required
@require_GET
def for_service(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """For which of one's open cases a service that was found is to be asked."""
    if not request.user.can("referral.send"):
        raise PermissionDenied
    service = get_object_or_404(Service.objects.select_related("organisation"), pk=pk, is_active=True)
    cases, _more = case_queries.work_list(request.user, case_queries.Filters())
    quota.count_lines(request.user, [case.pk for case in cases])
    return render(request, "referrals/for_service.html", {"service": service, "cases": cases})


@login_required
@require_GET
def for_case(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The referrals of a case: a panel of its page, and a page where there is no JavaScript."""
    if not permissions.can_list(request.user):
        raise PermissionDenied
    case = get_visible(Case.objects, request.user, pk=pk)
    stream.glanced(case, by=request.user)
    rows = queries.of_case(request.user, case.pk)
    quota.count_lines(request.user, [row.pk for row in rows])
    context = {
        "case": case,
        "rows": lists.lines(rows),
        "refer": steps_for(request.user, case, [REFER]),
    }
    template = "referrals/parts/of_case.html" if request.headers.get("HX-Request") else "referrals/for_case.html"
    return render(request, template, context)
