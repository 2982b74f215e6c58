"""A provider nobody has an account at: a link, a code told by telephone; answered on a phone in Spanish."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import make_user
from tests.factories.referrals import NAME, REASON, make_case, make_referral

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def referral():
    return make_referral(case=make_case(case_manager=make_user("case_manager", full_name="Camille Hospedales")))


def invites(desk, referral) -> tuple[str, str]:
    """The link, to be copied into a message, and the code, to be read out."""
    desk.goes_to(f"/referrals/{referral.pk}/")
    desk.follows("Provider without an account")
    desk.is_served_well()
    desk.picks("way", "copy")
    desk.picks("language", "es")
    desk.presses("Make the link")
    desk.is_at("Tell them the code")
    desk.is_served_well()
    return desk.page.locator("#link").inner_text().strip(), desk.page.locator("#code").inner_text().strip()


def test_answered_and_talked_on_a_phone_in_spanish(visit, referral):
    desk, phone = visit("en"), visit("es", phone=True)
    desk.is_signed_in_as(referral.sender)
    link, code = invites(desk, referral)

    phone.goes_to(link.removeprefix(phone.site))
    phone.is_served_well()
    # The link's half has left the address, and with it the history of a shared phone.
    expect(phone.page).to_have_url(re.compile(r"/guest/open/$"))
    phone.page.get_by_label("Código").fill("000000" if code != "000000" else "111111")
    phone.presses("Abrir")
    phone.sees("Puede intentarlo 4 veces más.")
    phone.page.get_by_label("Código").fill(code)
    phone.presses("Abrir")
    phone.is_served_well()
    phone.sees(REASON)
    phone.does_not_see(NAME)
    phone.presses("Aceptar")
    expect(desk.page.locator("body")).to_be_visible()

    phone.page.fill("#chat-text", "La esperamos a las seis.")
    phone.page.reload()
    expect(phone.page.locator("#chat-text")).to_have_value("La esperamos a las seis.")
    phone.page.press("#chat-text", "Enter")
    expect(phone.page.locator("#chat-messages")).to_contain_text("La esperamos a las seis.")
    phone.presses("Recibimos la remisión")
    phone.is_served_well()

    desk.goes_to(f"/referrals/{referral.pk}/")
    desk.sees("Accepted")
    desk.sees(f"Guest of {referral.provider}")
    desk.sees("We have received the referral and will answer soon.")
    desk.page.fill("#chat-text", "Thank you, she is on her way.")
    desk.page.press("#chat-text", "Enter")
    expect(phone.page.locator("#chat-messages")).to_contain_text("she is on her way", timeout=15000)

    phone.follows("Marcar como prestado")
    phone.page.get_by_label("¿Qué se brindó?").fill("Una cama y comida")
    phone.page.get_by_label("Primer día").fill("2026-11-20")
    phone.presses("Marcar como prestado")
    phone.sees("Una cama y comida")
    phone.presses("Terminé: olvidar este dispositivo")
    phone.goes_to("/guest/")
    phone.sees("Abra lo que le enviaron")
