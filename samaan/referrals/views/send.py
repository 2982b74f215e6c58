"""A referral in the making: which services, what is shared, on what basis, a last look. Drafts keep every step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from samaan.access import act_pages
from samaan.access.models import ConsentEntry
from samaan.access.records import compartments_of, get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.cases import queries as case_queries
from samaan.cases.models import Case
from samaan.cases.workflow.steps import RECORD_CONSENT
from samaan.common.formfields import add_refusal
from samaan.referrals import offering, queries, workflow
from samaan.referrals import slice as slices
from samaan.referrals.consent import GIVEN, ConsentGiven, by_law
from samaan.referrals.forms import ConsentForm, ServicesForm
from samaan.referrals.models import Referral
from samaan.referrals.share_form import ShareForm
from samaan.referrals.summary import Cover, Preview, consent_of, coverage, previews, previews_of
from samaan.transitions import NotPermitted, WrongState

asks = require_http_methods(["GET", "POST"])
# What the event of a look at one of the four steps calls its page.
LOOK = "referral."


@login_required
@asks
def services(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Step 1: the services that take this person, those of the referral map first."""
    case = get_visible(Case.objects, request.user, pk=pk)
    if not workflow.REFER.may(request.user, case):
        raise NotPermitted(workflow.REFER, case)
    if case.status not in workflow.REFER.sources:
        raise WrongState(workflow.REFER, case, stream.last(case.pk))
    offered = offering.offerings(case, by=request.user)
    form = ServicesForm(answers(request), offered=offered, initial={"services": request.GET.getlist("service")})
    if request.method == "POST" and form.is_valid():
        chosen = offering.chosen(offered, form.cleaned_data["services"])
        given: dict[str, Any] = {"priority": form.cleaned_data["priority"], "outside": form.why_outside()}
        drafts = workflow.prepare_referrals(case, chosen, by=request.user, **given)
        return redirect("referrals:share", drafts[0].batch)
    groups = offering.groups(one for one in offered if not one.outside)
    beyond = offering.groups(one for one in offered if one.outside)
    context = {"groups": groups, "beyond": beyond, "beyond_open": bool(form.outside & form.ticked)}
    return page(request, "services", case, form, open_groups=opened(groups, form, request), **context)


@login_required
@asks
def share(request: SignedInRequest, batch: UUID) -> HttpResponse:
    """Step 2: field by field, what each provider will see."""
    case, drafts = making(request, batch)
    form = share_form(request, case, drafts)
    if request.method == "POST" and form.is_valid():
        for draft in drafts:
            workflow.choose_slice(draft, case, by=request.user, share=form.share_for(draft))
        if "look" not in request.POST:
            return redirect("referrals:consent" if consent_needed(drafts) else "referrals:check", batch)
    looked_at = previews(drafts, case)
    return page(request, "share", case, form, batch=batch, drafts=drafts, previews=looked_at)


@login_required
@require_POST
def preview(request: SignedInRequest, batch: UUID) -> HttpResponse:
    """What each provider would see, as the boxes stand now. Nothing is kept."""
    case, drafts = making(request, batch)
    form = share_form(request, case, drafts)
    form.is_valid()
    stream.glanced(case, by=request.user, page=LOOK + "share")
    found: list[Preview] = previews_of(drafts, case, request.user, form)
    return render(request, "referrals/parts/previews.html", {"previews": found})


@login_required
@asks
def consent(request: SignedInRequest, batch: UUID) -> HttpResponse:
    """Step 3: the consent on record, what is missing of it, or why it may be shared without."""
    case, drafts = making(request, batch)
    enough = set.intersection(*(set(by_law(case, draft.need)) for draft in drafts))
    covers = coverage(drafts, case)
    covered = all(cover.entry for cover in covers)
    known: dict[str, Any] = {"covered": covered, "by_law": enough, "child": case.is_child}
    form = ConsentForm(answers(request), initial=first_guess(drafts[0], covered), **known)
    if request.method == "POST" and form.is_valid() and recorded(form, case, covers, request):
        return redirect("referrals:check", batch)
    context = {"batch": batch, "drafts": drafts, "needed": consent_needed(drafts), "covers": covers, "covered": covered}
    context["partly"] = not covered and any(cover.entry for cover in covers)
    context["record"] = "" if covered else record_address(request, case, covers)
    return page(request, "consent", case, form, **context)


@login_required
@asks
def check(request: SignedInRequest, batch: UUID) -> HttpResponse:
    """Step 4: exactly what will be sent; then it is."""
    case, drafts = making(request, batch)
    form, full = Form(), None
    if request.method == "POST":
        try:
            workflow.send_drafts(drafts, by=request.user)
        except ValidationError as refused:
            form = Form({})
            form.is_valid()
            add_refusal(form, refused)
            full = offering.instead(case, drafts, refused)
            # What was changed while sending is undone; the page shows the drafts as they are kept.
            case, drafts = making(request, batch)
        else:
            return sent(request, case, drafts)
    found, given = previews(drafts, case), consent_of(drafts[0])
    context = {"batch": batch, "drafts": drafts, "previews": found, "given": given, "full": full}
    return page(request, "check", case, form, **context)


@login_required
@require_POST
def instead(request: SignedInRequest, batch: UUID) -> HttpResponse:
    """The last place is gone: the next of the ranking is asked, or the same one without a place."""
    case, drafts = making(request, batch)
    draft = next((draft for draft in drafts if str(draft.pk) == request.POST.get("draft")), None)
    if draft is None:
        raise Http404
    if "without" in request.POST:
        workflow.do_without_place(draft, by=request.user)
        return redirect("referrals:check", batch)
    chosen = offering.chosen(offering.offerings(case, draft.need), [request.POST.get("service", "")])
    if not chosen:
        raise Http404
    workflow.ask_another(draft, case, by=request.user, service=chosen[0])
    messages.info(request, _("Now %(name)s is asked. Look at it once more, then send.") % {"name": chosen[0].name})
    covered = all(cover.entry for cover in coverage([draft], case)) or not consent_needed([draft])
    return redirect("referrals:check" if covered else "referrals:consent", batch)


@login_required
@require_POST
def discard(request: SignedInRequest, batch: UUID) -> HttpResponse:
    """All of this sitting; or the one that is named, when the person refuses it, and on with the others."""
    case, drafts = making(request, batch)
    named = [draft for draft in drafts if str(draft.pk) == request.POST.get("draft")]
    for draft in named or drafts:
        workflow.discard_draft(draft, by=request.user)
    if named and len(drafts) > 1:
        messages.success(
            request, _("Left out: %(provider)s. Nobody there saw anything.") % {"provider": named[0].provider}
        )
        return redirect("referrals:consent", batch)
    messages.success(request, _("The draft is discarded. Nobody else saw it."))
    return redirect(case)


def opened(groups: list[offering.Group], form: ServicesForm, request: SignedInRequest) -> set[str]:
    """The headings that are open: those with a ticked service, and the one of the need asked for."""
    wanted = request.GET.get("need", "")
    return {
        group.code
        for group in groups
        for found in group.offerings
        if found.service.code in form.ticked or found.service.need == wanted
    }


def making(request: SignedInRequest, batch: UUID) -> tuple[Case, list[Referral]]:
    """The drafts of one sitting and their case; 404 once they are sent, or for anybody else."""
    drafts = queries.drafts_of(request.user, batch)
    if not drafts:
        raise Http404
    return get_visible(Case.objects, request.user, pk=drafts[0].case_id), drafts


def answers(request: SignedInRequest):
    """What was posted, or what was typed before the session ended."""
    return act_pages.answers(request)


def share_form(request: SignedInRequest, case: Case, drafts: list[Referral]) -> ShareForm:
    found = case_queries.documents_of(case, compartments_of(case, request.user))
    documents = [document for document in found if document.file.is_open]
    offers = slices.offers(case, request.user, drafts[0].need)
    return ShareForm(answers(request), drafts=drafts, offers=offers, documents=documents)


def consent_needed(drafts: list[Referral]) -> bool:
    return any(workflow.needs_consent(draft) for draft in drafts)


def first_guess(draft: Referral, covered: bool) -> dict:
    """What was chosen before; else the consent on record, where it covers everything."""
    kept = consent_of(draft)
    on_record = {"basis": ConsentForm.ON_RECORD if covered else ""}
    if kept is None:
        return on_record
    return kept | on_record if kept["entry"] or kept["basis"] in GIVEN else kept


def record_address(request: SignedInRequest, case: Case, covers: list[Cover]) -> str:
    """The page that records consent, with what is missing already filled in; nothing for who may not record it."""
    may = RECORD_CONSENT.may(request.user, case) and ConsentEntry.compartment in compartments_of(case, request.user)
    missing = [cover.asked for cover in covers if cover.entry is None]
    query: dict[str, Any] = {
        "share": sorted({part for asked in missing for part in asked.compartments}),
        "to": sorted({asked.receiver.pk for asked in missing}),
        "for": sorted({asked.purpose for asked in missing}),
        "next": request.path,
    }
    return reverse("cases:consent_record", args=[case.pk]) + "?" + urlencode(query, doseq=True) if may else ""


def recorded(form: ConsentForm, case: Case, covers: list[Cover], request: SignedInRequest) -> bool:
    """Each provider on its own: consent where it covers one, and what was said here for the others alone."""
    said = form.consent()
    on_record = ConsentGiven(basis=GIVEN[0], limits=said.limits)
    try:
        with transaction.atomic():
            for cover in covers:
                given = on_record if cover.entry else said
                workflow.record_consent(cover.referral, case, by=request.user, consent=given)
    except ValidationError as refused:
        add_refusal(form, refused)
        return False
    return True


def sent(request: SignedInRequest, case: Case, drafts: list[Referral]) -> HttpResponse:
    words = ngettext(
        "The referral is sent. %(names)s has been told by e-mail.",
        "%(n)d referrals are sent. %(names)s have been told by e-mail.",
        len(drafts),
    )
    names = ", ".join(sorted({draft.provider.name for draft in drafts}))
    messages.success(request, words % {"n": len(drafts), "names": names})
    if len(drafts) == 1:
        return redirect(drafts[0])
    return redirect(reverse("referrals:for_case", args=[case.pk]))


def page(request: SignedInRequest, name: str, case: Case, form: Form, **context) -> HttpResponse:
    """One step of the four. What is known of the person stands on it, so it is a look at the case."""
    stream.opened(case, by=request.user, page=LOOK + name)
    context |= {"case": case, "form": form, "at": name}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"referrals/send/{name}.html", context, status=status)
