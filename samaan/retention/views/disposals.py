"""Proposing that a file be destroyed, deciding on it as the second person, and the certificate that is left."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samaan.access.act_pages import answers
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.audit import stream
from samaan.common import paper
from samaan.common.formfields import add_refusal
from samaan.retention import permissions, queries, words, workflow
from samaan.retention.forms import ProposeForm, RefuseForm
from samaan.retention.models import Certificate, Due, Proposal
from samaan.retention.views.acting import act_page, record_of
from samaan.retention.workflow.steps import PROPOSE
from samaan.transitions import NotPermitted


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def propose(request: SignedInRequest, kind: str, pk: UUID) -> HttpResponse:
    """What exactly would go, what stays, on what ground and why."""
    record = record_of(request.user, kind, pk)
    if not PROPOSE.may(request.user, record):
        raise NotPermitted(PROPOSE, record)
    due = Due.objects.visible_to(request.user).filter(of_record=pk).first()
    if request.method == "GET":
        stream.opened(record, by=request.user, page="disposal")
    return act_page(
        request,
        ProposeForm(answers(request), is_due=due is not None),
        lambda given: workflow.propose_disposal(record, by=request.user, **given),
        title=_("Propose to destroy this file"),
        done=_("Proposed. A second person has been told."),
        back=record.get_absolute_url(),
        template="retention/propose.html",
        record=record,
        due=due,
        **plan_of(record),
    )


def plan_of(record: Any) -> dict[str, list[str]]:
    plan = queries.plan_of(record)
    return {"goes": words.counted(plan), "stays": words.staying(plan)}


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def proposal(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is proposed, by whom and why; two buttons for whoever may decide. Once done, the certificate."""
    done = queries.certificates(request.user).filter(proposal_id=pk).first()
    if done:
        return redirect(done)
    asked = get_visible(Proposal.objects.select_related("proposed_by__role", "decided_by"), request.user, pk=pk)
    if asked.record is None:
        raise Http404
    form = RefuseForm(request.POST if request.POST.get("do") == "refuse" else None)
    if request.method == "POST" and decided(request, asked, form):
        return redirect("retention:list" if permissions.can_list(request.user) else asked.record)
    if request.method == "GET":
        stream.opened(asked.record, by=request.user, page="disposal")
    shown = {
        "proposal": asked,
        "record": asked.record,
        "form": form,
        "held": queries.is_held(asked),
        "may_decide": asked.status == Proposal.Status.PROPOSED and permissions.can_decide(request.user, asked),
        **plan_of(asked),
    }
    return render(request, "retention/proposal.html", shown, status=422 if request.method == "POST" else 200)


def decided(request: SignedInRequest, asked: Proposal, form: RefuseForm) -> bool:
    """Take the answer that was pressed; a refusal needs its reason first."""
    try:
        if request.POST.get("do") == "approve":
            workflow.approve_disposal(asked, by=request.user)
            messages.success(request, _("Approved. It is being destroyed; a certificate will stand here."))
            return True
        if form.is_valid():
            workflow.refuse_disposal(asked, by=request.user, **form.cleaned_data)
            messages.success(request, _("Refused. The file stays."))
            return True
    except ValidationError as refused:
        if form.is_bound:
            add_refusal(form, refused)
        messages.error(request, " ".join(refused.messages))
    return False


def certificate_of(request: SignedInRequest, pk: UUID) -> Certificate:
    found = queries.certificates(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_GET
def certificate(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = certificate_of(request, pk)
    stream.opened(found, by=request.user)
    return render(request, "retention/certificate.html", shown_of(found))


@login_required
@require_GET
def on_paper(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The same as a PDF, with who printed it and when."""
    found = certificate_of(request, pk)
    stream.opened(found, by=request.user, page="paper")
    at = date_format(timezone.localtime(), "j F Y, H:i")
    mark = f"{request.user.full_name} · {at}"
    content = paper.pdf("retention/paper/certificate.html", shown_of(found) | {"mark": mark})
    headers = {"Content-Disposition": f'attachment; filename="{found.number}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def shown_of(found: Certificate) -> dict[str, Any]:
    return {
        "certificate": found,
        "kind": words.kind(found.of_kind),
        "went": words.counted(found.counts),
        "stayed": words.staying(found.counts),
    }
