"""What is counted, and what was unusual, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from samaan.access.quota import EXPORT, LINE
from samaan.watching.models import Concern

COUNTED: dict[str, str | Promise] = {
    "case": gettext_lazy("cases"),
    "report": gettext_lazy("reports"),
    "referral": gettext_lazy("referrals"),
    "person": gettext_lazy("persons"),
    LINE: gettext_lazy("lines of lists"),
    EXPORT: gettext_lazy("exports"),
}


def counted(what: str) -> str:
    return str(COUNTED.get(what, what))


def numbers_of(concern: Concern) -> list[tuple[str, str]]:
    """Each number of a concern with its label."""
    labels = {
        "count": pgettext("number", "How many"),
        "threshold": _("Unusual from"),
        "usual": _("Usual for this person in an hour"),
        "limit": _("Limit of the day"),
        "what": _("Of what"),
        "from": _("From"),
        "to": _("To"),
    }
    found = concern.numbers
    return [
        (label, counted(found[key]) if key == "what" else str(found[key]))
        for key, label in labels.items()
        if key in found
    ]
