"""The story of a referral: sent with consent, answered, talked about, delivered or not, and how it went."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils import timezone

from samaan import countrypack
from samaan.access import context
from samaan.accounts.models import User
from samaan.cases.consent import AT_MOST
from samaan.demo.telling import acting
from samaan.guests import workflow as guests
from samaan.guests.models import Link
from samaan.referrals import workflow
from samaan.referrals.consent import ConsentGiven
from samaan.referrals.guest import Guest
from samaan.referrals.models import Referral
from samaan.referrals.offering import offerings
from samaan.referrals.outside import WhyOutside

if TYPE_CHECKING:
    from samaan.demo.caring import CaseStory

# What happens after it was sent: the act, and hours since the one before.
PATHS: dict[str, tuple[tuple[str, float], ...]] = {
    "draft": (),
    "sent": (),
    "late": (),
    "viewed": (("view", 2),),
    "accepted": (("view", 1), ("accept", 4), ("message", 1), ("reply", 2), ("message", 1)),
    # Its provider has an account in the demo; here somebody answers who has none.
    "guest": (("invite", 1), ("guest_enters", 3), ("guest_writes", 1), ("reply", 2)),
    "asked": (("view", 2), ("ask", 1)),
    "informed": (("view", 2), ("ask", 1), ("inform", 5)),
    "listed": (("view", 2), ("put_on_list", 5)),
    "sent_back": (("accept", 6), ("start", 20), ("send_back", 30)),
    "in_progress": (("accept", 6), ("message", 1), ("reply", 1), ("start", 20), ("message", 3), ("reply", 5)),
    "delivered": (("accept", 6), ("message", 2), ("reply", 1), ("start", 20), ("deliver", 70), ("message", 1)),
    "feedback": (("accept", 5), ("message", 2), ("reply", 1), ("deliver", 90), ("feed_back", 20), ("survey", 30)),
    "closed": (
        ("accept", 5),
        ("reply", 2),
        ("message", 1),
        ("start", 8),
        ("deliver", 60),
        ("feed_back", 9),
        ("survey", 9),
        ("end", 9),
    ),
    "declined": (("view", 3), ("decline", 8), ("reply", 5)),
    "not_delivered": (("accept", 6), ("reply", 3), ("message", 2), ("start", 10), ("not_deliver", 40)),
    "withdrawn": (("view", 3), ("accept", 5), ("withdraw", 20)),
    "expired": (("give_up", 24 * 20),),
}
# Open ones that must look as if they had happened lately: days ago they were sent.
LATELY = {
    "sent": 0.2,
    "viewed": 0.5,
    "accepted": 1.2,
    # A session lasts eight hours by the database's own clock, which no story moves.
    "guest": 0.32,
    "asked": 0.6,
    "informed": 0.9,
    "listed": 2,
    "in_progress": 4,
    "delivered": 6,
    "draft": 0.3,
    "late": 4.5,
}
# Nothing is left to read in these once some time has gone by; a withdrawn one is out of the provider's sight.
SETTLED = ("declined", "not_delivered", "delivered", "feedback", "closed", "in_progress")
PRIORITY = {"late": "urgent", "sent": "urgent"}
# Services that anybody may need, the shelters first: which of them fit decides the referral map.
WANTED = (
    "emergency_shelter", "counselling", "medical", "legal_aid", "crisis_support", "child_case_management", "protection",
    "gbv_response", "court_support", "transitional_shelter", "cash", "vocational",
)  # fmt: skip
# Said only where the referral map foresees another way.
OUTSIDE = WhyOutside("emergency", "There was nobody else to ask on a Friday night.")


class ReferralStory:
    """The acts on one referral, planned into the story of its case."""

    referral_id: UUID
    provider: User
    # Of a provider without an account.
    invited: guests.Invited
    entered: guests.Entered
    guest: Guest

    def __init__(self, of: "CaseStory", path: str, turn: int) -> None:
        self.of, self.path, self.turn = of, path, turn
        self.chance, self.world = of.chance, of.world

    def plan(self, moment: datetime) -> datetime:
        """Returns the moment of the last act."""
        lately = self.of.is_open and self.path in LATELY
        sent = max(moment, self.world.ago(LATELY[self.path])) if lately else moment
        sent = self.of.story.plan(sent, self.draft if self.path == "draft" else self.send)
        for name, hours in PATHS[self.path]:
            sent = self.of.story.plan(sent + timedelta(hours=hours * self.chance.uniform(0.7, 1.1)), self.step(name))
        if not lately and self.path in SETTLED:
            self.of.story.plan(sent + timedelta(hours=4), self.read_all)
        return sent

    def step(self, name: str) -> Callable[[], None]:
        return lambda: getattr(self, name)()

    # ---- what is done

    def services(self) -> list:
        """One service whose provider answers, a different need for each referral of a case."""
        fitting = {o.service.need: o.service for o in offerings(self.of.case()) if self.answered(o.service)}
        needs = [need for need in WANTED if need in fitting] or list(fitting)
        return [fitting[needs[self.turn % len(needs)]]]

    def answered(self, service) -> bool:
        return service.organisation_id in self.world.answering

    def send(self) -> None:
        by = self.of.manager
        with acting(by):
            case, services = self.of.case(), self.services()
            self.provider = self.world.answering[services[0].organisation_id]
            share = workflow.Share(typed={"reason": self.reason(), "safe_contact": "WhatsApp, only after six."})
            priority = PRIORITY.get(self.path, self.chance.choice(("normal", "urgent")))
            (sent,) = workflow.send_referral(
                case,
                services,
                by=by,
                priority=priority,
                consent=self.consent(),
                share=share,
                outside=OUTSIDE,
            )
            self.referral_id = sent.pk

    def draft(self) -> None:
        by = self.of.manager
        with acting(by):
            workflow.prepare_referrals(self.of.case(), self.services(), by=by, priority="normal", outside=OUTSIDE)

    def reason(self) -> str:
        if self.of.manager.language == "es":
            return "Necesita un lugar tranquilo y alguien que hable su idioma."
        return "Needs a quiet place and somebody who speaks their language."

    def consent(self) -> ConsentGiven:
        if self.of.plot.child:
            reason = "The child is safest with this help; the Children’s Authority agrees."
            return ConsentGiven(basis="best_interests", reason=reason)
        language, today = self.of.story.humans[0].language, timezone.localdate()
        # As long as consent can last: a story of two years ago is still told by a provider who sees the referral.
        until = today + AT_MOST
        return ConsentGiven(basis="consent", how="spoken", language=language, given_on=today, until=until)

    def referral(self) -> Referral:
        return Referral.objects.select_related("service", "provider", "organisation", "sender").get(pk=self.referral_id)

    def by_provider(self, act: Callable, **given) -> None:
        with acting(self.provider):
            act(self.referral(), by=self.provider, **given)

    def by_sender(self, act: Callable, **given) -> None:
        with acting(self.of.manager):
            act(self.referral(), by=self.of.manager, **given)

    def view(self) -> None:
        self.by_provider(workflow.mark_viewed)

    def accept(self) -> None:
        self.by_provider(workflow.accept_referral)

    def decline(self) -> None:
        self.by_provider(
            workflow.decline_referral, reason=self.chance.choice(("no_space", "wait_too_long", "language"))
        )

    def ask(self) -> None:
        question = "¿Viene sola?" if self.provider.language == "es" else "Does the person come alone?"
        self.by_provider(workflow.ask_information, question=question, client_id=uuid4())

    def inform(self) -> None:
        answer = "Sí, sola." if self.of.manager.language == "es" else "Yes, alone."
        self.by_sender(workflow.give_information, answer=answer, client_id=uuid4())

    def put_on_list(self) -> None:
        expected = timezone.localdate() + timedelta(days=self.chance.randint(5, 20))
        self.by_provider(workflow.put_on_waiting_list, expected_on=expected, position=self.chance.randint(1, 5))

    def arrange(self) -> None:
        starts_at = timezone.now() + timedelta(days=self.chance.randint(2, 4))
        self.by_provider(workflow.make_appointment, starts_at=starts_at, note="Ask at the desk.")

    def send_back(self) -> None:
        done, needed = "Four calm weeks; sleeps well again.", "Somebody to talk to, once a week."
        self.by_provider(workflow.send_back, done=done, needed=needed, need="counselling")

    def start(self) -> None:
        self.by_provider(workflow.start_referral)

    def deliver(self) -> None:
        today = timezone.localdate()
        note = "Was received, has a room of her own and meets the counsellor once a week."
        self.by_provider(workflow.deliver_referral, note=note, began_on=today - timedelta(days=2), ended_on=today)

    def not_deliver(self) -> None:
        self.by_provider(workflow.not_deliver_referral, reason=self.chance.choice(("no_show", "moved", "lost_contact")))

    def feed_back(self) -> None:
        answers = {"rating": self.chance.randint(3, 5), "need_met": self.chance.choice(("yes", "yes", "partly"))}
        self.by_provider(workflow.give_feedback, comment="The notes on safe hours helped.", **answers)

    def survey(self) -> None:
        """What the person filled in on paper."""
        questions = [code for code, _question in countrypack.pack().choices("survey_questions")]
        answers = {code: self.chance.choice((5, 5, 4, 4, 3, 2)) for code in questions}
        language = self.of.story.humans[0].language
        self.by_sender(guests.type_in_survey, answers=answers, language=language)

    def invite(self) -> None:
        with acting(self.of.manager):
            self.invited = guests.invite_guest(
                self.referral(), by=self.of.manager, name="Sr. Agnes Lochan", email="reception@harbour-home.example"
            )

    def guest_enters(self) -> None:
        """With the link and the code that the story alone still knows."""
        with context.acting(context.of_guest(self.invited.token)):
            link = Link.objects.get(pk=self.invited.link.pk)
            entered = guests.enter(link, self.invited.code)
        if not isinstance(entered, guests.Entered):
            raise AssertionError("the demo's guest was refused")
        self.guest, self.entered = link.guest, entered
        self.by_guest(workflow.mark_viewed)
        self.by_guest(workflow.accept_referral)

    def guest_writes(self) -> None:
        self.by_guest(workflow.send_message, text=self.line("provider", self.provider), client_id=uuid4())

    def by_guest(self, act: Callable, **given) -> None:
        with context.acting(context.of_guest(self.entered.device, self.entered.session)):
            act(self.referral(), by=self.guest, **given)

    def end(self) -> None:
        """After it the provider no longer sees the chat."""
        self.by_provider(workflow.mark_read)
        self.by_sender(workflow.close_referral)

    def withdraw(self) -> None:
        self.by_sender(workflow.withdraw_referral, reason="survivor")

    def give_up(self) -> None:
        self.by_sender(workflow.give_up_referral)

    def message(self) -> None:
        """From the provider; the sender may not have read it yet."""
        self.by_provider(workflow.send_message, text=self.line("provider", self.provider), client_id=uuid4())

    def reply(self) -> None:
        """From the sender, who has read what was written before."""
        self.by_sender(workflow.mark_read)
        self.by_sender(workflow.send_message, text=self.line("sender", self.of.manager), client_id=uuid4())

    def read_all(self) -> None:
        """Both sides have read everything."""
        self.by_sender(workflow.mark_read)
        if self.path != "closed":
            self.by_provider(workflow.mark_read)

    def line(self, side: str, speaker: User) -> str:
        return self.chance.choice(self.world.words["chat"][speaker.language][side])


def plan_referrals(of: "CaseStory", first: datetime) -> datetime:
    """Plan the referrals of a case; returns the moment of the last act on any of them."""
    last = first
    for turn, path in enumerate(of.plot.referrals):
        began = first + timedelta(days=turn * of.chance.uniform(1, 3))
        last = max(last, ReferralStory(of, path, turn).plan(began))
    return last
