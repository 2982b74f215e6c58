"""The life of a case: open, closed, open again; and what is done in between."""

from django.utils.translation import gettext_lazy as _

from samaan.cases import permissions
from samaan.cases.models import Status
from samaan.transitions import Transition

OPENED = (Status.OPEN,)

OPEN = Transition("case.opened", (), Status.OPEN, permissions.can_open, _("Open a case"))
ASSIGN = Transition("case.assigned", OPENED, None, permissions.can_assign, _("Choose a case manager"), "cases:assign")
HAND_OVER = Transition("case.handed_over", OPENED, None, permissions.can_hand_over, _("Hand over"))
SET_RISK = Transition(
    "case.risk_changed", OPENED, None, permissions.can_assess_risk, _("Assess the risk"), "cases:risk"
)
WRITE_NOTE = Transition("case.note_written", OPENED, None, permissions.can_write_note, _("Write a note"), "cases:note")
ADD_TASK = Transition("case.task_added", OPENED, None, permissions.can_add_task, _("Add a task"), "cases:task")
FINISH_TASK = Transition("case.task_done", OPENED, None, permissions.can_work, _("Done"))
ADD_DOCUMENT = Transition(
    "case.document_added", OPENED, None, permissions.can_add_document, _("Add a document"), "cases:document"
)
JOIN_TEAM = Transition(
    "case.team_joined", OPENED, None, permissions.can_add_to_team, _("Add somebody to the team"), "cases:join"
)
LEAVE_TEAM = Transition("case.team_left", OPENED, None, permissions.can_add_to_team, _("Take off the team"))
EDIT_PERSON = Transition(
    "case.person_changed", OPENED, None, permissions.can_edit_person, _("Edit who it is"), "cases:person_edit"
)
RECORD_CONSENT = Transition(
    "case.consent_recorded", OPENED, None, permissions.can_record_consent, _("Record consent"), "cases:consent_record"
)
REFUSE_CONSENT = Transition(
    "case.consent_refused", OPENED, None, permissions.can_record_consent, _("Record a refusal"), "cases:consent_refuse"
)
# Whoever gave consent may take it back at any time, and may always have a copy.
WITHDRAW_CONSENT = Transition(
    "case.consent_withdrawn",
    (Status.OPEN, Status.CLOSED),
    None,
    permissions.can_record_consent,
    _("Withdraw consent"),
    style="danger",
)
PRINT_CONSENT = Transition(
    "case.consent_printed",
    (Status.OPEN, Status.CLOSED),
    None,
    permissions.can_record_consent,
    _("Print a copy"),
    "cases:consent_copy",
)
DECLARE_CONFLICT = Transition(
    "access.excluded",
    tuple(Status),
    None,
    permissions.can_declare_conflict,
    _("Declare a conflict of interest"),
    "cases:conflict",
)
LIFT_CONFLICT = Transition(
    "access.readmitted", tuple(Status), None, permissions.can_keep_out, _("Lift the conflict of interest")
)
CLOSE = Transition(
    "case.closed", OPENED, Status.CLOSED, permissions.can_close, _("Close the case"), "cases:close", "danger"
)
REOPEN = Transition(
    "case.reopened", (Status.CLOSED,), Status.OPEN, permissions.can_reopen, _("Open the case again"), "cases:reopen"
)

# The buttons of the case page. A context above appends its own in `ready()`, as referrals does for "Refer".
STEPS = [ASSIGN, SET_RISK, WRITE_NOTE, ADD_TASK, CLOSE, REOPEN]
TRANSITIONS = [
    OPEN, ASSIGN, HAND_OVER, SET_RISK, WRITE_NOTE, ADD_TASK, FINISH_TASK, ADD_DOCUMENT, JOIN_TEAM, LEAVE_TEAM,
    EDIT_PERSON, RECORD_CONSENT, REFUSE_CONSENT, WITHDRAW_CONSENT, PRINT_CONSENT, DECLARE_CONFLICT, LIFT_CONFLICT,
    CLOSE, REOPEN,
]  # fmt: skip
