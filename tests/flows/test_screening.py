"""A screening under way, and what comes between: a colleague, the end of a session, a browser that runs nothing."""

import time
from importlib import import_module

import pytest
from django.conf import settings
from playwright.sync_api import expect

from samaan.accounts.models import User
from samaan.intake import screening_workflow
from samaan.intake.models import Screening
from samaan.intake.screening_form import answers_of
from tests.factories.accounts import make_user
from tests.factories.screening import acting, make_screening, make_victim
from tests.flows.people import Investigator
from tests.flows.visitor import equip
from tests.support.cast import PACK

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(PACK.name != "tt", reason="tells of the questions of Trinidad and Tobago's own forms"),
]

HERS, HIS = "An offer of work on a boat.", "A cousin called her."


def answers(screening: Screening, user: User) -> dict:
    with acting(user):
        return answers_of(Screening.objects.get(pk=screening.pk))


def test_of_two_at_one_screening_the_second_is_warned_and_nothing_is_overwritten(visit):
    anna, ben = make_user(full_name="Anna Invented"), make_user(full_name="Ben Invented")
    screening = make_screening(investigator=anna, answers={})
    with acting(anna):
        screening_workflow.ask_colleague(screening, by=anna, colleague=ben)
    at_desk, at_phone = visit("en", kind=Investigator), visit("en", phone=True, kind=Investigator)
    for person, user in ((at_desk, anna), (at_phone, ben)):
        person.is_signed_in_as(user)
        person.goes_to(f"/forms/{screening.submission_id}/part/act/")
        person.is_at("What was done")
    at_phone.sees("Anna Invented is at work on this form too")

    at_desk.gives(act_recruitment="present", act_recruitment_note=HERS)
    at_desk.sees_saved("act_recruitment", "act_recruitment_note")
    at_phone.sees("Somebody else has just answered on this page:")
    at_phone.gives(act_recruitment="absent", act_recruitment_note=HIS)

    note = at_phone.question("act_recruitment_note").locator(".conflict")
    expect(note).to_contain_text("Nothing was overwritten")
    expect(note).to_contain_text("Anna Invented")
    expect(note).to_contain_text(HERS)
    at_phone.is_served_well()
    held = answers(screening, anna)
    assert (held["act_recruitment"], held["act_recruitment_note"]) == ("present", HERS)

    note.get_by_role("button", name="Keep mine").click()
    at_phone.question("act_recruitment").get_by_role("button", name="Use theirs").click()
    at_phone.sees_saved("act_recruitment_note")
    held = answers(screening, anna)
    assert (held["act_recruitment"], held["act_recruitment_note"]) == ("present", HIS)


def test_a_session_that_ends_while_one_types_costs_no_answer(visit):
    anna = make_user(language="es")
    screening = make_screening(investigator=anna, answers={})
    secret = equip(anna)
    screener = visit("es", phone=True, kind=Investigator)
    screener.is_signed_in_as(anna)
    screener.goes_to(f"/forms/{screening.submission_id}/part/act/")
    screener.gives(act_recruitment="present")
    screener.sees_saved("act_recruitment")

    # The line is gone while both are written: the answer to the first would take the page out of their hands.
    screener.context.set_offline(True)
    screener.gives(act_recruitment_note=HERS, recruited_where="En el puerto")
    let_the_session_end(screener)
    screener.context.set_offline(False)
    asked = screener.page.locator("#signed-out")
    expect(asked).to_be_visible()
    screener.is_served_well()
    with screener.page.expect_popup() as opened:
        asked.get_by_role("link", name=screener.words("Sign in again")).click()
    form, screener.page = screener.page, opened.value
    screener.gives_password_and_number(anna, secret)

    screener.page = form
    expect(screener.question("act_recruitment_note").locator("textarea")).to_have_value(HERS)
    asked.get_by_role("button", name=screener.words("I have signed in again")).click()
    screener.sees_saved("act_recruitment_note", "recruited_where")
    held = answers(screening, anna)
    assert (held["act_recruitment"], held["act_recruitment_note"], held["recruited_where"]) == (
        "present",
        HERS,
        "En el puerto",
    )


def let_the_session_end(somebody: Investigator) -> None:
    """An hour passes in which nothing is heard of them."""
    (cookie,) = [found for found in somebody.context.cookies() if found["name"] == settings.SESSION_COOKIE_NAME]
    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie["value"])
    session["seen"] = int(time.time()) - 3600
    session.save()


def test_without_javascript_each_page_is_saved_by_its_button(visit):
    anna = make_user(language="es")
    victim = make_victim(investigator=anna)
    screener = visit("es", phone=True, javascript=False, kind=Investigator)
    screener.is_signed_in_as(anna)
    screener.goes_to(victim.report.get_absolute_url())
    screener.begins_the_screening()
    screener.gives(private="yes", consent="assents")
    screener.presses("Save and continue")
    screener.gives(consent_authority="Su tía, por teléfono")
    screener.saves_and_continues_to("Person and age")
    screener.saves_and_continues_to("What was done")
    screener.gives(act_recruitment="present")
    screener.presses("Save and continue")
    screener.gives(act_recruitment_note=HERS)
    screener.saves_and_continues_to("How it was done")
    screener.saves_and_continues_to("What it was done for")
    screener.gives(purpose_sexual_exploitation="present")
    screener.presses("Save and continue")
    screener.gives(purpose_sexual_exploitation_note="Tenía que atender.")
    for part in ("Signs", "Needs now", "Risk and safety", "What the person wants", "Summary"):
        screener.saves_and_continues_to(part)
    screener.gives(summary="Captada con engaño.")
    screener.presses("Save and leave")
    screener.is_at("Screening")
    screener.submits()
    with acting(anna):
        screening = Screening.objects.get()
    assert screening.status == Screening.Status.SUBMITTED
    held = answers(screening, anna)
    assert (held["consent"], held["act_recruitment_note"], held["summary"]) == ("assents", HERS, "Captada con engaño.")
