"""A survivor's own copy: recording that they ask, looking through every text, releasing, downloading."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samaan import countrypack
from samaan.access.act_pages import answers
from samaan.access.downloads import ALONE
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.audit import stream
from samaan.common import envelope
from samaan.retention import owndata
from samaan.retention.forms import AskForm, CopyForm, DenyForm, TextForm
from samaan.retention.models import OwnDataRequest
from samaan.retention.views.acting import act_page, record_of
from samaan.retention.workflow import answering
from samaan.retention.workflow.steps import ASK, DENY, RELEASE
from samaan.transitions import NotPermitted


def wish_of(request: SignedInRequest, pk: UUID) -> OwnDataRequest:
    """A request of a case that is wholly open to this person; to everybody else of the case it is refused."""
    found = OwnDataRequest.objects.select_related("case__person", "recorded_by", "handled_by", "organisation")
    wish = get_visible(found, request.user, pk=pk)
    if not RELEASE.may(request.user, wish):
        raise NotPermitted(RELEASE, wish)
    return wish


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, pk: UUID) -> HttpResponse:
    case = record_of(request.user, "case", pk)
    if not ASK.may(request.user, case):
        raise NotPermitted(ASK, case)
    pack = countrypack.pack()
    offered = [(code, pack.label("languages", code)) for code in pack.country["languages"]["complete"]]
    return act_page(
        request,
        AskForm(answers(request), languages=offered),
        lambda given: answering.record_request(case, by=request.user, **given),
        title=_("Record that they ask for their data"),
        done=_("Recorded. Look through every text before it is released."),
        back=reverse("retention:of_case", args=[case.pk]),
        record=case,
    )


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def request_page(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everything that would go, each text with what is taken out of it. Posting releases it."""
    wish = wish_of(request, pk)
    if request.method == "POST":
        return release(request, wish)
    stream.opened(wish.case, by=request.user, page="own_data")
    return show(request, wish)


def release(request: SignedInRequest, wish: OwnDataRequest) -> HttpResponse:
    try:
        answering.release(wish, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return show(request, wish, status=422)
    messages.success(request, _("Released. Give it to the person alone."))
    return redirect(wish)


def show(
    request: SignedInRequest,
    wish: OwnDataRequest,
    *,
    status: int = 200,
    forms: dict[str, TextForm] | None = None,
    copy_form: CopyForm | None = None,
) -> HttpResponse:
    found, texts = owndata.to_read(wish)
    bound = forms or {}
    shown: dict[str, Any] = {
        "wish": wish,
        "case": wish.case,
        "sections": found.sections,
        "texts": [(one, bound.get(one.text.source) or TextForm(auto_id=f"{one.text.source}-%s")) for one in texts],
        "unread": sum(one.confirmed is None for one in texts),
        "copy_form": copy_form or CopyForm(),
        "documents": [(document, document.file_id in wish.documents) for document in found.documents],
    }
    return render(request, "retention/own_data.html", shown, status=status)


@login_required
@require_POST
@recent_proof_required
def text(request: SignedInRequest, pk: UUID, source: str) -> HttpResponse:
    """One text was looked through."""
    wish = wish_of(request, pk)
    form = TextForm(request.POST, auto_id=f"{source}-%s")
    if form.is_valid():
        try:
            found = answering.find(wish, source)
            # The page says which text was read by its hash: the words themselves need not travel back.
            if owndata.fingerprint(found.text.text.encode()) != request.POST.get("read"):
                raise ValidationError(_("The text has changed meanwhile. Read it again."))
            answering.confirm_text(wish, source, by=request.user, original=found.text.text, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            return redirect(f"{wish.get_absolute_url()}#{source}")
    return show(request, wish, status=422, forms={source: form})


@login_required
@require_POST
@recent_proof_required
def document(request: SignedInRequest, pk: UUID, file_pk: UUID) -> HttpResponse:
    """Give one document with the copy, or not."""
    wish = wish_of(request, pk)
    try:
        answering.choose_document(wish, file_pk, by=request.user, given=request.POST.get("given") == "yes")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(f"{wish.get_absolute_url()}#documents")


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def refuse(request: SignedInRequest, pk: UUID) -> HttpResponse:
    wish = wish_of(request, pk)
    return act_page(
        request,
        DenyForm(answers(request)),
        lambda given: answering.refuse(wish, by=request.user, **given),
        title=str(DENY.label),
        done=_("Refused."),
        back=reverse("retention:of_case", args=[wish.case_id]),
        record=wish.case,
        danger=True,
    )


@login_required
@require_POST
@recent_proof_required
def copy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The released copy in its envelope: paper that says who took it and when, JSON, and the chosen documents."""
    wish = wish_of(request, pk)
    if wish.status != OwnDataRequest.Status.RELEASED:
        raise Http404
    form = CopyForm(request.POST)
    if not form.is_valid():
        return show(request, wish, status=422, copy_form=form)
    taken = answering.take_copy(wish, by=request.user)
    mark = f"{request.user.full_name} · {date_format(timezone.localtime(), 'j F Y, H:i')}"
    content = envelope.by_password(owndata.files_of(wish, taken, mark=mark), form.cleaned_data["password"])
    headers = ALONE | {"Content-Disposition": f'attachment; filename="samaan-{taken.reference}.7z"'}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
