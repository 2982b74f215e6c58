"""The story of a survivor's case: a case manager, reviews of the risk, notes, tasks, referrals, the end."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from samaan.accounts.models import User
from samaan.cases import workflow
from samaan.cases.models import Case, Task
from samaan.demo import referring
from samaan.demo.telling import acting
from samaan.people.looking import ALL_ARE_OTHERS
from samaan.people.models import Person
from samaan.sealed import workflow as sealed

if TYPE_CHECKING:
    from samaan.demo.reporting import ReportStory

REVIEW_DAYS = {"high": 7, "medium": 14, "low": 30}
MOST_REVIEWS = 3
TASKS = (
    "Call at the agreed hour", "Ask the clinic for the results", "Bring the permit application", "Visit the new room",
    "Speak with the teacher", "Llamar a la abogada", "Confirmar la cita del jueves",
)  # fmt: skip
REASONS = {
    "high": "Those responsible know where the person was last seen.",
    "medium": "No contact for weeks, but a debt is still being claimed.",
    "low": "Nobody has asked after the person; the address is known to few.",
}
# Invented, like everything here.
PLACES = (
    {"address": "Lot 9, Cassava Gap, behind the blue water tank", "phone": "+18685550190"},
    {"address": "Flat 2 over the old cinema in Manzanilla Street", "mind": "Come without a uniform."},
    {"address": "The yellow house past the Carapo bridge"},
)
WAYS = (
    {"way": "A message without words; she calls back", "times": "weekday mornings only"},
    {"way": "Through the teacher of her son", "code_word": "blue hummingbird"},
    {"way": "Ask for the dressmaker, never by name", "times": "after the evening news"},
)
LETTER = "To whom it may concern: the person attended the first interview and was told of the help there is.\n"


class CaseStory:
    """The acts on one case, planned into the story of its report."""

    case_id: UUID

    def __init__(self, story: "ReportStory", opened: datetime) -> None:
        self.story, self.plot, self.world = story, story.plot, story.world
        self.chance, self.opened = story.chance, opened
        self.manager: User = self.world.colleague("case_manager", self.chance, self.plot.hand)
        self.is_open = self.plot.case != "closed"
        recent = self.world.now - timedelta(days=self.chance.uniform(0.2, 4))
        self.ends = recent if self.is_open else min(opened + timedelta(days=self.chance.uniform(60, 200)), recent)

    def plan(self) -> None:
        plan = self.story.plan
        given = self.opened + timedelta(hours=20)
        plan(self.opened, self.open)
        if self.plot.case == "unmanaged":
            return
        plan(given, self.assign)
        plan(given + timedelta(hours=3), self.assess)
        self.plan_reviews(given)
        self.plan_notes(given)
        plan(given + timedelta(hours=5), self.keep_letter)
        plan(given + timedelta(hours=6), self.seal)
        last = referring.plan_referrals(self, given + timedelta(hours=8))
        if self.plot.case in ("closed", "reopened"):
            ended = plan(max(self.ends, last) - timedelta(days=10 if self.plot.case == "reopened" else 0), self.close)
            if self.plot.case == "reopened":
                plan(ended + timedelta(days=4), self.reopen)
        else:
            lately = self.world.now - timedelta(hours=self.chance.uniform(2, 30))
            plan(max(lately, given + timedelta(hours=6)), self.promise)

    def plan_reviews(self, given: datetime) -> None:
        """Looked at again from time to time; the last time lately, or too long ago when the plot says so."""
        interval = timedelta(days=REVIEW_DAYS[self.plot.risk])
        if self.plot.case == "overdue":
            return
        for number in range(MOST_REVIEWS):
            moment = self.ends - number * interval * 0.9
            if moment > given + timedelta(days=1):
                self.story.plan(moment, self.assess)

    def plan_notes(self, given: datetime) -> None:
        for _ in range(self.chance.randint(1, 4)):
            share = self.chance.random()
            self.story.plan(given + max(self.ends - given, timedelta(hours=5)) * share, self.note)

    # ---- what is done

    def case(self) -> Case:
        return Case.objects.select_related("organisation", "case_manager").get(pk=self.case_id)

    def open(self) -> None:
        investigator = self.story.investigator
        with acting(investigator):
            person = Person.objects.get(pk=self.story.person_id)
            self.case_id = workflow.open_case(
                person,
                by=investigator,
                not_these=ALL_ARE_OTHERS,
                source_report_id=self.story.report_id,
                region=self.story.region,
                exploitation=[] if self.story.kind == "not_trafficking" else [self.story.kind],
            ).pk

    def assign(self) -> None:
        director = self.world.colleague("director", self.chance, 0)
        with acting(director):
            workflow.assign_case_manager(self.case(), by=director, to=self.manager)

    def assess(self) -> None:
        with acting(self.manager):
            workflow.set_risk(self.case(), by=self.manager, level=self.plot.risk, reasons=REASONS[self.plot.risk])

    def note(self) -> None:
        text = self.chance.choice(self.world.words["notes"][self.manager.language])
        with acting(self.manager):
            workflow.add_note(self.case(), by=self.manager, compartment="care", text=text)

    def keep_letter(self) -> None:
        if self.chance.random() < 0.4:
            upload = SimpleUploadedFile("letter.txt", LETTER.encode(), "text/plain")
            with acting(self.manager):
                workflow.add_document(self.case(), upload, by=self.manager, kind="letter", compartment="legal")

    def seal(self) -> None:
        """Where the survivor stays, of some; how to reach them safely, of most."""
        with acting(self.manager):
            if self.chance.random() < 0.5:
                sealed.enter(self.case(), "shelter_address", self.chance.choice(PLACES), by=self.manager)
            if self.chance.random() < 0.8:
                sealed.enter(self.case(), "safe_contact", self.chance.choice(WAYS), by=self.manager)

    def promise(self) -> None:
        """Tasks that stand open now: one for today, one for later; one was done already."""
        today = timezone.localdate(self.world.now)
        titles = self.chance.sample(TASKS, 3)
        with acting(self.manager):
            case = self.case()
            for title, days in zip(titles, (0, self.chance.randint(1, 9), -1), strict=True):
                due = today + timedelta(days=days)
                task = workflow.add_task(case, by=self.manager, title=title, due=due, compartment="care")
            workflow.finish_task(Task.objects.select_related("case").get(pk=task.pk), by=self.manager)

    def close(self) -> None:
        reason = self.chance.choice(("goals_met", "own_wish", "returned", "reunified"))
        with acting(self.manager):
            workflow.close_case(self.case(), by=self.manager, reason=reason)

    def reopen(self) -> None:
        with acting(self.manager):
            workflow.reopen_case(self.case(), by=self.manager, reason="contact_again")


def plan_case(story: "ReportStory", *, opened: datetime) -> None:
    CaseStory(story, opened).plan()
