"""The acts on sealed fields. A request to open one is asked, then approved or refused, then used."""

from django.utils.translation import gettext_lazy as _

from samaan.sealed import permissions
from samaan.sealed.models import Request
from samaan.transitions import Transition

S = Request.Status

ENTER = Transition("sealed.entered", (), None, permissions.can_enter, _("Seal"))
REVEAL = Transition("sealed.revealed", (), None, permissions.can_reveal, _("Show"))
ASK = Transition("sealed.asked", (), S.ASKED, permissions.can_reveal, _("Ask a second person"))
APPROVE = Transition("sealed.approved", (S.ASKED,), S.APPROVED, permissions.can_decide, _("Approve"))
REFUSE = Transition("sealed.refused", (S.ASKED,), S.REFUSED, permissions.can_decide, _("Refuse"), style="danger")
LAPSE = Transition("sealed.lapsed", (S.ASKED,), S.LAPSED, permissions.asked_it, _("Ask anew"))

TRANSITIONS = [ASK, APPROVE, REFUSE, LAPSE]
BEYOND_LIMIT = "sealed.asked_beyond_limit"
