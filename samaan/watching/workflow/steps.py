"""The acts: more for a day is asked, then allowed or refused; a concern is raised, then closed."""

from django.utils.translation import gettext_lazy as _

from samaan.transitions import Transition
from samaan.watching import permissions
from samaan.watching.models import Concern, More

S = More.Status

GRANT = Transition("limit.granted", (S.ASKED,), S.GRANTED, permissions.can_decide, _("Allow it, for today"))
REFUSE = Transition("limit.refused", (S.ASKED,), S.REFUSED, permissions.can_decide, _("Refuse"), style="danger")
CLOSE = Transition(
    "concern.closed", (Concern.Status.OPEN,), Concern.Status.CLOSED, permissions.can_close, _("Close the concern")
)

TRANSITIONS = [GRANT, REFUSE]
STEPS_OF_CONCERN = [CLOSE]
