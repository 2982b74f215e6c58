"""Organisations: which there are, proposing one, deciding on it."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samaan.access.act_pages import answers
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.audit import stream
from samaan.staff import permissions, queries, workflow
from samaan.staff.forms import DecideForm, ProposeForm
from samaan.staff.models import Proposal
from samaan.staff.views.acting import act_page, lookers_only, refuse_unless


@login_required
@require_GET
def organisations(request: SignedInRequest) -> HttpResponse:
    lookers_only(request)
    at_work = Count("users", filter=Q(users__is_active=True))
    page = {
        "organisations": queries.organisations_of(request.user).annotate(people=at_work).order_by("name"),
        "proposals": queries.proposals(request.user)[:20],
        "may_propose": permissions.can_propose(request.user),
    }
    return render(request, "staff/organisations.html", page)


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def propose(request: SignedInRequest) -> HttpResponse:
    refuse_unless(permissions.can_propose(request.user))
    return act_page(
        request,
        ProposeForm(answers(request)),
        lambda given: workflow.propose_organisation(given.pop("name"), by=request.user, **given),
        title=_("Propose an organisation"),
        done=_("It is proposed. Somebody else now decides."),
        back=reverse("staff:organisations"),
        explanation=_("Until another person has approved it, nothing of it exists here: no account and no invitation."),
    )


def proposal_of(request: SignedInRequest, pk: object) -> Proposal:
    lookers_only(request)
    found = Proposal.objects.select_related("proposed_by", "decided_by", "made", "contact_role")
    return get_visible(found, request.user, pk=pk)


@login_required
@require_GET
def proposal(request: SignedInRequest, pk: object) -> HttpResponse:
    found = proposal_of(request, pk)
    stream.opened(found, by=request.user)
    page = {
        "proposal": found,
        "open": found.status == Proposal.Status.PROPOSED,
        "may_decide": permissions.can_approve(request.user, found),
        "may_withdraw": permissions.can_withdraw_proposal(request.user, found),
        "form": DecideForm(),
    }
    return render(request, "staff/proposal.html", page)


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def decide(request: SignedInRequest, pk: object) -> HttpResponse:
    found, user = proposal_of(request, pk), request.user
    if "withdraw" in request.POST:
        form = DecideForm({"answer": "refuse", "note": "-"})
    else:
        form = DecideForm(answers(request))
        refuse_unless(permissions.can_approve(user, found))

    def act(given: dict) -> None:
        if "withdraw" in request.POST:
            workflow.withdraw_proposal(found, by=user)
        elif given["answer"] == "approve":
            workflow.approve_proposal(found, by=user, note=given["note"])
        else:
            workflow.refuse_proposal(found, by=user, note=given["note"])

    return act_page(
        request,
        form,
        act,
        title=_("Decide on %(name)s") % {"name": found},
        done=_("Your decision is noted."),
        back=reverse("staff:proposal", args=[found.pk]),
    )
