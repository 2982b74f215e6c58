"""The story of a report: it comes in, is triaged, assigned, screened and decided on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import User
from samaan.demo.caring import plan_case
from samaan.demo.interviews import answers_for
from samaan.demo.people import Human, invent, telephone
from samaan.demo.plots import Plot
from samaan.demo.telling import Story, World, acting
from samaan.intake import workflow
from samaan.intake.models import Receipt, Report, ReportPerson, Screening
from samaan.intake.screening_answers import save_answers
from samaan.intake.screening_workflow import (
    begin_screening,
    make_determination,
    revise_determination,
    send_back,
    submit_screening,
)
from samaan.people.looking import ALL_ARE_OTHERS

# How far on its way a report is at each step, of the time from its arrival to its last step.
PACE = {
    "received": 0.0, "triaged": 0.04, "forwarded": 0.06, "assigned": 0.14, "accepted": 0.2, "begun": 0.32,
    "screening": 0.4, "submitted": 0.6, "sent_back": 0.75, "again": 0.8, "determined": 0.9, "closed": 1.0,
}  # fmt: skip
ORDER = list(PACE)
CHANNEL_ROLE = {"hotline": "intake_officer", "officer": "first_responder", "partner": "partner_reporter"}
REPORTERS = {"public_web": "public", "hotline": "family", "officer": "police", "partner": "civil_society"}
DANGER = {"en": "They may be moved tonight.", "es": "Dicen que se la llevan esta noche."}
WOMEN = ("sexual_exploitation", "domestic_servitude", "forced_marriage")


class ReportStory(Story):
    """The acts on one report (and on its twin), and the case that comes of it."""

    report_id: UUID
    screening_id: UUID
    code: str

    def __init__(self, world: World, plot: Plot, chance: Random) -> None:
        super().__init__(world, plot, chance)
        self.intake = world.colleague("intake_officer", chance)
        self.head = world.colleague("head_of_investigations", chance, 0)
        self.investigator = world.colleague("investigator", chance, plot.hand)
        self.kind = self.exploitation()
        self.humans = [] if plot.anonymous else [self.human() for _ in range(plot.victims)]
        self.region = chance.choice(list(world.words["places"]))
        self.place = chance.choice(world.words["places"][self.region])
        self.reporter_phone = telephone(chance)
        self.plan_report()

    def exploitation(self) -> str:
        if self.plot.reason in ("not_tip", "spam", "test") or self.plot.outcome == "not_trafficking":
            return "not_trafficking"
        kinds = ["forced_begging", "forced_criminality", "sexual_exploitation"] if self.plot.child else [
            "sexual_exploitation", "sexual_exploitation", "forced_labour", "domestic_servitude", "forced_labour",
        ]  # fmt: skip
        return self.chance.choice(kinds)

    def human(self) -> Human:
        sex = "female" if self.kind in WOMEN else self.chance.choice(("female", "male"))
        return invent(self.chance, self.world.words, child=self.plot.child, sex=sex)

    # ---- when

    def when(self, step: str) -> datetime:
        """The moment of a step: the last one the plot comes to is taken when the plot says."""
        began, last = self.world.ago(self.plot.began), self.world.ago(self.plot.rested)
        share = PACE[step] / (PACE[self.plot.until] or 1)
        return began + (last - began) * min(share, 1)

    def reaches(self, step: str) -> bool:
        """Whether the report comes this far; one closed without an outcome was never screened."""
        if self.plot.until == "closed" and not self.plot.outcome:
            return step in ("triaged", "closed")
        if step == "sent_back":
            return self.plot.until == "sent_back"
        return ORDER.index(step) <= ORDER.index(self.plot.until)

    def plan_report(self) -> None:
        received = self.plan(self.when("received"), self.receive)
        steps: list[tuple[str, Callable[[], object]]] = [
            ("triaged", self.triage),
            ("forwarded", self.forward),
            ("assigned", self.assign),
            ("accepted", self.accept),
            ("begun", self.begin),
            ("screening", self.answer),
            ("submitted", self.submit),
            ("sent_back", self.send_back),
            ("determined", self.determine),
            ("closed", self.close),
        ]
        for step, act in steps:
            if self.reaches(step):
                self.plan(self.when(step), act)
        self.plan_twist()
        if self.plot.twin:
            second = self.plan(received + timedelta(hours=self.chance.uniform(1, 5)), self.receive_twin)
            if self.plot.twin == "merged":
                self.plan(max(self.when("triaged"), second) + timedelta(minutes=20), self.merge)
        if self.plot.case:
            plan_case(self, opened=self.when("screening") + timedelta(hours=1))

    def plan_twist(self) -> None:
        last = self.world.ago(self.plot.rested)
        match self.plot.twist:
            case "reassigned":
                self.plan(last + timedelta(hours=6), self.reassign)
            case "conflict":
                self.plan(last + timedelta(hours=6), self.declare_conflict)
            case "answered":
                self.plan(last - timedelta(hours=2), self.ask_reporter)
                self.plan(last + timedelta(hours=3), self.add)
            case "added":
                self.plan(last + timedelta(hours=20), self.add)
            case "revised":
                self.plan(last + timedelta(days=2), self.revise)

    # ---- what is done

    def words(self, human: Human | None = None) -> tuple[str, str]:
        """What was said, and in which language."""
        told = self.world.words["narratives"][self.kind]
        language = "es" if human and human.language == "es" and self.plot.channel == "public_web" else "en"
        return self.chance.choice(told[language]).format(place=self.place), language

    def receive(self) -> None:
        by = self.author(self.plot.channel)
        with acting(by):
            received = workflow.receive_report(self.plot.channel, by=by, not_these=ALL_ARE_OTHERS, **self.said())
        self.report_id, self.code = received.report_id, received.code

    def author(self, channel: str) -> User | None:
        role = CHANNEL_ROLE.get(channel)
        return self.world.colleague(role, self.chance) if role else None

    def said(self) -> dict[str, Any]:
        narrative, language = self.words(self.humans[0] if self.humans else None)
        answers: dict[str, Any] = {
            "narrative": narrative,
            "exploitation": [] if self.kind == "not_trafficking" else [self.kind],
            "region": self.region,
            "place": self.place,
            "incident_on": (self.when("received") - timedelta(days=self.chance.randint(0, 20))).date(),
            "is_going_on": self.plot.danger or self.chance.random() < 0.5,
            "immediate_danger": self.plot.danger,
            "people_count": len(self.humans) or None,
            "children": True if self.plot.child else None,
            "official_suspected": self.plot.official or None,
            "language": language,
        }
        if self.plot.danger:
            answers["danger"] = DANGER[language]
        persons = [{"role": "possible_victim", **human.known()} for human in self.humans]
        if self.humans and self.chance.random() < 0.4:
            alias = self.chance.choice(self.world.words["nicknames"])
            persons.append({"role": "suspect", "aliases": alias, "sex": "male", "note": "Drives a dark car."})
        return {"answers": answers, "persons": persons, "contact": self.contact(language)}

    def contact(self, language: str) -> dict[str, Any]:
        if self.plot.anonymous:
            return {}
        return {
            "kind": REPORTERS[self.plot.channel],
            "language": language,
            "channel": self.chance.choice(("phone", "whatsapp", "receipt_code")),
            "safe_times": [self.chance.choice(("morning", "afternoon", "evening"))],
            "phone": self.reporter_phone,
            "code_word": self.chance.choice(("mango", "guitarra", "blue kite", "Sunday")),
        }

    def receive_twin(self) -> None:
        """The same person, told of again by somebody else."""
        channel = "officer" if self.plot.channel != "officer" else "hotline"
        by = self.author(channel)
        with acting(by):
            twin = workflow.receive_report(channel, by=by, not_these=ALL_ARE_OTHERS, **self.said())
        self.twin_id = twin.report_id

    def merge(self) -> None:
        with acting(self.intake):
            twin, report = (Report.objects.get(pk=pk) for pk in (self.twin_id, self.report_id))
            workflow.merge_report(twin, into=report, by=self.intake)

    def report(self) -> Report:
        return Report.objects.get(pk=self.report_id)

    def triage(self) -> None:
        with acting(self.intake):
            workflow.triage_report(self.report(), by=self.intake, urgency=self.plot.urgency)

    def forward(self) -> None:
        with acting(self.intake):
            workflow.forward_report(self.report(), by=self.intake)

    def assign(self) -> None:
        with acting(self.head):
            workflow.assign_report(self.report(), by=self.head, to=self.investigator)

    def accept(self) -> None:
        with acting(self.investigator):
            workflow.accept_report(self.report(), by=self.investigator)

    def reassign(self) -> None:
        others = [user for user in self.world.by_role["investigator"] if user != self.investigator]
        with acting(self.head):
            workflow.reassign_report(self.report(), by=self.head, to=others[0], reason="workload")

    def declare_conflict(self) -> None:
        with acting(self.investigator):
            workflow.declare_conflict(self.report(), by=self.investigator, about=self.investigator)

    def ask_reporter(self) -> None:
        with acting(self.intake):
            workflow.answer_reporter(self.report(), by=self.intake, text="Thank you. Is the gate open in the evening?")

    def add(self) -> None:
        with context.acting(context.of_receipt(self.code)):
            receipt = Receipt.objects.get(report_id=self.report_id)
            workflow.add_to_report(receipt, by=None, text="The gate is open after six. A white van comes at eight.")

    def begin(self) -> None:
        with acting(self.investigator):
            named = ReportPerson.objects.filter(report_id=self.report_id, role="possible_victim")
            victim = named.select_related("report__organisation", "person").order_by("added_at").first()
            assert victim is not None
            self.person_id = victim.person_id
            self.screening_id = begin_screening(victim, by=self.investigator).pk

    def screening(self) -> Screening:
        found = Screening.objects.select_related("report__organisation", "report_person__person")
        return found.get(pk=self.screening_id)

    def answer(self) -> None:
        """Consent first, then the rest; one still being filled in stops half-way."""
        sections = answers_for(self, half=self.plot.until == "screening")
        with acting(self.investigator):
            for given in sections:
                screening = self.screening()
                asked = screening.submission.form.named
                known = {name: value for name, value in given.items() if name in asked}
                save_answers(screening, known, base=screening.revision, by=self.investigator)

    def submit(self) -> None:
        with acting(self.investigator):
            submit_screening(self.screening(), by=self.investigator)

    def send_back(self) -> None:
        with acting(self.head):
            send_back(self.screening(), by=self.head, questions="What shows that the papers were taken? Who saw it?")

    def determine(self) -> None:
        with acting(self.head):
            screening = self.screening()
            decision = self.decision(self.plot.outcome)
            make_determination(screening, by=self.head, on_revision=screening.revision, **decision)

    def revise(self) -> None:
        director = self.world.colleague("director", self.chance, 0)
        with acting(director):
            revise_determination(self.screening(), by=director, replaces=1, **self.decision("presumed"))

    def decision(self, outcome: str) -> dict[str, str]:
        reasons = self.world.words["reasons"][outcome][self.head.language]
        return {"outcome": outcome, "organisation_kind": "government", "reasons": reasons}

    def close(self) -> None:
        by = self.head if self.plot.outcome else self.intake
        with acting(by):
            workflow.close_report(self.report(), by=by, reason=self.plot.reason)

    def day(self) -> date:
        return timezone.localdate(self.when("screening"))
