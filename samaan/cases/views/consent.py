"""The consent ledger of a case: its page, its acts, and the copy the survivor takes away."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samaan.access.consent import Ledger
from samaan.access.models import Answer, ConsentEntry, ConsentUse
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.cases import consent_forms, workflow
from samaan.cases.compartments import ALL
from samaan.cases.consent import GUARDIAN, PERSON
from samaan.cases.consent_copy import copy_of
from samaan.cases.consent_shown import shown
from samaan.cases.views.acting import act_page, form_for, refuse
from samaan.cases.views.pages import offers, page
from samaan.cases.views.seen import Seen, see
from samaan.cases.workflow.steps import PRINT_CONSENT, RECORD_CONSENT, REFUSE_CONSENT, WITHDRAW_CONSENT

asks = require_http_methods(["GET", "POST"])
COPY_LANGUAGES = ("en", "es")


def see_ledger(request: SignedInRequest, pk: UUID) -> Seen:
    """The case, for somebody who holds its identity: the ledger names guardians and says what was agreed."""
    seen = see(request.user, pk)
    if ConsentEntry.compartment not in seen.held:
        raise PermissionDenied
    return seen


def ledger_of(seen: Seen) -> Ledger:
    return Ledger.of(seen.case.pk, is_child=seen.case.is_child)


def uses_of(seen: Seen) -> list[ConsentUse]:
    return list(ConsentUse.objects.filter(case_id=seen.case.pk).select_related("receiver"))


@login_required
@require_GET
def ledger(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = see_ledger(request, pk)
    return page(
        request,
        seen,
        "consent",
        "cases/tabs/consent.html",
        lines=shown(ledger_of(seen), uses_of(seen)),
        record=offers(seen, RECORD_CONSENT),
        refuse=offers(seen, REFUSE_CONSENT),
        withdraw=offers(seen, WITHDRAW_CONSENT),
        print_copy=offers(seen, PRINT_CONSENT),
    )


@login_required
@asks
def record(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write down what was agreed; `replaces` names the entry that it takes the place of, `next` where it was needed."""
    seen = see_ledger(request, pk)
    refuse(RECORD_CONSENT, seen)
    replaces = replaced(request, seen)
    form = form_for(request, seen, consent_forms.RecordForm, **first_values(request, seen, replaces))
    return answer_page(
        request,
        seen,
        RECORD_CONSENT,
        form,
        partial(workflow.record_consent, replaces=replaces),
        title=_("Renew consent") if replaces else _("Record consent"),
        done=_("What was agreed is recorded."),
    )


@login_required
@asks
def refusal(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write down that somebody said no."""
    seen = see_ledger(request, pk)
    return answer_page(
        request,
        seen,
        REFUSE_CONSENT,
        form_for(request, seen, consent_forms.RefuseForm, **first_values(request, seen, None)),
        workflow.refuse_consent,
        title=_("Record a refusal"),
        done=_("The refusal is recorded. What it forbids has ended."),
    )


def answer_page(request: SignedInRequest, seen: Seen, step: Any, form: Any, act: Any, **words: str) -> HttpResponse:
    """The page of an agreement or a refusal; afterwards back to where it was needed."""
    onward = safe_next(request)
    response = act_page(
        request,
        seen,
        step,
        form,
        lambda asked: act(seen.case, form.terms(), by=request.user, scan=asked["scan"], nonce=asked["nonce"]),
        back="cases:consent",
        template="cases/consent/answer.html",
        onward=onward,
        **words,
    )
    return redirect(onward) if onward and response.status_code == 302 else response


def safe_next(request: SignedInRequest) -> str:
    """Where the page was called from, when it is a page of ours."""
    wanted = request.GET.get("next", "")
    good = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if good and wanted.startswith("/") else ""


def replaced(request: SignedInRequest, seen: Seen) -> ConsentEntry | None:
    wanted = request.GET.get("replaces", "")
    if not wanted:
        return None
    return entry_of(seen, as_uuid(wanted))


def as_uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise Http404 from None


def entry_of(seen: Seen, pk: UUID) -> ConsentEntry:
    """An agreement of this very case, or the same 404 as for none."""
    return get_visible(ConsentEntry.objects, seen.user, pk=pk, case_id=seen.case.pk, answer=Answer.GIVEN)


def first_values(request: SignedInRequest, seen: Seen, replaces: ConsentEntry | None) -> dict[str, Any]:
    """What is known already: the entry that is renewed, or what a referral needs; the survivor's language."""
    asked = request.GET
    language = seen.person.language if seen.person else ""
    if replaces:
        names = ("basis", "compartments", "organisations", "kinds", "purposes")
        return {"language": language} | replaces.details | {name: getattr(replaces, name) for name in names}
    return {
        "basis": GUARDIAN if seen.case.is_child else PERSON,
        "language": language,
        "compartments": [code for code in asked.getlist("share") if code in ALL],
        "organisations": [number for number in asked.getlist("to") if number.isdecimal()],
        "purposes": asked.getlist("for"),
    }


@login_required
@asks
def withdraw(request: SignedInRequest, pk: UUID, entry_pk: UUID) -> HttpResponse:
    """Take an agreement back, whole or in part."""
    seen = see_ledger(request, pk)
    entry = entry_of(seen, entry_pk)
    ledger, uses = ledger_of(seen), uses_of(seen)
    line = next(line for line in shown(ledger, uses) if line.entry == entry)
    form = form_for(request, seen, consent_forms.WithdrawForm)
    form.about(entry, ledger, [use.receiver_id for use in uses if use.entry_id == entry.pk])
    return act_page(
        request,
        seen,
        WITHDRAW_CONSENT,
        form,
        lambda asked: workflow.withdraw_consent(seen.case, entry, form.withdrawal(), by=request.user),
        title=_("Withdraw consent"),
        done=_("It is withdrawn. Whoever was shared with on it sees nothing of it any more."),
        back="cases:consent",
        template="cases/consent/withdraw.html",
        line=line,
    )


@login_required
@asks
def copy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask for the language and how plain it must be; then the paper, which is noted."""
    seen = see_ledger(request, pk)
    refuse(PRINT_CONSENT, seen)
    spoken = seen.person.language if seen.person else ""
    language = spoken if spoken in COPY_LANGUAGES else (get_language() or "en")[:2]
    form = form_for(request, seen, consent_forms.CopyForm, language=language)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        workflow.note_copy(seen.case, by=request.user, language=asked["language"], plain=asked["plain"])
        paper = copy_of(seen.case, ledger_of(seen), **asked)
        with override(paper.language):
            return render(request, "cases/consent/copy.html", {"paper": paper, "back": pk})
    stream.opened(seen.case, by=request.user, page=PRINT_CONSENT.kind)
    context = {
        "case": seen.case,
        "form": form,
        "step": PRINT_CONSENT,
        "title": _("Print a copy"),
        "back": "cases:consent",
    }
    return render(request, "cases/act.html", context, status=422 if form.errors else 200)
