"""A form is finished, reopened to be corrected, or withdrawn."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone

from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.countrypack.vocabulary import NEVER_FIGURES, STORED_SEVERAL
from samaan.questionnaires.compartments import compartment_of
from samaan.questionnaires.filled import Filled, read, store
from samaan.questionnaires.models import Figure, Submission
from samaan.questionnaires.permissions import hidden
from samaan.questionnaires.workflow.answering import open_filled
from samaan.questionnaires.workflow.beginning import about
from samaan.questionnaires.workflow.steps import FILE_CLOCK, FINISH, REOPEN, WITHDRAW
from samaan.transitions import move
from samaan.xforms import vocabulary
from samaan.xforms.verdict import Verdict, finish

# Of these kinds an answer is a code or a number; what a person wrote in their own words is never a figure.
CODES = (*vocabulary.SELECTS, "acknowledge")
NUMBERS = ("integer", "decimal", "range")
LONGEST_CODE = 60
LARGEST_NUMBER = 10**10
S = Submission.Status


class Incomplete(Exception):
    """The form has questions without a needed answer, or answers that are not possible: by address, in words."""

    def __init__(self, verdict: Verdict):
        super().__init__(", ".join(verdict.problems))
        self.verdict = verdict


@transaction.atomic
def finish_submission(submission: Submission, *, by: User, language: str = "") -> Verdict:
    """Finish a form: what is not relevant is left out, and its figures are counted from now on.

    Raises NotPermitted, WrongState or Incomplete.
    """
    filled = open_filled(submission, FINISH, by=by)
    verdict = checked(filled, language=language)
    settle_finished(filled, verdict, by=by)
    return verdict


def checked(filled: Filled, *, language: str = "", lacking: bool = False) -> Verdict:
    """The last verdict on a form. With `lacking`, unanswered questions do not hinder it. Raises Incomplete."""
    verdict = finish(filled.instance, now=timezone.localtime(), language=language)
    if any(judged.value or not lacking for judged in verdict.judged.values() if judged.problem):
        raise Incomplete(verdict)
    return verdict


def settle_finished(filled: Filled, verdict: Verdict, *, by: User) -> None:
    """Keep it as finished, count its figures, and let follow what follows: the verdict has nothing against it."""
    submission = filled.submission
    store(filled, finished=True)
    count(filled, verdict)
    move(
        submission,
        FINISH,
        by=by,
        event_data=about(submission),
        finished_by=by,
        finished_at=timezone.now(),
        finished_revision=submission.revision,
    )
    submission.purpose.finished(submission, verdict, by=by)


def finish_within(submission: Submission, *, by: User) -> Verdict:
    """Finish a form as part of another act, which has locked it, said who may, and appends the event.

    Questions without an answer do not hinder it: that act shows them. Raises Incomplete when an answer is wrong.
    """
    filled = read(submission, hidden(submission, by))
    verdict = checked(filled, lacking=True)
    store(filled, finished=True)
    count(filled, verdict)
    submission.status, submission.finished_by, submission.finished_at = S.FINISHED, by, timezone.now()
    submission.finished_revision = submission.revision
    submission.save(update_fields=["status", "finished_by", "finished_at", "finished_revision"])
    return verdict


def reopen_within(submission: Submission) -> None:
    """Open it again as part of another act, which has said who may and appends the event."""
    submission.status = S.OPEN
    submission.save(update_fields=["status"])


@transaction.atomic
def reopen_submission(submission: Submission, *, by: User) -> None:
    """Open a finished form to correct it; what was finished is kept beside every answer that replaces it."""
    move(submission, REOPEN, by=by, event_data=about(submission))


@transaction.atomic
def withdraw_submission(submission: Submission, *, by: User) -> None:
    """Withdraw a form begun by mistake. It counts nowhere; what was written stays in the record."""
    move(submission, WITHDRAW, by=by, event_data=about(submission))
    clocks.meet(submission, FILE_CLOCK)
    discount(submission)


def discount(submission: Submission) -> None:
    """What it said counts no more."""
    Figure.objects.filter(submission=submission, counts=True).update(counts=False)


def count(filled: Filled, verdict: Verdict) -> None:
    """The figures of a finished form, anew; one that is not yet in its record counts nowhere."""
    submission = filled.submission
    discount(submission)
    if not submission.is_placed:
        return
    Figure.objects.bulk_create(figures(submission, verdict))


def figures(submission: Submission, verdict: Verdict) -> Iterator[Figure]:
    """One for each code chosen, one for each number."""
    for judged in verdict.judged.values():
        column = judged.question.of_samaan.stored_as
        if not column or column in NEVER_FIGURES or not judged.relevant or judged.problem or not judged.value:
            continue
        several = column in STORED_SEVERAL
        for code, number in figure_values(judged.question.kind, judged.value, several=several):
            yield Figure(
                submission=submission,
                of_record=submission.of_record,
                of_kind=submission.of_kind,
                compartment=compartment_of(submission.form, judged.question.path, submission.compartment),
                column=column,
                code=code,
                number=number,
            )


def figure_values(kind: str, text: str, *, several: bool = False) -> Iterator[tuple[str, Decimal | None]]:
    """A calculation is a number when it reads as one, else a code when it is a single short word.

    With `several` its column holds codes, and the calculation as many of them as it has words.
    """
    if kind in CODES or (several and kind == "calculate"):
        yield from ((code, None) for code in text.split() if len(code) <= LONGEST_CODE)
        return
    if kind in (*NUMBERS, "calculate"):
        try:
            number = Decimal(text)
        except InvalidOperation:
            if kind == "calculate" and len(text) <= LONGEST_CODE and len(text.split()) == 1:
                yield text, None
        else:
            # What was divided by nothing, or has no room in its column, is no figure and stops nobody from finishing.
            if number.is_finite() and abs(number) < LARGEST_NUMBER:
                yield "", number
