"""The provider's steps as a guest takes them: the table, the acts and the forms are the referral's own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.referrals import forms, workflow
from samaan.referrals.guest import Guest
from samaan.referrals.models import Referral
from samaan.referrals.workflow import steps
from samaan.transitions import Transition


@dataclass(frozen=True)
class Step:
    """A step with what it asks. Whether it can be taken now, the referral's own table says."""

    name: str
    transition: Transition
    act: Callable[..., Any]
    title: str | Promise
    form: type[Form] = Form
    intro: str | Promise = ""

    @property
    def label(self) -> str | Promise:
        return self.transition.label

    @property
    def style(self) -> str:
        return self.transition.style

    @property
    def url(self) -> str:
        return reverse("guests:step", args=[self.name])

    def may_be_taken(self, referral: Referral, guest: Guest) -> bool:
        return referral.status in self.transition.sources and self.transition.may(guest, referral)


def ask(referral: Referral, *, by: Guest, question: str, nonce) -> None:
    workflow.ask_information(referral, by=by, question=question, client_id=nonce)


STEPS = [
    Step("accept", steps.ACCEPT, workflow.accept_referral, _("Accept this referral")),
    Step("start", steps.START, workflow.start_referral, _("Start the service")),
    Step("deliver", steps.DELIVER, workflow.deliver_referral, _("What was delivered"), forms.DeliverForm),
    Step("feedback", steps.GIVE_FEEDBACK, workflow.give_feedback, _("How did it go?"), forms.FeedbackForm),
    Step(
        "ask",
        steps.ASK,
        ask,
        _("Ask for information"),
        forms.AskForm,
        _("Your question stands in the conversation. The time to answer runs on."),
    ),
    Step(
        "decline",
        steps.DECLINE,
        workflow.decline_referral,
        _("Decline this referral"),
        forms.WhyDeclineForm,
        _("What was shared with you closes when you decline; the conversation stays open."),
    ),
    Step(
        "not-delivered",
        steps.NOT_DELIVER,
        workflow.not_deliver_referral,
        _("The service could not be delivered"),
        forms.NotDeliverForm,
    ),
]


def steps_now(referral: Referral, guest: Guest) -> list[Step]:
    return [step for step in STEPS if step.may_be_taken(referral, guest)]


def step_called(name: str) -> Step | None:
    return next((step for step in STEPS if step.name == name), None)
