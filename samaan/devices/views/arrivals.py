"""“From my phone”: what arrived, each to be read, corrected and withdrawn on its own page as a form, and filed here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
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


@login_required
@require_GET
def arrivals(request: SignedInRequest) -> HttpResponse:
    """What waits to be filed, and where the rest went."""
    filed = [
        {"arrival": found, "file": file, "called": KINDS[found.filed_kind].called(file) if file else ""}
        for found in queries.filed_by(request.user)
        for file in [queries.file_of(found)]
    ]
    return render(request, "devices/arrivals.html", {"waiting": queries.waiting_for(request.user), "filed": filed})


@login_required
@require_GET
def arrival(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is missing, and what to do with it; its answers stand on the page of the form."""
    submission = waiting(request, pk)
    filled = read(submission, hidden(submission, request.user))
    verdict = judge(filled.instance, now=timezone.localtime(), language=request.user.language)
    stream.opened(submission, by=request.user)
    sent = Arrival.objects.filter(submission_id=submission.pk).first()
    page = {
        "submission": submission,
        "name": verdict.name,
        "corrects": bool(sent and sent.deprecated_id),
        "problems": len(verdict.problems),
        "missing": missing_files(submission, request.user),
        "may_file": FILE.may(request.user, submission) and submission.status in FILE.sources,
    }
    return render(request, "devices/arrival.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say which file it is about; it stands there then."""
    submission = waiting(request, pk)
    if not FILE.may(request.user, submission):
        raise Http404
    form = FileForm(answers(request))
    if request.method == "POST" and form.is_valid():
        record = queries.file_called(form.cleaned_data["reference"], submission, request.user)
        there, fault = filed(request, submission, record)
        if there:
            messages.success(request, _("It is in the file now."))
            return redirect(there)
        form.add_error("reference", fault)
    page = {"form": form, "submission": submission}
    return render(request, "devices/file.html", page, status=422 if request.method == "POST" else 200)


def waiting(request: SignedInRequest, pk: UUID) -> Submission:
    """A form from a telephone that is in no file and open to this person, or the same 404 as for none."""
    found = next((each for each in queries.waiting_for(request.user) if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def filed(request: SignedInRequest, submission: Submission, record: Any) -> tuple[Submission | None, str]:
    """The form in its file; else why not, in words."""
    none = _("There is no file of this reference that takes this form from you.")
    if record is None:
        return None, none
    try:
        return workflow.file_submission(submission, record, by=request.user), ""
    except NotPermitted:
        return None, none
    except forms.AlreadyBegun as there:
        return None, str(there)
    except workflow.CannotFile as reason:
        return None, str(reason)
