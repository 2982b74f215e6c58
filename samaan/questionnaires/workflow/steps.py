"""The lifecycle of a filled-in form: begun, answered, finished; corrected; withdrawn."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.questionnaires import permissions as may
from samaan.questionnaires.models import Submission
from samaan.transitions import Transition

S = Submission.Status

# Runs on what a phone sent until it is in a file, or withdrawn.
FILE_CLOCK = "form.file"

BEGIN = Transition("form.begun", (), S.OPEN, may.can_begin, pgettext_lazy("a form", "Begin"))
ANSWER = Transition("form.answered", (S.OPEN,), None, may.can_fill, _("Save an answer"))
FINISH = Transition(
    "form.finished",
    (S.OPEN,),
    S.FINISHED,
    may.can_finish,
    pgettext_lazy("a form", "Finish"),
    "questionnaires:finish",
)
REOPEN = Transition(
    "form.reopened",
    (S.FINISHED,),
    S.OPEN,
    may.can_finish,
    pgettext_lazy("a form", "Correct"),
    "questionnaires:reopen",
)
WITHDRAW = Transition(
    "form.withdrawn",
    (S.OPEN, S.FINISHED),
    S.WITHDRAWN,
    may.can_withdraw,
    pgettext_lazy("a form", "Withdraw"),
    "questionnaires:withdraw",
    style="danger",
)
CARRY_OVER = Transition(
    "form.carried_over",
    (S.OPEN,),
    None,
    may.can_carry_over,
    _("Go on with the new version"),
    "questionnaires:carry_over",
)

TRANSITIONS = [FINISH, REOPEN, WITHDRAW, CARRY_OVER]
