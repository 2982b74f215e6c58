"""What is done with a case, one function an act. The table of steps is in `steps`."""

from samaan.cases.workflow.assigning import assign_case_manager, join_team, leave_team
from samaan.cases.workflow.conflicts import declare_conflict, lift_conflict
from samaan.cases.workflow.consent import note_copy, record_consent, refuse_consent, withdraw_consent
from samaan.cases.workflow.documents import add_document
from samaan.cases.workflow.ending import close_case, reopen_case
from samaan.cases.workflow.notes import add_note
from samaan.cases.workflow.opening import AlreadyKnown, open_case
from samaan.cases.workflow.risk import set_risk
from samaan.cases.workflow.steps import STEPS, TRANSITIONS
from samaan.cases.workflow.survivor import update_survivor
from samaan.cases.workflow.tasks import add_task, finish_task

__all__ = [
    "STEPS",
    "TRANSITIONS",
    "AlreadyKnown",
    "add_document",
    "add_note",
    "add_task",
    "assign_case_manager",
    "close_case",
    "declare_conflict",
    "finish_task",
    "join_team",
    "leave_team",
    "lift_conflict",
    "note_copy",
    "open_case",
    "record_consent",
    "refuse_consent",
    "reopen_case",
    "set_risk",
    "update_survivor",
    "withdraw_consent",
]
