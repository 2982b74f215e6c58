"""What happened to a referral, in words. Events hold codes and ids; the sentences are made when somebody reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samaan import countrypack
from samaan.accounts.models import User
from samaan.audit.models import Event
from samaan.sealed import words as of_sealed

SENTENCES = {
    "referral.sent": gettext_lazy("Sent"),
    "referral.viewed": gettext_lazy("Seen by the provider"),
    "referral.accepted": gettext_lazy("Accepted"),
    "referral.declined": gettext_lazy("Declined"),
    "referral.information_asked": gettext_lazy("More information asked for"),
    "referral.reminded": gettext_lazy("The provider was reminded"),
    "referral.information_given": gettext_lazy("What was asked has been answered"),
    "referral.waitlisted": gettext_lazy("Put on the waiting list"),
    "referral.waitlist_confirmed": gettext_lazy("Still on the waiting list"),
    "referral.started": gettext_lazy("Service started"),
    "referral.delivered": gettext_lazy("Delivered"),
    "referral.not_delivered": gettext_lazy("Not delivered"),
    "referral.sent_back": gettext_lazy("Sent back: something is still needed"),
    "referral.appointment_made": gettext_lazy("Appointment agreed"),
    "referral.appointment_changed": gettext_lazy("Appointment changed"),
    "referral.appointment_cancelled": gettext_lazy("Appointment cancelled"),
    "referral.appointment_attended": gettext_lazy("The person came to the appointment"),
    "referral.appointment_missed": gettext_lazy("The person did not come to the appointment"),
    "referral.feedback_given": gettext_lazy("Feedback given"),
    "referral.withdrawn": gettext_lazy("Withdrawn"),
    "file.infected": gettext_lazy("A virus was found in a document, which is locked away"),
    "referral.consent_ended": gettext_lazy("Consent to share has ended: withdrawn"),
    "referral.sharing_ended": gettext_lazy("Consent to share has ended: the provider sees nothing of it any more"),
    "referral.place_lapsed": gettext_lazy("The place kept for it is free for others: no answer in time"),
    "referral.place_forgone": gettext_lazy("Asked without a held place"),
    "referral.service_changed": gettext_lazy("Put to another service"),
    "referral.expired": gettext_lazy("Given up: no answer in time"),
    "referral.closed": pgettext_lazy("referral", "Closed"),
    "referral.message_deleted": gettext_lazy("A message was taken back by its writer"),
    "referral.conversation_kept": gettext_lazy("The conversation was filed in the case"),
    "referral.guest_invited": gettext_lazy("A link was made for a provider without an account"),
    "referral.guest_entered": gettext_lazy("Entered with the link and the code"),
    "referral.guest_refused": gettext_lazy("A wrong code was tried with the link"),
    "referral.guest_ended": gettext_lazy("The link was ended"),
    "referral.guest_locked": gettext_lazy("The link was closed: too many wrong codes"),
    "referral.mail_bounced": gettext_lazy("An e-mail to the provider did not arrive"),
    "referral.survey_asked": gettext_lazy("The person was asked how the service was"),
    "referral.survey_answered": gettext_lazy("The person has answered how the service was"),
    "referral.handed_over": gettext_lazy("Handed over to another sender"),
}
REASONS = {
    "referral.sent_back": "needs",
    "referral.declined": "referral_decline_reasons",
    "referral.not_delivered": "not_delivered_reasons",
    "referral.withdrawn": "referral_withdraw_reasons",
    "referral.handed_over": "reassign_reasons",
}
# Why consent ended, as samaan.cases.sharing says it.
ENDS = {
    "withdrawn": gettext_lazy("Consent was withdrawn"),
    "refused": gettext_lazy("Sharing was refused"),
    "replaced": gettext_lazy("New consent does not cover it"),
    "expired": gettext_lazy("Consent ran out"),
}
KEY = {
    "referral.sent", "referral.accepted", "referral.declined", "referral.delivered", "referral.withdrawn",
    "referral.consent_ended", "referral.sharing_ended",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of a timeline."""

    what: str
    who: str
    when: datetime | None
    note: str
    key: bool


def timeline(events: Iterable[Event]) -> list[Line]:
    """The lines of what changed; messages stand in the chat."""
    shown = [event for event in events if event.kind in SENTENCES or event.kind in of_sealed.SENTENCES]
    ids = {event.actor_id for event in shown if event.actor_id}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name"))
    return [line(event, names) for event in shown]


def line(event: Event, names: dict[int, str]) -> Line:
    who = names.get(event.actor_id or 0, "") or (_("Guest of the provider") if event.data.get("guest") else "")
    if event.kind in of_sealed.SENTENCES:
        what, note = of_sealed.SENTENCES[event.kind](event.data, names)
        return Line(what, who, event.recorded_at, note, key=False)
    note = ""
    if event.kind in REASONS:
        code = event.data.get("need" if event.kind == "referral.sent_back" else "reason")
        note = countrypack.pack().label(REASONS[event.kind], code)
    if event.kind in ("referral.consent_ended", "referral.sharing_ended"):
        note = str(ENDS.get(event.data.get("reason", ""), ""))
    if event.kind == "referral.feedback_given":
        note = _("%(rating)s of 5") % {"rating": event.data.get("rating")}
    return Line(str(SENTENCES[event.kind]), who, event.recorded_at, note, event.kind in KEY)
