"""The acts. A proposal is approved or refused; a request for one's own data is released or refused."""

from django.utils.translation import gettext_lazy as _

from samaan.retention import permissions
from samaan.retention.models import OwnDataRequest, Proposal
from samaan.transitions import Transition

P, A = Proposal.Status, OwnDataRequest.Status

HOLD = Transition("retention.held", (), None, permissions.can_hold, _("Place a legal hold"))
LIFT = Transition("retention.hold_lifted", (), None, permissions.can_lift, _("Lift the hold"), style="danger")

PROPOSE = Transition(
    "disposal.proposed", (), P.PROPOSED, permissions.can_propose, _("Propose disposal"), style="danger"
)
APPROVE = Transition(
    "disposal.approved", (P.PROPOSED,), P.APPROVED, permissions.can_decide, _("Approve; destroy it"), style="danger"
)
REFUSE = Transition("disposal.refused", (P.PROPOSED,), P.REFUSED, permissions.can_decide, _("Refuse"))

ASK = Transition("own_data.asked", (), A.ASKED, permissions.can_answer, _("Record the request"))
RELEASE = Transition("own_data.released", (A.ASKED,), A.RELEASED, permissions.can_answer_request, _("Release"))
DENY = Transition(
    "own_data.refused", (A.ASKED,), A.REFUSED, permissions.can_answer_request, _("Refuse"), style="danger"
)

TRANSITIONS = [PROPOSE, APPROVE, REFUSE]
OWN_DATA = [ASK, RELEASE, DENY]
