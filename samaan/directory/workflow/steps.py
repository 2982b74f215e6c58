"""Terms of reference: drawn up by the steward, accepted by the provider, approved by whoever answers for the unit."""

from django.utils.translation import gettext_lazy as _

from samaan.directory import permissions
from samaan.directory.models import TermsOfReference
from samaan.transitions import Transition

S = TermsOfReference.Status

DRAW_UP = Transition("terms.drawn_up", (), S.DRAFT, permissions.can_draw_up)
WRITE = Transition(
    "terms.written", (S.DRAFT,), None, permissions.can_draw_up, _("Change the text"), "directory:terms_write"
)
OFFER = Transition(
    "terms.offered", (S.DRAFT,), S.OFFERED, permissions.can_draw_up, _("Send to the provider"), "directory:terms_offer"
)
ACCEPT = Transition(
    "terms.accepted", (S.OFFERED,), S.ACCEPTED, permissions.can_accept, _("Accept for us"), "directory:terms_accept"
)
APPROVE = Transition(
    "terms.approved", (S.ACCEPTED,), S.IN_FORCE, permissions.can_approve, _("Approve"), "directory:terms_approve"
)
RETURN = Transition(
    "terms.returned",
    (S.OFFERED, S.ACCEPTED),
    S.DRAFT,
    permissions.can_return,
    _("Return with a remark"),
    "directory:terms_return",
)
END = Transition(
    "terms.ended", (S.DRAFT, S.OFFERED, S.ACCEPTED, S.IN_FORCE), S.ENDED, permissions.can_end, _("End them"),
    "directory:terms_end", style="danger",
)  # fmt: skip
# New terms with the same provider came into force.
REPLACED = Transition("terms.replaced", (S.IN_FORCE,), S.ENDED, permissions.by_approval)

STEPS = [ACCEPT, APPROVE, OFFER, WRITE, RETURN, END]
TRANSITIONS = [DRAW_UP, *STEPS, REPLACED]
