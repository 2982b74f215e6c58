"""The lifecycle of a report: this table is the diagram, the buttons and the API."""

from django.utils.translation import gettext_lazy as _

from samaan.intake import permissions as may
from samaan.intake.models import Report
from samaan.transitions import Transition

S = Report.Status
NOT_IN_HAND = (S.RECEIVED, S.TRIAGED, S.FORWARDED)

TRIAGE = Transition("report.triaged", (S.RECEIVED, S.TRIAGED), S.TRIAGED, may.can_triage, _("Triage"), "intake:triage")
FORWARD = Transition(
    "report.forwarded", (S.TRIAGED,), S.FORWARDED, may.can_triage, _("Forward to be assigned"), "intake:forward", "post"
)
ASSIGN = Transition("report.assigned", (S.FORWARDED,), S.ASSIGNED, may.can_assign, _("Assign"), "intake:assign")
# An accepted report goes back to where the work on it stood.
ACCEPTS = {
    status: Transition(
        "report.accepted", (S.ASSIGNED,), status, may.can_accept, _("Accept this report"), "intake:accept", "post"
    )
    for status in Report.IN_HAND
}
ACCEPT = ACCEPTS[S.ACCEPTED]
REASSIGN = Transition(
    "report.reassigned",
    (S.ASSIGNED, *Report.IN_HAND),
    S.ASSIGNED,
    may.can_assign,
    _("Give to another investigator"),
    "intake:assign",
)
GIVE_BACK = Transition(
    "report.forwarded", (S.ASSIGNED, *Report.IN_HAND), S.FORWARDED, may.can_declare_conflict, _("Give back")
)
CONFLICT = Transition(
    "access.excluded",
    (S.ASSIGNED, *Report.IN_HAND),
    None,
    may.can_declare_conflict,
    _("Declare a conflict of interest"),
    "intake:conflict",
)
LIFT = Transition("access.readmitted", tuple(S), None, may.can_keep_out, _("Lift the conflict of interest"))
MERGE = Transition(
    "report.merged",
    (*NOT_IN_HAND, S.ASSIGNED, S.ACCEPTED),
    S.MERGED,
    may.can_merge,
    _("Merge with another report"),
    "intake:duplicates",
)
CLOSE = Transition("report.closed", Report.OPEN, S.CLOSED, may.can_close, _("Close"), "intake:close", "danger")
REOPEN = Transition("report.reopened", (S.CLOSED,), S.TRIAGED, may.can_close, _("Open again"), "intake:reopen")
ANSWER = Transition(
    "report.answered", tuple(S), None, may.can_answer, _("Write to whoever reported"), "intake:messages"
)
NAME_PERSON = Transition(
    "report.person_named", Report.OPEN, None, may.can_name_persons, _("Add a person"), "intake:name"
)

TRANSITIONS = [
    TRIAGE,
    FORWARD,
    ASSIGN,
    *ACCEPTS.values(),
    REASSIGN,
    GIVE_BACK,
    MERGE,
    CLOSE,
    REOPEN,
    ANSWER,
    NAME_PERSON,
]
# What the page offers, in this order.
STEPS = [TRIAGE, FORWARD, ASSIGN, ACCEPT, REASSIGN, MERGE, CONFLICT, REOPEN, CLOSE]
