"""A girl held in a bar: from the public form to a delivered service, with everybody who has a part in it."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from samaan.accounts.models import Organisation, User
from tests.factories.accounts import make_user
from tests.flows import people
from tests.support.cast import organisation as organisation_of
from tests.support.cast import screening, service
from tests.support.running import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARRATIVE = "Tienen a Yusleidy encerrada detrás del bar; tiene dieciséis años."
NAME, SURNAME = "Yusleidy", "Marcano Brito"
VICTIM = {
    "role": "possible_victim", "given_names": NAME, "family_names": SURNAME, "age": "16", "sex": "female",
    "nationality": "VE",
}  # fmt: skip
REASON = "She sleeps badly and asks for somebody to talk to in Spanish"


@dataclass
class Cast:
    """Who the people are; each has a browser in the same language and size."""

    users: dict[str, User]
    reporter: people.Reporter
    officer: people.IntakeOfficer
    head: people.Head
    director: people.Colleague
    investigator: people.Investigator
    manager: people.Sender
    provider: people.Provider


@pytest.fixture
def outbox(process_environment):
    return people.Outbox(Path(process_environment["SAMAAN_DATA_DIR"]) / "mail")


@pytest.fixture(params=["en-desk", "es-phone"])
def cast(request, visit) -> Cast:
    language, size = request.param.split("-")

    def colleague(kind: type, role: str, organisation: str = "unit"):
        where = Organisation.objects.get(code=organisation_of(organisation))
        users[role] = make_user(role, where, language=language)
        return somebody(kind)

    def somebody(kind: type):
        return visit(language, phone=size == "phone", kind=kind)

    users: dict[str, User] = {}
    everybody = {
        "reporter": somebody(people.Reporter),
        "officer": colleague(people.IntakeOfficer, "intake_officer"),
        "head": colleague(people.Head, "head_of_investigations"),
        "director": colleague(people.Colleague, "director"),
        "investigator": colleague(people.Investigator, "investigator"),
        "manager": colleague(people.Sender, "case_manager"),
        "provider": colleague(people.Provider, "service_provider", "counselling"),
    }
    for name, role in ROLES.items():
        everybody[name].is_signed_in_as(users[role])
    return Cast(users, **everybody)


ROLES = {
    "officer": "intake_officer", "head": "head_of_investigations", "director": "director", "manager": "case_manager",
    "provider": "service_provider",
}  # fmt: skip


def test_a_report_becomes_a_delivered_service(cast, worker, outbox):
    code, number = cast.reporter.reports(NARRATIVE, **VICTIM)
    a_report_comes_in(cast, number)
    a_screening_is_filled_in(cast)
    it_is_reviewed_and_decided_by_somebody_else(cast)
    case = a_case_is_opened(cast)
    the_case_manager_works(cast)
    referral = a_service_is_asked_for(cast, outbox, number)
    the_provider_sees_that_slice_and_accepts(cast, case, referral)
    they_talk(cast, referral)
    the_service_is_delivered(cast)
    everybody_has_been_told(cast)
    cast.reporter.comes_back(code)
    cast.reporter.sees("¿En qué calle?")
    cast.reporter.answers("En la calle principal.")


def a_report_comes_in(cast, number):
    cast.director.is_told("immediate_danger")
    cast.director.sees(number)
    cast.officer.is_told("report_received")
    cast.officer.sees(NARRATIVE)
    cast.officer.asks_whoever_reported("¿En qué calle?")
    cast.officer.triages("emergency")
    cast.head.is_told("emergency_forwarded")
    cast.head.assigns_to(cast.users["investigator"])
    cast.investigator.signs_in(cast.users["investigator"])
    cast.investigator.is_at("Good to see you, %(name)s", name="Investigator")
    cast.investigator.is_told("report_assigned")
    cast.investigator.accepts_the_report()


def a_screening_is_filled_in(cast):
    """Consent opens the rest; what is typed is saved without a button; a child needs no means."""
    screener = cast.investigator
    first, *others = screening()
    screener.begins_the_screening()
    screener.does_not_see(others[1]["title"])
    screener.fills_in(first)
    for section in others:
        screener.saves_and_continues_to(section["title"])
        screener.fills_in(section)
    screener.presses("Save and leave")
    screener.is_at("Screening")
    screener.sees("Not needed for a child")
    screener.submits()


def it_is_reviewed_and_decided_by_somebody_else(cast):
    cast.head.is_told("child_screening_submitted")
    cast.head.opens_the_screening()
    cast.head.sees("An offer to work as a waitress.")
    cast.head.sends_back("Who paid for the journey?")
    cast.investigator.is_told("screening_sent_back")
    cast.investigator.opens_the_screening()
    cast.investigator.sees("Who paid for the journey?")
    cast.investigator.submits(reply="A man called Rico.")
    cast.investigator.does_not_see("Make the determination")
    cast.head.is_told("child_screening_submitted")
    cast.head.opens_the_screening()
    cast.head.sees("A man called Rico.")
    cast.head.decides("presumed", "Recruited by deceit and kept for gain; a child.")
    cast.director.is_told("victim_determined")


def a_case_is_opened(cast) -> str:
    cast.investigator.is_told("determination_made")
    case = cast.investigator.opens_a_case()
    cast.investigator.gives_it_to(cast.users["case_manager"])
    return case


def the_case_manager_works(cast):
    cast.manager.is_told("case_assigned")
    cast.manager.sees(SURNAME)
    cast.manager.assesses_the_risk("high", "They know where she is.")
    cast.manager.writes_a_note("Calm today, and hungry.")
    cast.manager.takes_on_a_task("Ring the aunt")
    cast.manager.presses("Done")
    cast.manager.sees("No task waits")
    cast.manager.follows("Access")
    cast.manager.sees(Organisation.objects.get(code=organisation_of("childrens_authority")).name)
    cast.manager.is_served_well()


def a_service_is_asked_for(cast, outbox, number) -> str:
    referral = cast.manager.refers_to(service("counselling"), reason=REASON, keeping=SURNAME)
    to = cast.users["service_provider"].email
    wait_for(lambda: outbox.holds(to), what="the e-mail to the provider")
    (mail,) = outbox.holds(to)
    # The age is looked for beside the time of day.
    told = re.sub(r"\d+:\d+", "", mail.split("\n\n", 1)[1].replace("=\n", ""))
    for canary in (NAME, SURNAME, REASON, number, referral, "16"):
        assert canary not in told
    return referral


def the_provider_sees_that_slice_and_accepts(cast, case, referral):
    cast.provider.finds_nothing_at(case)
    cast.provider.is_told("referral_sent")
    cast.provider.sees(REASON)
    cast.provider.does_not_see(SURNAME)
    cast.manager.sees_it_stand_at("Seen by the provider")
    cast.provider.accepts()
    cast.manager.sees_it_stand_at("Accepted")


def they_talk(cast, referral):
    """In both directions at once; whoever is elsewhere finds a count."""
    cast.provider.says("We have room on Thursday.")
    cast.manager.hears("We have room on Thursday.")
    cast.manager.says("She comes with her aunt.")
    cast.provider.hears("She comes with her aunt.")
    cast.manager.goes_to("/referrals/?show=under_way")
    cast.manager.is_at("Referrals")
    cast.manager.sees_nothing_unread()
    cast.provider.says("The aunt may wait inside.")
    cast.manager.sees_unread(1)
    cast.provider.says("Coffee is free.")
    cast.manager.sees_unread(2)
    cast.manager.goes_to(referral)
    cast.manager.hears("Coffee is free.")


def the_service_is_delivered(cast):
    cast.provider.marks_delivered("Two talks of an hour")
    cast.manager.sees_it_stand_at("Delivered")
    cast.manager.sees("Two talks of an hour")
    cast.provider.gives_feedback()
    cast.manager.sees("Need met:")
    cast.manager.is_served_well()


def everybody_has_been_told(cast):
    cast.manager.has_been_told("case_assigned", "referral_accepted", "chat_message", "referral_delivered")
    cast.director.has_been_told("immediate_danger", "child_involved", "case_opened", "case_risk_high")
