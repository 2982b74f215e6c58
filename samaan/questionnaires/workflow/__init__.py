"""Forms about records: begun, answered, finished, corrected, withdrawn, carried over to a new version."""

from samaan.questionnaires.workflow.answering import (
    Conflict,
    Saved,
    add_repeat,
    be_present,
    remove_repeat,
    save_answers,
)
from samaan.questionnaires.workflow.attaching import attach, seal_answer
from samaan.questionnaires.workflow.beginning import AlreadyBegun, begin_alone, begin_submission, begin_within
from samaan.questionnaires.workflow.carrying_over import carry_over, newer_version
from samaan.questionnaires.workflow.finishing import (
    Incomplete,
    finish_submission,
    finish_within,
    reopen_submission,
    reopen_within,
    withdraw_submission,
)
from samaan.questionnaires.workflow.steps import ANSWER

__all__ = [
    "ANSWER",
    "AlreadyBegun",
    "Conflict",
    "Incomplete",
    "Saved",
    "add_repeat",
    "attach",
    "be_present",
    "begin_alone",
    "begin_submission",
    "begin_within",
    "carry_over",
    "finish_submission",
    "finish_within",
    "newer_version",
    "remove_repeat",
    "reopen_submission",
    "reopen_within",
    "save_answers",
    "seal_answer",
    "withdraw_submission",
]
