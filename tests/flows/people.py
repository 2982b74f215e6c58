"""The people of a report that becomes a supported case: each method is a step as that person takes it."""

from functools import cache
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Locator, expect

from samaan.accounts.models import User
from tests.flows.visitor import Visitor
from tests.support import cast


@cache
def alert_titles() -> dict[str, dict[str, str]]:
    return {rule["code"]: rule["title"] for rule in cast.file("alert_rules.yaml")["rules"]}


class Reporter(Visitor):
    """Somebody who has seen something and gives no name."""

    def reports(self, narrative: str, **victim: str) -> tuple[str, str]:
        """Fills in the public form; returns the receipt code and the report's number."""
        self.goes_to("/report/")
        self.is_at("Report a suspicion of human trafficking")
        self.writes("What happened, or what have you seen?", narrative)
        self.picks("exploitation", "sexual_exploitation")
        self.picks("immediate_danger", "yes")
        self.picks("region", cast.region("report"))
        self.presses("Add a person")
        expect(self.page.locator("#id_person-0-role")).to_be_visible()
        for field, value in victim.items():
            box = self.page.locator(f"[name=person-0-{field}]")
            tag = box.evaluate("found => found.tagName")
            box.select_option(value) if tag == "SELECT" else box.fill(value)
        self.presses("Send report")
        self.is_at("Thank you. Your report has arrived.")
        assert self.context.cookies() == []
        number = self.page.locator(".receipt-code ~ .muted").inner_text()
        return self.page.locator(".receipt-code code").inner_text(), number.split("R-")[1].split(" ")[0].strip(".")

    def comes_back(self, code: str) -> None:
        self.goes_to("/report/return/")
        self.writes("Your receipt code", code)
        self.presses("Show my report")
        self.is_at("Your report")

    def answers(self, text: str) -> None:
        self.page.locator("textarea").fill(text)
        self.presses("Send")
        self.sees("Thank you. What you wrote has been added to your report.")


class Colleague(Visitor):
    """Somebody at work, who learns by alerts what waits."""

    def is_told(self, rule: str) -> None:
        """Finds the alert in the inbox and opens what it is about."""
        self.goes_to("/alerts/")
        self.is_at("Alerts")
        self.presses(alert_titles()[rule][self.language])
        self.page.wait_for_url(lambda url: "/alerts/" not in url)
        self.is_served_well()

    def has_been_told(self, *rules: str) -> None:
        """The alert stands in the inbox, read or not."""
        self.goes_to("/alerts/?show=all")
        for rule in rules:
            self.sees(alert_titles()[rule][self.language])

    def opens_the_screening(self) -> None:
        self.follows("Open the screening")
        self.is_at("Screening")

    def finds_nothing_at(self, path: str) -> None:
        """The same page as for an address that never existed."""
        answer = self.page.goto(self.site + path)
        assert answer and answer.status == 404


class IntakeOfficer(Colleague):
    def asks_whoever_reported(self, question: str) -> None:
        self.follows("Messages")
        expect(self.page.locator("#chat-text")).to_be_visible()
        self.is_served_well()
        self.page.fill("#chat-text", question)
        self.presses("Send")
        expect(self.page.locator(".message-mine")).to_contain_text(question)

    def triages(self, urgency: str) -> None:
        self.follows("Triage")
        self.is_at("Triage")
        self.picks("urgency", urgency)
        self.presses("Save and forward to be assigned")
        self.page.wait_for_url(lambda url: "/triage/" not in url)


class Head(Colleague):
    """Who assigns reports, reviews screenings and decides on them."""

    def assigns_to(self, investigator: User) -> None:
        self.follows("Assign")
        self.is_at("Assign")
        self.ticks(investigator.full_name)
        self.presses("Assign")
        self.page.wait_for_url(lambda url: "/assign/" not in url)

    def sends_back(self, questions: str) -> None:
        self.follows("Send back with questions")
        self.is_at("Send back with questions")
        self.writes("What do you need to know?", questions)
        self.presses("Send back with questions")
        self.sees("Your questions are with the screener.")

    def decides(self, outcome: str, reasons: str) -> None:
        self.follows("Make the determination")
        self.is_at("Make the determination")
        self.picks("outcome", outcome)
        self.writes("Your reasons", reasons)
        self.presses("Make the determination")
        self.sees("Your decision is recorded. Those who need to know have been told.")


class Investigator(Colleague):
    def accepts_the_report(self) -> None:
        self.presses("Accept this report")
        self.sees("Begin the screening")
        self.is_served_well()

    def begins_the_screening(self) -> None:
        self.presses("Begin the screening")
        self.is_at(cast.screening()[0]["title"])

    def turns_to(self, part: str) -> None:
        """Opens a part of the screening from the list beside the questions."""
        self.page.locator(".parts").get_by_role("link", name=self.words(part)).first.click()
        self.is_at(part)

    def saves_and_continues_to(self, part: str) -> None:
        self.presses("Save and continue")
        at_once = self.page.get_by_role("heading", level=1, name=self.words(part))
        anyway = self.page.get_by_role("button", name=self.words("Go on without these answers"))
        expect(at_once.or_(anyway).first).to_be_visible()
        if anyway.count():
            anyway.click()
        self.is_at(part)

    def gives(self, **answers: str | list[str]) -> None:
        """Answers questions of the open part by their codes; each saves itself."""
        for code, answer in answers.items():
            self.answers(code, *([answer] if isinstance(answer, str) else answer))

    def answers(self, code: str, *values: str) -> None:
        asked = self.question(code)
        expect(asked).to_be_visible()
        written = asked.locator("textarea, input:not([type=radio], [type=checkbox], [type=hidden])")
        if written.count():
            written.fill(values[0])
            return
        listed = asked.locator("select")
        for value in values:
            listed.select_option(value) if listed.count() else asked.locator(f'input[value="{value}"]').check()

    def fills_in(self, section: dict) -> None:
        """What a section asks; each answer is saved without a button, and a text is there when the page comes anew."""
        for code, known in section.get("knows", {}).items():
            expect(self.question(code).get_by_role("textbox")).to_have_value(known)
        if "says" in section:
            self.sees(section["says"][self.language])
        self.gives(**section.get("gives", {}))
        if kept := section.get("keeps"):
            self.sees_saved(kept)
            self.page.reload()
            expect(self.question(kept).get_by_role("textbox")).to_have_value(section["gives"][kept])

    def sees_saved(self, *codes: str) -> None:
        for code in codes:
            expect(self.question(code).locator(".save-state")).to_have_text(self.words("Saved"))

    def question(self, code: str) -> Locator:
        return self.page.locator(f'[data-field$="/{code}"]')

    def submits(self, *, reply: str = "") -> None:
        self.follows("Submit for review")
        self.is_at("Submit for review")
        if reply:
            self.writes("Your answer to the questions", reply)
        self.presses("Submit for review")
        self.sees("The screening waits for review. You will be told what is decided.")
        self.is_served_well()

    def opens_a_case(self) -> str:
        """Returns the address of the case."""
        self.follows("Open a case")
        self.is_at("Open a case")
        self.presses("Open the case")
        self.page.wait_for_url(lambda url: "/open/" not in url)
        self.is_served_well()
        return self.page.url.removeprefix(self.site)

    def gives_it_to(self, case_manager: User) -> None:
        self.follows("Choose a case manager")
        self.is_at("Choose a case manager")
        self.picks("to", str(case_manager.pk))
        self.presses("Choose a case manager")
        self.page.wait_for_url(lambda url: "/assign/" not in url)


class CaseManager(Colleague):
    def assesses_the_risk(self, level: str, reasons: str) -> None:
        self.follows("Assess the risk")
        self.is_at("Assess the risk")
        self.picks("level", level)
        self.page.fill("textarea[name=reasons]", reasons)
        self.presses("Assess the risk")
        self.page.wait_for_url(lambda url: "/risk/" not in url)
        self.sees(reasons)

    def writes_a_note(self, text: str) -> None:
        self.follows("Write a note")
        self.is_at("Write a note")
        self.page.fill("textarea[name=text]", text)
        self.presses("Write a note")
        self.page.wait_for_url(lambda url: "/new/" not in url)
        self.sees(text)
        self.is_served_well()

    def takes_on_a_task(self, title: str) -> None:
        self.follows("Add a task")
        self.is_at("Add a task")
        self.writes("What is to be done?", title)
        self.writes("By when?", timezone.localdate().isoformat())
        self.presses("Add a task")
        self.page.wait_for_url(lambda url: "/new/" not in url)
        self.sees(title)
        self.is_served_well()

    def refers_to(self, service: str, *, reason: str, keeping: str) -> str:
        """The four steps of a referral; `keeping` must not show in the preview. Returns its address."""
        self.follows("Refer to a service")
        self.is_at("What does this person need?")
        box = self.page.locator(f"input[name=services][value={service}]")
        if not box.is_visible():
            self.page.locator("details.services", has=box).locator("summary").click()
        box.check()
        self.picks("priority", "urgent")
        self.presses("Continue")
        self.is_at("What may the provider know?")
        self.page.locator("[name=value_reason]").fill(reason)
        self.page.locator("input[name=share_reason]").check()
        self.sees_in_the_preview(reason, without=keeping)
        self.presses("Continue")
        self.is_at("Has the person agreed?")
        self.records_what_the_guardian_says()
        self.presses("Continue")
        self.is_at("Check and send")
        self.sees_in_the_preview(reason, without=keeping)
        self.presses("Send referral")
        expect(self.page.locator("#state")).to_be_visible()
        self.is_served_well()
        return self.page.url.removeprefix(self.site)

    def records_what_the_guardian_says(self) -> None:
        """The send page says what is missing; the form of the ledger has it filled in, and leads back."""
        self.follows("Record consent")
        self.is_at("Record consent")
        self.picks("basis", "guardian_consent")
        self.page.fill("input[name=guardian]", "Her aunt")
        self.picks("relation", "other_relative")
        self.picks("assent", "yes")
        self.page.locator("input[name=explained][value=words]").check()
        self.picks("language", "es")
        self.picks("form", "spoken")
        self.is_served_well()
        self.presses("Record consent")
        self.is_at("Has the person agreed?")

    def sees_in_the_preview(self, text: str, *, without: str) -> None:
        previews = self.page.locator("#previews")
        expect(previews).to_contain_text(text)
        expect(previews).not_to_contain_text(without)


class AtAReferral(Colleague):
    """What both sides of a referral do and see."""

    def sees_it_stand_at(self, status: str) -> None:
        """Without doing anything: the open page follows."""
        expect(self.page.locator("#state")).to_contain_text(self.words(status))

    def says(self, text: str) -> None:
        self.page.fill("#chat-text", text)
        self.page.press("#chat-text", "Enter")
        self.hears(text)

    def hears(self, text: str) -> None:
        expect(self.page.locator("#chat-messages")).to_contain_text(text)

    def sees_unread(self, number: int) -> None:
        """The list of referrals counts the messages nobody here has read."""
        expect(self.page.locator("td .badge-new")).to_contain_text(str(number))

    def sees_nothing_unread(self) -> None:
        expect(self.page.locator("td .badge-new")).to_have_count(0)


class Sender(CaseManager, AtAReferral):
    """A case manager who follows what they have sent."""


class Provider(AtAReferral):
    """A service provider's focal point."""

    def accepts(self) -> None:
        self.presses("Accept")
        self.sees_it_stand_at("Accepted")

    def marks_delivered(self, what: str) -> None:
        self.follows("Mark delivered")
        self.is_at("What was delivered")
        self.writes("What was given?", what)
        self.writes("First day", timezone.localdate().isoformat())
        self.presses("Mark delivered")
        self.page.wait_for_url(lambda url: "/deliver/" not in url)
        self.sees_it_stand_at("Delivered")

    def gives_feedback(self) -> None:
        self.follows("Give feedback")
        self.is_at("How did it go?")
        self.picks("rating", "4")
        self.picks("need_met", "partly")
        self.presses("Give feedback")
        self.page.wait_for_url(lambda url: "/feedback/" not in url)
        self.is_served_well()


class Outbox:
    """The e-mails that have left, as the demo keeps them."""

    def __init__(self, folder: Path):
        self.folder = folder

    def holds(self, address: str) -> list[str]:
        """Every e-mail to this address."""
        texts = [path.read_text() for path in self.folder.glob("*.log")] if self.folder.exists() else []
        return [text for text in texts if f"To: {address}" in text]
