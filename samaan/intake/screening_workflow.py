"""The lifecycle of a screening: begun, submitted, sent back, determined, revised."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import close_to, open_to
from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.audit import stream
from samaan.intake import pack
from samaan.intake import screening_permissions as may
from samaan.intake.models import Determination, Report, ReportPerson, ReviewQuestion, Screening
from samaan.intake.screening_answers import known_already
from samaan.intake.screening_findings import finding
from samaan.intake.screening_form import instrument
from samaan.intake.screening_queries import VICTIM, colleagues
from samaan.intake.workflow import first_action_taken
from samaan.intake.workflow.holding import with_duplicates
from samaan.questionnaires.workflow import begin_within, finish_within, reopen_within
from samaan.transitions import NotPermitted, Transition, WrongState, lock, move

S = Screening.Status
REVIEW_CLOCK = "screening.review"
COLLEAGUE_SEES = ["summary", "persons", "screening"]

# Moves the report, whose screening it begins.
BEGIN = Transition(
    "screening.opened",
    Report.IN_HAND,
    Report.Status.SCREENING,
    may.can_begin,
    _("Begin the screening"),
    "intake:screening_new",
    "post",
)
SUBMIT = Transition(
    "screening.submitted",
    (S.OPEN, S.SENT_BACK),
    S.SUBMITTED,
    may.can_work,
    _("Submit for review"),
    "intake:screening_submit",
)
DECIDE = Transition(
    "determination.made",
    (S.SUBMITTED,),
    S.DETERMINED,
    may.can_decide,
    _("Make the determination"),
    "intake:determine",
)
SEND_BACK = Transition(
    "screening.sent_back",
    (S.SUBMITTED, S.DETERMINED),
    S.SENT_BACK,
    may.can_review,
    _("Send back with questions"),
    "intake:screening_send_back",
)
REVISE = Transition(
    "determination.revised",
    (S.DETERMINED,),
    S.DETERMINED,
    may.can_revise,
    _("Revise the determination"),
    "intake:revise",
)
COLLEAGUE = Transition(
    "screening.colleague_added",
    (S.OPEN, S.SENT_BACK),
    None,
    may.can_ask_colleague,
    _("Ask a colleague to help"),
    "intake:screening_colleague",
)

TRANSITIONS = [SUBMIT, SEND_BACK, DECIDE, REVISE, COLLEAGUE]
# What the page offers, in this order.
STEPS = [DECIDE, SUBMIT, REVISE, SEND_BACK, COLLEAGUE]


class NotScreened(Exception):
    """Only a possible victim is screened."""


@transaction.atomic
def begin_screening(victim: ReportPerson, *, by: User) -> Screening:
    """Begin the screening of a possible victim, with everything known filled in; one begun already is returned.

    Of somebody named in a report that was merged, it belongs to the report the work goes on in.
    """
    report = victim.report.merged_into or victim.report
    lock(report)
    begun = Screening.objects.filter(report_person=victim).first()
    if begun:
        if not may.can_work(by, begun):
            raise NotPermitted(BEGIN, report)
        return begun
    if victim.role != VICTIM:
        raise NotScreened
    if not BEGIN.may(by, report):
        raise NotPermitted(BEGIN, report)
    submission = begin_within(instrument(), report, by=by, known=known_already(victim))
    screening = Screening(report=report, report_person=victim, opened_by=by, submission=submission)
    screening.is_child = victim.person.is_child
    move(report, BEGIN, by=by, event_data={"screening": screening.pk, "child": screening.is_child})
    screening.save(force_insert=True)
    first_action_taken(report)
    return screening


@transaction.atomic
def submit_screening(screening: Screening, *, by: User, reply: str = "") -> None:
    """Hand a screening over for review, with answers to the questions it came back with; the clock of review starts.

    What is not answered does not hinder it. Raises NotPermitted, WrongState, or Incomplete when an answer is wrong.
    """
    # In the order in which an answer being saved locks them.
    lock(screening.submission)
    lock(screening)
    refuse(SUBMIT, screening, by=by)
    found = finding(finish_within(screening.submission, by=by))
    now = timezone.now()
    move(
        screening,
        SUBMIT,
        by=by,
        submitted_by=by,
        submitted_at=now,
        is_child=found.is_child,
        suggestion=found.suggestion,
        exploitation=list(found.exploitation),
        event_data={"screening": screening.pk, "child": found.is_child, "suggestion": found.suggestion},
    )
    for question in screening.review_questions.filter(replied_at=None):
        question.reply, question.replied_by, question.replied_at = reply, by, now
        question.save(update_fields=["reply", "replied_by", "replied_at"])
    start_review_clock(screening)


@transaction.atomic
def send_back(screening: Screening, *, by: User, questions: str) -> None:
    """Give a screening back to its screener with questions; a determination made already stands meanwhile."""
    move(screening, SEND_BACK, by=by, event_data={"screening": screening.pk})
    reopen_within(screening.submission)
    ReviewQuestion(screening=screening, report=screening.report, text=questions, asked_by=by).save(force_insert=True)
    stop_review_clock(screening)
    report_follows(screening.report)


def refuse(step: Transition, screening: Screening, *, by: User) -> None:
    """Before anything is written that the step would otherwise undo."""
    if not step.may(by, screening):
        raise NotPermitted(step, screening)
    if screening.status not in step.sources:
        raise WrongState(step, screening, stream.last(screening.record_id))


def make_determination(screening: Screening, *, by: User, on_revision: int, **decision: str) -> Determination:
    """Decide on a screening as it was read: `on_revision` is the one the officer had before them."""
    return decide(screening, DECIDE, by=by, on_revision=on_revision, replaces=None, **decision)


def revise_determination(screening: Screening, *, by: User, replaces: int, **decision: str) -> Determination:
    """Decide anew; `replaces` is the number of the decision the officer had before them. Both are kept."""
    return decide(screening, REVISE, by=by, on_revision=None, replaces=replaces, **decision)


@transaction.atomic
def decide(
    screening: Screening,
    step: Transition,
    *,
    by: User,
    on_revision: int | None,
    replaces: int | None,
    outcome: str,
    organisation_kind: str,
    reasons: str,
) -> Determination:
    """Keep a decision with its reasons, tell the alert rules, and let the report follow.

    Raises NotPermitted, or WrongState when somebody was faster or the answers are not those that were read.
    """
    lock(screening)
    last = screening.determinations.first()
    before = last.number if last else 0
    read_as_it_is = on_revision in (None, screening.revision) and replaces in (None, before)
    if not read_as_it_is and step.may(by, screening):
        raise WrongState(step, screening, stream.last(screening.record_id))
    made = Determination(
        screening=screening,
        report=screening.report,
        number=before + 1,
        outcome=outcome,
        organisation_kind=organisation_kind,
        reasons=reasons,
        suggestion=screening.suggestion,
        on_revision=screening.revision,
        decided_by=by,
    )
    facts = {"screening": screening.pk, "number": made.number, "outcome": outcome, "child": screening.is_child}
    move(screening, step, by=by, outcome=outcome, event_data=facts)
    made.save(force_insert=True)
    stop_review_clock(screening)
    report_follows(screening.report)
    return made


@transaction.atomic
def ask_colleague(screening: Screening, *, by: User, colleague: User) -> None:
    """Open the report's screening to a colleague who conducts it too."""
    if not colleagues(screening).filter(pk=colleague.pk).exists():
        raise NotPermitted(COLLEAGUE, screening)
    move(screening, COLLEAGUE, by=by, event_data={"screening": screening.pk, "user": colleague.pk})
    helper = principals.user(colleague.pk)
    for report in with_duplicates(screening.report):
        close_to(report, helper, basis=Basis.TEAM)
        open_to(report, helper, COLLEAGUE_SEES, basis=Basis.TEAM, purpose="screening", by=by)


def report_follows(report: Report) -> None:
    """A report is determined once all its screenings are; work passed on meanwhile resumes there."""
    lock(report)
    undetermined = report.screenings.exclude(status=S.DETERMINED).exists()
    status = Report.Status.SCREENING if undetermined else Report.Status.DETERMINED
    if report.status in Report.IN_HAND:
        report.status = status
    report.resumes = status
    report.save(update_fields=["status", "resumes"])


def start_review_clock(screening: Screening) -> None:
    """The clock of review runs on the report, from the first screening that waits."""
    due_at = pack.due(REVIEW_CLOCK, screening.report.level)
    if due_at and not others_wait(screening):
        clocks.start(screening, REVIEW_CLOCK, lasting=due_at - timezone.now())


def stop_review_clock(screening: Screening) -> None:
    if not others_wait(screening):
        clocks.meet(screening, REVIEW_CLOCK)


def others_wait(screening: Screening) -> bool:
    return screening.report.screenings.filter(status=S.SUBMITTED).exclude(pk=screening.pk).exists()


__all__ = [
    "STEPS",
    "TRANSITIONS",
    "NotScreened",
    "ask_colleague",
    "begin_screening",
    "make_determination",
    "revise_determination",
    "send_back",
    "submit_screening",
]
