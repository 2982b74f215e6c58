"""Colleagues and partners file reports, and see what became of them."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samaan import countrypack
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.intake import pack, permissions, queries
from samaan.intake.forms.reporting import CallForm, OfficerForm, PartnerForm, ReportForm
from samaan.intake.forms.thread import AddForm
from samaan.intake.models import Receipt, Report, ReportMessage
from samaan.intake.views.chat import lines
from samaan.intake.views.form_page import FormPage
from samaan.intake.workflow import add_to_report, receive_report
from samaan.people.looking import MayBeKnown
from samaan.people.views.alike import not_these
from samaan.people.views.finding import rows

VARIANTS: dict[str, tuple[Any, type[ReportForm]]] = {
    "officer": (_("Officer’s report"), OfficerForm),
    "hotline": (_("Hotline call"), CallForm),
    "partner": (_("Partner’s report"), PartnerForm),
}


def offered_to(user: User) -> list[str]:
    """The variants of the form for this person, their own first."""
    if user.organisation.code == pack.holding_organisation().code:
        return ["officer", "hotline"] if user.can("report.triage") else ["officer"]
    return ["partner"] if countrypack.pack().is_civil(user.organisation.kind) else ["officer", "partner"]


@login_required
@never_cache
def new(request: SignedInRequest, variant: str = "") -> HttpResponse:
    """The report form of a colleague; the answer shows the code to hand to whoever told them."""
    if not permissions.can_receive(request.user):
        raise PermissionDenied
    offered = offered_to(request.user)
    variant = variant or offered[0]
    if variant not in offered:
        raise Http404
    title, form_class = VARIANTS[variant]
    page = FormPage(request, form_class, start_with=1, user=request.user)
    shown: dict[str, Any] = {
        "title": title,
        "tabs": [
            {"label": VARIANTS[name][0], "url": reverse("intake:new_as", args=[name]), "current": name == variant}
            for name in offered
        ],
        "variant": variant,
    }
    if not page.wants_to_send:
        return page.answer("intake/filing/new.html", **shown)
    if not page.is_valid():
        return page.answer("intake/filing/new.html", status=422, **shown)
    given = page.given(language=request.LANGUAGE_CODE) | {"not_these": not_these(request.POST)}
    try:
        received = receive_report(by=request.user, **given)
    except MayBeKnown as found:
        alike = rows(found.matches, request.user)
        return page.answer("intake/filing/new.html", status=422, alike=alike, **shown)
    return render(
        request,
        "intake/filing/filed.html",
        {
            "code": received.code,
            "known_elsewhere": received.known_elsewhere,
            "receipt": Receipt.objects.get(report_id=received.report_id),
            "report": Report.objects.visible_to(request.user).filter(pk=received.report_id).first(),
        },
    )


@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """What became of the reports this person filed."""
    receipts = list(queries.filed_by(request.user)[: queries.PAGE])
    return render(request, "intake/filing/mine.html", {"receipts": receipts})


@login_required
def filed(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One of them: how far it is, and the messages; nothing else of it."""
    receipt = get_visible(queries.filed_by(request.user), request.user, pk=pk)
    stream.opened(receipt, by=request.user)
    return show_filed(request, receipt, AddForm())


@login_required
@require_POST
def add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """More to a report one filed."""
    receipt = get_visible(queries.filed_by(request.user), request.user, pk=pk)
    form = AddForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_filed(request, receipt, form, status=422)
    add_to_report(receipt, by=request.user, **form.given())
    return redirect("intake:filed", pk=pk)


def show_filed(request: SignedInRequest, receipt: Receipt, form: AddForm, *, status: int = 200) -> HttpResponse:
    found = ReportMessage.objects.visible_to(request.user).filter(report_id=receipt.report_id)
    shown = {"receipt": receipt, "form": form, "lines": lines(found.select_related("author"), request.user)}
    return render(request, "intake/filing/filed_one.html", shown, status=status)
