"""The acts: prepared and proposed by one person, approved or refused by another."""

from django.utils.translation import gettext_lazy as _

from samaan.configuration import permissions
from samaan.configuration.models import Change
from samaan.transitions import Transition

S = Change.Status

BEGIN = Transition("pack.change_begun", (), S.DRAFT, permissions.can_propose, _("Change something"))
PROPOSE = Transition(
    "pack.change_proposed",
    (S.DRAFT,),
    S.PROPOSED,
    permissions.can_propose,
    _("Propose it"),
    url="configuration:propose",
)
TAKE_BACK = Transition(
    "pack.change_taken_back",
    (S.PROPOSED,),
    S.DRAFT,
    permissions.can_propose,
    _("Take it back to correct it"),
    url="configuration:take-back",
)
APPROVE = Transition(
    "pack.change_approved",
    (S.PROPOSED,),
    S.PUBLISHED,
    permissions.can_decide,
    _("Approve and publish"),
    url="configuration:decide",
)
REFUSE = Transition(
    "pack.change_refused", (S.PROPOSED,), S.REFUSED, permissions.can_decide, _("Refuse"), url="configuration:decide"
)
WITHDRAW = Transition(
    "pack.change_withdrawn",
    (S.DRAFT, S.PROPOSED),
    S.WITHDRAWN,
    permissions.can_withdraw,
    _("Withdraw it"),
    url="configuration:withdraw",
)

TRANSITIONS = [PROPOSE, TAKE_BACK, APPROVE, REFUSE, WITHDRAW]
