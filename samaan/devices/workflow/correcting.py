"""An answer that came from a telephone is corrected before the form is filed."""

from django.db import transaction

from samaan.accounts.models import User
from samaan.questionnaires import workflow as forms
from samaan.questionnaires.models import Submission


@transaction.atomic
def correct_answer(submission: Submission, address: str, text: str, *, by: User) -> forms.Saved:
    """Write one answer anew; what it replaces is kept. A form in which nothing is missing any more is finished.

    Raises NotPermitted, WrongState, or Refused when there is no such question.
    """
    if submission.status == Submission.Status.FINISHED:
        forms.reopen_submission(submission, by=by)
    saved = forms.save_answers(submission, {address: text}, base=submission.revision, by=by, language=by.language)
    if saved.verdict.is_complete:
        forms.finish_submission(submission, by=by, language=by.language)
    return saved
