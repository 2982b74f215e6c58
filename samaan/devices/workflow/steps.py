"""What happens to a filled-in form that came from a telephone: it arrives, files are added, it is filed."""

from django.utils.translation import gettext_lazy as _

from samaan.devices import permissions as may
from samaan.questionnaires.models import Submission
from samaan.transitions import Transition

S = Submission.Status

ARRIVE = Transition("form.arrived", (), S.OPEN, may.can_add_device, _("Send from a phone"))
ATTACH = Transition("form.attached", (S.OPEN, S.FINISHED), None, may.can_attach, _("Add a file from a phone"))
FILE = Transition("form.filed", (S.OPEN, S.FINISHED), S.WITHDRAWN, may.can_file, _("File it"))
