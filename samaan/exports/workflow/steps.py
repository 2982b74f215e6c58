"""The acts on an export: asked, approved by a second person where one is needed, made, fetched, over."""

from django.utils.translation import gettext_lazy as _

from samaan.exports import permissions
from samaan.exports.models import Export, RecipientKey, Status
from samaan.transitions import Transition


def by_the_worker(user: object, export: Export) -> bool:
    """The worker alone, which is nobody."""
    return user is None


K = RecipientKey.Status

ASK = Transition("export.asked", (), Status.ASKED, permissions.can_ask, _("Ask for an export"))
APPROVE = Transition("export.approved", (Status.ASKED,), Status.MAKING, permissions.can_decide, _("Approve"))
REFUSE = Transition(
    "export.refused", (Status.ASKED,), Status.REFUSED, permissions.can_decide, _("Refuse"), style="danger"
)
MAKE = Transition("export.made", (Status.MAKING,), Status.READY, by_the_worker, _("Make the file"))
FAIL = Transition("export.failed", (Status.MAKING,), Status.FAILED, by_the_worker, _("Give up"))
FETCH = Transition("export.fetched", (Status.READY,), Status.READY, permissions.can_fetch, _("Fetch the file"))
END = Transition("export.ended", (Status.READY, Status.ASKED), Status.ENDED, by_the_worker, _("Destroy the file"))

TRANSITIONS = [ASK, APPROVE, REFUSE, MAKE, FAIL, FETCH, END]

CONFIRM = Transition("recipient.approved", (K.PROPOSED,), K.APPROVED, permissions.can_confirm, _("Approve"))
WITHDRAW = Transition(
    "recipient.withdrawn",
    (K.PROPOSED, K.APPROVED),
    K.WITHDRAWN,
    permissions.can_withdraw,
    _("Withdraw"),
    style="danger",
)
STEPS_OF_KEY = [CONFIRM, WITHDRAW]
