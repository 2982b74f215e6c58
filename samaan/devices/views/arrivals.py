"""“From my phone”: what arrived, each to be read, corrected, filed or withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access.act_pages import answers
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.devices import queries, shown, workflow
from samaan.devices.expected import missing_files
from samaan.devices.forms import AnswerForm, FileForm
from samaan.devices.models import Arrival
from samaan.devices.workflow.steps import FILE
from samaan.questionnaires import workflow as forms
from samaan.questionnaires.models import Submission
from samaan.questionnaires.workflow.steps import ANSWER, REOPEN, WITHDRAW
from samaan.transitions import NotPermitted
from samaan.xforms.faults import Refused
from samaan.xforms.instance import takes_answers

MOST = 100


@login_required
@require_GET
def arrivals(request: SignedInRequest) -> HttpResponse:
    found = list(queries.arrivals_of(request.user)[:MOST])
    submissions = queries.submissions_of(found)
    rows = [{"arrival": each, "submission": submissions.get(each.submission_id)} for each in found]
    return render(request, "devices/arrivals.html", {"rows": rows})


def mine(request: SignedInRequest, pk: UUID) -> tuple[Arrival, Submission]:
    """What this person sent and has not filed yet, or the same 404 as for none."""
    arrival = get_object_or_404(queries.arrivals_of(request.user), pk=pk)
    submission = arrival.submission
    if arrival.is_filed or submission is None:
        raise Http404
    return arrival, submission


@login_required
@require_GET
def arrival(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(queries.arrivals_of(request.user), pk=pk)
    if found.is_filed:
        return render(request, "devices/filed.html", {"arrival": found, "file": queries.file_of(found)})
    submission = found.submission
    if submission is None:
        raise Http404
    verdict = shown.verdict_of(submission, request.user)
    stream.opened(submission, by=request.user)
    page = {
        "arrival": found,
        "submission": submission,
        "lines": list(shown.lines(submission, verdict)),
        "problems": len(verdict.problems),
        "missing": missing_files(submission, request.user),
        "may_file": FILE.may(request.user, submission) and submission.status in FILE.sources,
        "may_correct": submission.status in (*ANSWER.sources, *REOPEN.sources) and ANSWER.may(request.user, submission),
        "may_withdraw": submission.status in WITHDRAW.sources and WITHDRAW.may(request.user, submission),
    }
    return render(request, "devices/arrival.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found, submission = mine(request, pk)
    if not FILE.may(request.user, submission):
        raise Http404
    form = FileForm(answers(request))
    if request.method == "POST" and form.is_valid():
        record = queries.file_called(form.cleaned_data["reference"], found, request.user)
        fault = filed(request, found, record)
        if not fault:
            return redirect(found)
        form.add_error("reference", fault)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "devices/file.html", {"form": form, "arrival": found, "submission": submission}, status=status
    )


def filed(request: SignedInRequest, found: Arrival, record: object) -> str:
    """File it; why not, in words."""
    none = _("There is no file of this reference that takes this form from you.")
    if record is None:
        return none
    try:
        workflow.file_submission(found, record, by=request.user)
    except NotPermitted:
        return none
    except forms.AlreadyBegun:
        return _("This form is there already.")
    except workflow.CannotFile as reason:
        return str(reason)
    messages.success(request, _("It is in the file now."))
    return ""


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One answer, named by `at`."""
    found, submission = mine(request, pk)
    verdict = shown.verdict_of(submission, request.user)
    judged = verdict.judged.get(request.GET.get("at", ""))
    if judged is None or not judged.relevant or not takes_answers(judged.question):
        raise Http404
    many = judged.question.kind == "select_multiple"
    form = AnswerForm(
        answers(request),
        label=verdict.label(judged.address) or judged.question.name,
        choices=shown.choices(verdict, judged.address),
        many=many,
        initial={"answer": judged.value.split() if many else judged.value},
    )
    if request.method == "POST" and form.is_valid():
        try:
            workflow.correct_answer(submission, judged.address, form.text, by=request.user)
        except Refused as reason:
            form.add_error("answer", str(reason))
        else:
            return redirect(found)
    stream.opened(submission, by=request.user)
    page = {"form": form, "arrival": found, "submission": submission, "problem": judged.problem}
    return render(request, "devices/correct.html", page, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found, submission = mine(request, pk)
    forms.withdraw_submission(submission, by=request.user)
    messages.success(request, _("It is withdrawn. It counts nowhere."))
    return redirect(found)
