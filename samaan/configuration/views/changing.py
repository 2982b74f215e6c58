"""Preparing a change: its files, what is wrong in them, what differs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.common.formfields import add_refusal
from samaan.configuration import permissions, queries, workflow
from samaan.configuration.examining import examine
from samaan.configuration.forms import BeginForm, FileForm, ReasonForm, RemoveForm
from samaan.configuration.models import Change, ChangedFile
from samaan.configuration.views.acting import act_page, as_file, change_of, lookers_only, refuse_unless
from samaan.configuration.workflow.steps import TRANSITIONS
from samaan.countrypack.models import PackVersion
from samaan.transitions import steps_for


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest) -> HttpResponse:
    """The first file, what changes and why."""
    lookers_only(request)
    refuse_unless(permissions.can_propose(request.user))
    form = BeginForm(request.POST, request.FILES) if request.method == "POST" else BeginForm()
    if request.method == "POST" and form.is_valid():
        change = begun(request, form)
        if change:
            return redirect(change)
    page = {"form": form, "title": _("Change the country pack")}
    return render(request, "configuration/begin.html", page, status=422 if request.method == "POST" else 200)


def begun(request: SignedInRequest, form: BeginForm) -> Change | None:
    """The change with its first file, or nothing and what is to be mended."""
    given = form.cleaned_data
    try:
        return workflow.begin_with_file(by=request.user, reason=given["reason"], **sent(given))
    except ValidationError as refused:
        add_refusal(form, refused)
        return None


def sent(given: dict[str, Any]) -> dict[str, Any]:
    """A file as the act takes it."""
    file = given["file"]
    return {"name": file.name, "data": file.read(), "folder": given["folder"]}


@login_required
@require_http_methods(["GET", "POST"])
def go_back(request: SignedInRequest, number: int) -> HttpResponse:
    """Begin to put an earlier version to work again; that too needs a second person."""
    lookers_only(request)
    refuse_unless(permissions.can_propose(request.user))
    version = get_object_or_404(PackVersion.objects.defer("content"), pk=number, is_active=False)
    made: list[Change] = []
    answer = act_page(
        request,
        ReasonForm(request.POST or None),
        lambda given: made.append(workflow.begin_change(by=request.user, back_to=version, **given)),
        title=_("Go back to version %(version)s") % {"version": version.version},
        done=_("Look at what would differ, then propose it."),
        back="configuration:overview",
        explanation=_("Codes that came since stay in their lists, no longer offered. All else is as it was then."),
    )
    return redirect(made[0]) if made else answer


@login_required
@require_GET
def change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = change_of(request, pk)
    stream.opened(found, by=request.user)
    return change_page(request, found, FileForm())


def change_page(request: SignedInRequest, found: Change, form: Form, **page: Any) -> HttpResponse:
    """The files, the faults or the difference, and what this person may do next."""
    shown = {
        "change": found,
        "files": queries.files(found),
        "examined": examine(found) if found.is_open else None,
        "form": form,
        "removing": RemoveForm(auto_id="remove_%s"),
        "may_edit": found.status == Change.Status.DRAFT and permissions.can_propose(request.user, found),
        "steps": steps_for(request.user, found, TRANSITIONS),
    } | page
    return render(request, "configuration/change.html", shown, status=422 if form.is_bound else 200)


@login_required
@require_POST
def upload(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One more file, or a corrected one in the place of another."""
    found = change_of(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            files = workflow.put(found, by=request.user, path=request.POST.get("path", ""), **sent(form.cleaned_data))
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            said = _("%(path)s is in the change.") % {"path": ", ".join(file.path for file in files)}
            messages.success(request, said)
            return redirect(found)
    stream.opened(found, by=request.user)
    return change_page(request, found, form)


@login_required
@require_POST
def leave(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Leave a file as it is at work."""
    found = change_of(request, pk)
    workflow.leave_file(found, by=request.user, path=request.POST.get("path", "")[:120])
    return redirect(found)


@login_required
@require_POST
def remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take a file out of the pack."""
    found = change_of(request, pk)
    try:
        workflow.remove_file(found, by=request.user, path=request.POST.get("path", ""))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(found)


@login_required
@require_GET
def changed_file(request: SignedInRequest, pk: UUID, file_pk: UUID) -> HttpResponse:
    """A file of a change, as it was uploaded."""
    found = change_of(request, pk)
    file = ChangedFile.objects.filter(change=found, pk=file_pk, act=ChangedFile.Act.PUT).first()
    if file is None:
        raise Http404
    stream.opened(found, by=request.user, file=file.path)
    return as_file(file.path.rpartition("/")[2], bytes(file.data))
