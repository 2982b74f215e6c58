"""A survivor is referred: written at a desk in English, answered on a phone in Spanish, and taken back."""

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import make_user
from tests.factories.referrals import NAME, REASON, make_case, make_provider
from tests.support import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case():
    return make_case(case_manager=make_user("case_manager", full_name="Camille Hospedales"))


@pytest.fixture
def focal_point(case):
    return make_provider(full_name="Marisol Quintero", language="es")


def refer(desk, case) -> str:
    """The four steps; returns the address of the referral."""
    desk.goes_to(f"/cases/{case.pk}/refer/?need={cast.need('shelter')}")
    desk.is_served_well()
    desk.ticks(cast.service_name("womens_shelter", "en"))
    desk.ticks("Urgent")
    desk.presses("Continue")
    desk.is_served_well()
    desk.page.get_by_label("Why it is asked, and what would help").first.fill(REASON)
    expect(desk.page.locator("#previews")).to_contain_text(REASON)
    expect(desk.page.locator("#previews")).not_to_contain_text(NAME)
    desk.presses("Continue")
    desk.is_served_well()
    records_consent(desk)
    desk.presses("Continue")
    desk.is_served_well()
    desk.presses("Send referral")
    desk.sees("The referral is sent.")
    return desk.page.url.removeprefix(desk.site)


def records_consent(desk) -> None:
    """Nothing is on record yet: the form of the ledger has filled in what is asked, and leads back."""
    desk.follows("Record consent")
    desk.is_at("Record consent")
    desk.picks("explained", "words")
    desk.picks("language", "es")
    desk.picks("form", "spoken")
    desk.presses("Record consent")
    desk.is_at("Has the person agreed?")


def talk(visitor):
    return visitor.page.locator("#chat-messages")


def test_from_a_case_to_a_service_with_a_chat_in_both_languages(visit, case, focal_point):
    desk, phone = visit("en"), visit("es", phone=True)
    desk.is_signed_in_as(case.case_manager)
    phone.is_signed_in_as(focal_point)
    referral = refer(desk, case)
    phone.goes_to("/referrals/")
    phone.is_served_well()
    phone.follows(cast.service_name("womens_shelter", "es"))
    phone.is_served_well()
    phone.sees(REASON)
    phone.does_not_see(NAME)
    expect(desk.page.locator("#state")).to_contain_text("Seen by the provider")
    phone.presses("Aceptar")
    expect(desk.page.locator("#state")).to_contain_text("Accepted")

    phone.presses("Recibimos la remisión")
    expect(talk(desk)).to_contain_text("We have received the referral and will answer soon.")
    desk.page.fill("#chat-text", "She arrives at six.")
    desk.page.press("#chat-text", "Enter")
    expect(talk(phone)).to_contain_text("She arrives at six.")

    phone.follows("Marcar como prestado")
    phone.is_served_well()
    phone.writes("¿Qué se brindó?", "Cuatro noches y comidas")
    phone.writes("Primer día", "2026-01-05")
    phone.presses("Marcar como prestado")
    phone.follows("Dar una opinión")
    phone.is_served_well()
    phone.ticks("Bien")
    phone.ticks("En parte")
    phone.presses("Dar una opinión")
    desk.goes_to(referral)
    desk.sees("Cuatro noches y comidas")
    desk.is_served_well()


def test_a_lost_line_loses_no_message_and_doubles_none(visit, case, focal_point):
    desk, phone = visit("en"), visit("es", phone=True)
    desk.is_signed_in_as(case.case_manager)
    phone.is_signed_in_as(focal_point)
    phone.goes_to(refer(desk, case))
    phone.context.set_offline(True)
    phone.page.fill("#chat-text", "¿Llega hoy?")
    phone.page.press("#chat-text", "Enter")
    expect(phone.page.locator(".chat .save-state")).to_have_attribute("data-state", "waiting")
    phone.context.set_offline(False)
    expect(talk(desk)).to_contain_text("¿Llega hoy?", timeout=15000)
    expect(talk(phone)).to_contain_text("¿Llega hoy?", timeout=15000)
    assert talk(desk).inner_text().count("¿Llega hoy?") == 1


def test_withdrawn_it_leaves_the_screen_of_the_provider(visit, case, focal_point):
    desk, phone = visit("en"), visit("es", phone=True)
    desk.is_signed_in_as(case.case_manager)
    phone.is_signed_in_as(focal_point)
    phone.goes_to(refer(desk, case))
    phone.sees(REASON)
    desk.follows("Withdraw this referral")
    desk.is_served_well()
    desk.ticks("The survivor withdrew")
    desk.presses("Withdraw")
    desk.sees("The provider sees nothing of it any more.")
    expect(phone.page.get_by_text(REASON)).to_have_count(0)
    phone.is_served_well()
    phone.page.reload()
    phone.does_not_see(REASON)


def test_without_javascript_the_same_way(visit, case, focal_point):
    """A browser that runs nothing: the preview is a button, the chat a form."""
    desk = visit("en", javascript=False)
    desk.is_signed_in_as(case.case_manager)
    desk.goes_to(f"/cases/{case.pk}/refer/?need={cast.need('shelter')}")
    desk.ticks(cast.service_name("womens_shelter", "en"))
    desk.ticks("Urgent")
    desk.presses("Continue")
    desk.page.get_by_label("Why it is asked, and what would help").first.fill(REASON)
    desk.presses("Show what they will see")
    expect(desk.page.locator("#previews")).to_contain_text(REASON)
    desk.presses("Continue")
    records_consent(desk)
    desk.presses("Continue")
    desk.presses("Send referral")
    desk.page.fill("#chat-text", "She arrives at six.")
    desk.presses("Send")
    expect(talk(desk)).to_contain_text("She arrives at six.")
