"""What is done with a report, one function an act. The table of steps is in `steps`."""

from samaan.intake.workflow.assigning import (
    CannotAssign,
    CannotKeepOut,
    CannotLift,
    accept_report,
    assign_report,
    declare_conflict,
    lift_conflict,
    reassign_report,
)
from samaan.intake.workflow.ending import close_report, reopen_report
from samaan.intake.workflow.merging import CannotMerge, merge_report
from samaan.intake.workflow.naming import CannotName, name_known_person, name_person
from samaan.intake.workflow.receiving import Received, receive_report
from samaan.intake.workflow.steps import STEPS, TRANSITIONS
from samaan.intake.workflow.thread import add_to_report, answer_reporter
from samaan.intake.workflow.triaging import NotTriaged, first_action_taken, forward_report, triage_report

__all__ = [
    "STEPS",
    "TRANSITIONS",
    "CannotAssign",
    "CannotKeepOut",
    "CannotLift",
    "CannotMerge",
    "CannotName",
    "NotTriaged",
    "Received",
    "accept_report",
    "add_to_report",
    "answer_reporter",
    "assign_report",
    "close_report",
    "declare_conflict",
    "first_action_taken",
    "forward_report",
    "lift_conflict",
    "merge_report",
    "name_known_person",
    "name_person",
    "reassign_report",
    "receive_report",
    "reopen_report",
    "triage_report",
]
