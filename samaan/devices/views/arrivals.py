"""“From my phone”: what arrived, each to be read, corrected and withdrawn on its own page as a form, and filed here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samaan.access.act_pages import answers
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.devices import queries, workflow
from samaan.devices.expected import missing_files
from samaan.devices.forms import FileForm
from samaan.devices.models import Arrival
from samaan.devices.workflow.steps import FILE
from samaan.questionnaires import workflow as forms
from samaan.questionnaires.filled import read
from samaan.questionnaires.models import Submission
from samaan.questionnaires.permissions import hidden
from samaan.questionnaires.purposes import KINDS
from samaan.transitions import NotPermitted
from samaan.xforms.verdict import judge

MOST = 100


@login_required
@require_GET
def arrivals(request: SignedInRequest) -> HttpResponse:
    found = list(queries.arrivals_of(request.user)[:MOST])
    submissions = queries.submissions_of(found)
    rows = [{"arrival": each, "submission": submissions.get(each.submission_id)} for each in found]
    return render(request, "devices/arrivals.html", {"rows": rows})


@login_required
@require_GET
def arrival(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What became of it, and what is missing; its answers stand on the page of the form."""
    found = get_object_or_404(queries.arrivals_of(request.user), pk=pk)
    if found.is_filed:
        file = queries.file_of(found)
        called = KINDS[found.filed_kind].called(file) if file else ""
        return render(request, "devices/filed.html", {"arrival": found, "file": file, "called": called})
    submission = found.submission
    if submission is None:
        raise Http404
    filled = read(submission, hidden(submission, request.user))
    verdict = judge(filled.instance, now=timezone.localtime(), language=request.user.language)
    stream.opened(submission, by=request.user)
    page = {
        "arrival": found,
        "submission": submission,
        "name": verdict.name,
        "problems": len(verdict.problems),
        "missing": missing_files(submission, request.user),
        "may_file": FILE.may(request.user, submission) and submission.status in FILE.sources,
    }
    return render(request, "devices/arrival.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say which file it is about; it stands there then."""
    found, submission = mine(request, pk)
    form = FileForm(answers(request))
    if request.method == "POST" and form.is_valid():
        record = queries.file_called(form.cleaned_data["reference"], found, request.user)
        there, fault = filed(request, found, record)
        if there:
            messages.success(request, _("It is in the file now."))
            return redirect(there)
        form.add_error("reference", fault)
    page = {"form": form, "arrival": found, "submission": submission}
    return render(request, "devices/file.html", page, status=422 if request.method == "POST" else 200)


def mine(request: SignedInRequest, pk: UUID) -> tuple[Arrival, Submission]:
    """What this person sent and may still file, or the same 404 as for none."""
    found = get_object_or_404(queries.arrivals_of(request.user), pk=pk)
    submission = found.submission
    if found.is_filed or submission is None or not FILE.may(request.user, submission):
        raise Http404
    return found, submission


def filed(request: SignedInRequest, found: Arrival, record: Any) -> tuple[Submission | None, str]:
    """The form in its file; else why not, in words."""
    none = _("There is no file of this reference that takes this form from you.")
    if record is None:
        return None, none
    try:
        return workflow.file_submission(found, record, by=request.user), ""
    except NotPermitted:
        return None, none
    except forms.AlreadyBegun as there:
        return None, str(there)
    except workflow.CannotFile as reason:
        return None, str(reason)
