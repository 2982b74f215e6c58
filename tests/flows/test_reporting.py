"""Somebody reports from a telephone in Spanish, without JavaScript; the unit takes it from there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import make_user
from tests.factories.intake import unit
from tests.flows.visitor import Visitor
from tests.support import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people() -> dict:
    unit()
    return {role: make_user(role) for role in ("intake_officer", "head_of_investigations", "investigator", "director")}


def reports(somebody: Visitor) -> str:
    """Fills in the form as a person would, and returns the receipt code."""
    somebody.goes_to("/report/")
    somebody.writes("¿Qué ocurrió", "Tienen a tres muchachas encerradas detrás del bar.")
    somebody.picks("exploitation", "sexual_exploitation")
    somebody.page.locator("input[name=immediate_danger][value=yes]").check()
    somebody.picks("region", cast.region("other_report"))
    somebody.presses("Agregar una persona")
    somebody.page.locator("#id_person-0-role").select_option("possible_victim")
    somebody.writes("Nombre", "Yusleidy")
    somebody.presses("Agregar otra persona")
    expect(somebody.page.locator("#id_person-0-given_names")).to_have_value("Yusleidy")
    expect(somebody.page.locator("textarea[name=narrative]")).to_have_value(re.compile("muchachas"))
    somebody.page.locator("#id_person-1-role").select_option("suspect")
    somebody.page.locator("#id_person-1-aliases").fill("Rico")
    somebody.presses("Enviar informe")
    expect(somebody.page.get_by_role("heading", name="Gracias")).to_be_visible()
    assert somebody.context.cookies() == []
    return somebody.page.locator(".receipt-code code").inner_text()


def test_from_a_telephone_to_an_investigator(visit: Callable[..., Visitor], people: dict):
    somebody = visit("es", phone=True, javascript=False)
    code = reports(somebody)

    officer = visit()
    officer.is_signed_in_as(people["intake_officer"])
    officer.goes_to("/reports/?view=triage")
    officer.page.locator("a.row-link").first.click()
    officer.is_served_well()
    reference = officer.page.locator("h1").inner_text().removeprefix("Report ")
    officer.follows("Messages")
    officer.page.fill("#chat-text", "¿Sabe en qué calle?")
    officer.presses("Send")
    expect(officer.page.locator(".message-mine")).to_contain_text("calle")
    officer.goes_to("/reports/?view=triage")
    officer.page.locator("a.row-link").first.click()
    officer.follows("Triage")
    officer.page.locator("input[name=urgency][value=emergency]").check()
    officer.presses("Save and forward")
    expect(officer.page.locator("main")).to_contain_text("waits to be assigned")

    head = visit()
    head.is_signed_in_as(people["head_of_investigations"])
    head.goes_to("/reports/?view=assign")
    head.follows(reference)
    head.follows("Assign")
    head.is_served_well()
    head.ticks(people["investigator"].full_name)
    head.presses("Assign")
    expect(head.page.locator("main")).to_contain_text("has been told")

    investigator = visit()
    investigator.is_signed_in_as(people["investigator"])
    investigator.goes_to("/reports/")
    investigator.follows(reference)
    investigator.presses("Accept this report")
    expect(investigator.page.locator("main")).to_contain_text("The report is yours now")
    investigator.follows("Persons")
    expect(investigator.page.locator("main")).to_contain_text("Yusleidy")

    somebody.goes_to("/report/return/")
    somebody.writes("Su código de recibo", code.lower())
    somebody.presses("Mostrar mi informe")
    expect(somebody.page.locator("main")).to_contain_text("¿Sabe en qué calle?")
    expect(somebody.page.locator("main")).to_contain_text("Alguien está dando seguimiento a su informe.")
    somebody.writes("¿Qué desea agregar", "En la calle principal.")
    somebody.presses("Enviar")
    expect(somebody.page.locator("main")).to_contain_text("Gracias. Lo que escribió se agregó")

    investigator.follows("Messages")
    expect(investigator.page.locator("main")).to_contain_text("En la calle principal.")


def test_what_is_written_survives_a_change_of_language(visit: Callable[..., Visitor], people: dict):
    somebody = visit("en", phone=True)
    somebody.goes_to("/report/")
    somebody.is_served_well()
    somebody.writes("what have you seen", "A boat came at night.")
    somebody.presses("Seguir en español")
    expect(somebody.page.locator("textarea[name=narrative]")).to_have_value("A boat came at night.")
    expect(somebody.page.get_by_role("button", name="Enviar informe")).to_be_visible()
