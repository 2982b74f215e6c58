"""Standard answers: one tap to send, and each side reads them in its own language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FROM_PROVIDER = {
    "received": _("We have received the referral and will answer soon."),
    "call_me": _("Please call me."),
    "appointment": _("We have spoken with the person and agreed on a day."),
    "not_reached": _("We could not reach the person yet. We will try again."),
    "arrived": _("The person has arrived and is well."),
    "thanks": _("Thank you."),
}
FROM_SENDER = {
    "informed": _("The person has been told and expects to hear from you."),
    "on_the_way": _("The person is on the way to you."),
    "answer_please": _("Please answer as soon as you can."),
    "how_is_it": _("How is it going?"),
    "call_me": FROM_PROVIDER["call_me"],
    "thanks": FROM_PROVIDER["thanks"],
}
ALL = FROM_PROVIDER | FROM_SENDER


def words(code: str) -> str | Promise:
    """The phrase in the reader's language."""
    return ALL.get(code, code)
