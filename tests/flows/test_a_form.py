"""A form is filled in by one person at a desk and another on a phone: everything follows as one answers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from samaan.cases import workflow as cases
from samaan.questionnaires.filled import read
from samaan.questionnaires.models import Submission
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.forms import FEARS, again, begin, forms_at_work
from tests.support.cast import PACK
from tests.support.seeing import serves_everybody
from tests.xforms.workbooks import table

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(PACK.name != "tt", reason="tells of the questions of Trinidad and Tobago's own forms"),
]

CHOICES = """
| list_name | name   | label::English (en) | label::Español (es) |
| level     | high   | High                | Alto                |
| level     | low    | Low                 | Bajo                |
| need      | bed    | A bed               | Una cama            |
| need      | doctor | A doctor            | Atención médica     |
| agree     | no     | Do not agree        | No estoy de acuerdo |
| agree     | yes    | Agree               | De acuerdo          |
"""
SURVEY = table(
    {"type": "begin group", "name": "safety", "en": "Safety", "es": "Seguridad"},
    {
        "type": "text",
        "name": "called",
        "en": "What shall we call you?",
        "es": "¿Cómo quiere que le llamemos?",
        "guiding_question::English (en)": "Any name will do.",
        "guiding_question::Español (es)": "Cualquier nombre sirve.",
        "hint::English (en)": "Not the name in the papers",
        "hint::Español (es)": "No el nombre de los documentos",
    },
    {
        "type": "text",
        "name": "fears",
        "en": "What does ${called} fear?",
        "es": "¿Qué teme ${called}?",
        "appearance": "multiline",
        "required": "yes",
        "guidance_hint::English (en)": "Do not press.",
        "guidance_hint::Español (es)": "No insista.",
    },
    {"type": "select_one level", "name": "risk", "en": "Risk", "es": "Riesgo"},
    {
        "type": "integer",
        "name": "nights",
        "en": "Nights in a safe place",
        "es": "Noches en un lugar seguro",
        "constraint": ". >= 0",
        "constraint_message::English (en)": "There cannot be fewer than none.",
        "constraint_message::Español (es)": "No puede haber menos de cero.",
        "relevant": "${risk} = 'low'",
    },
    {"type": "calculate", "name": "weeks", "en": "Weeks", "es": "Semanas", "calculation": "int(${nights} div 7)"},
    {"type": "select_multiple need", "name": "needs", "en": "Needs", "es": "Necesidades"},
    {"type": "note", "name": "bed", "en": "A bed first.", "es": "Una cama.", "relevant": "selected(${needs}, 'bed')"},
    {"type": "select_one agree", "name": "felt", "en": "I was heard", "es": "Me escucharon", "appearance": "likert"},
    {"type": "range", "name": "trust", "en": "Trust", "es": "Confianza", "parameters": "start=0 end=5 step=1"},
    {"type": "date", "name": "since", "en": "Since when?", "es": "¿Desde cuándo?"},
    {"type": "time", "name": "hour", "en": "When to call", "es": "A qué hora llamar"},
    {"type": "geopoint", "name": "place", "en": "Where it was", "es": "Dónde fue"},
    {"type": "acknowledge", "name": "told", "en": "Told of their rights", "es": "Se le informaron sus derechos"},
    {"type": "image", "name": "mark", "en": "Signature", "es": "Firma", "appearance": "signature"},
    {"type": "file", "name": "paper", "en": "A paper", "es": "Un documento"},
    {"type": "end group"},
    {"type": "begin repeat", "name": "child", "en": "Child", "es": "Niña o niño"},
    {"type": "text", "name": "name", "en": "Name", "es": "Nombre"},
    {"type": "end repeat"},
)  # fmt: skip
CALLED, FEARED, NIGHTS = "/data/safety/called", "/data/safety/fears", "/data/safety/nights"


@pytest.fixture
def submission(db) -> Iterator[Submission]:
    with forms_at_work(SURVEY, CHOICES):
        manager = make_user("case_manager", full_name="Anna Invented", language="en")
        yield begin(make_case(case_manager=manager))


def question(page: Page, address: str):
    return page.locator(f'[data-field="{address}"]')


def saved(page: Page, address: str) -> None:
    expect(question(page, address).locator(".save-state")).to_have_text("Saved")


def value(submission: Submission, address: str) -> str:
    with acting(submission.begun_by):
        return read(again(submission)).instance.value(address)


def at(look, submission: Submission, size: str = "desk", code: str = "safety") -> Page:
    page = look(submission.begun_by, size)
    page.goto(f"/forms/{submission.pk}/part/{code}/")
    return page


def test_what_follows_from_an_answer_is_there_at_once_and_the_caret_stays(look, submission):
    page = at(look, submission)
    serves_everybody(page)
    expect(question(page, NIGHTS)).to_have_count(0)

    page.get_by_label("Low").check()
    nights = question(page, NIGHTS).locator("input[type=text]")
    expect(nights).to_be_visible()
    nights.fill("21")
    expect(page.locator("#q-data-safety-weeks output")).to_have_text("3")
    page.get_by_label("A bed").check()
    expect(page.get_by_text("A bed first.")).to_be_visible()

    fears = question(page, FEARED).locator("textarea")
    question(page, CALLED).locator("input[type=text]").fill("Marisol")
    fears.click()
    fears.press_sequentially("The man ", delay=60)
    expect(page.get_by_text("What does Marisol fear?")).to_be_visible()
    expect(fears).to_be_focused()
    fears.press_sequentially("with the pirogue", delay=60)
    expect(fears).to_have_value("The man with the pirogue")
    saved(page, FEARED)

    assert value(submission, FEARED) == "The man with the pirogue"
    page.get_by_label("High").check()
    expect(question(page, NIGHTS)).to_be_hidden()
    page.get_by_label("Low").check()
    expect(nights).to_have_value("21")
    serves_everybody(page)


def test_a_wrong_answer_is_said_beside_it_while_one_writes(look, submission):
    page = at(look, submission)
    page.get_by_label("Low").check()
    nights = question(page, NIGHTS).locator("input[type=text]")

    nights.fill("-2")

    expect(question(page, NIGHTS)).to_contain_text("There cannot be fewer than none.")
    expect(nights).to_have_attribute("aria-invalid", "true")
    expect(nights).to_have_value("-2")
    serves_everybody(page)
    nights.fill("2")
    expect(question(page, NIGHTS)).not_to_contain_text("There cannot be fewer than none.")


def test_on_a_phone_in_spanish_the_form_changes_its_language_in_the_middle(look, submission):
    page = at(look, submission, "phone")
    question(page, CALLED).locator("input[type=text]").fill("Marisol")
    saved(page, CALLED)

    page.get_by_role("button", name="Español").click()

    expect(page.get_by_text("¿Qué teme Marisol?")).to_be_visible()
    page.get_by_label("Bajo").check()
    expect(page.get_by_text("Noches en un lugar seguro")).to_be_visible()
    serves_everybody(page)


def test_two_at_one_form_see_each_other_and_nothing_is_overwritten(look, submission):
    colleague = make_user("case_manager", full_name="Ben Invented", language="en")
    with acting(submission.begun_by):
        cases.join_team(again(submission).record, by=submission.begun_by, user=colleague, part="care")
    first = at(look, submission)
    second = look(colleague, "phone")
    second.goto(f"/forms/{submission.pk}/part/safety/")
    expect(second.get_by_text("Anna Invented is at work on this form too")).to_be_visible()

    question(first, FEARED).locator("textarea").fill("A car outside")
    saved(first, FEARED)
    question(second, FEARED).locator("textarea").fill(FEARS)

    conflict = question(second, FEARED).locator(".conflict")
    expect(conflict).to_contain_text("A car outside")
    serves_everybody(second)
    conflict.get_by_role("button", name="Keep mine").click()
    saved(second, FEARED)
    assert value(submission, FEARED) == FEARS


def test_a_signature_is_drawn_and_kept_as_a_picture(look, submission):
    page = at(look, submission)
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    frame = canvas.bounding_box()
    assert frame
    page.mouse.move(frame["x"] + 20, frame["y"] + 20)
    page.mouse.down()
    page.mouse.move(frame["x"] + 120, frame["y"] + 60, steps=5)
    page.mouse.up()

    page.get_by_role("button", name="Keep this signature").click()

    expect(page.get_by_role("link", name="signature.png")).to_be_visible()
    assert value(submission, "/data/safety/mark").startswith("mark-")


def test_where_one_is_comes_from_the_browser_when_asked(look, submission):
    page = look(
        submission.begun_by, geolocation={"latitude": 10.6549, "longitude": -61.5019}, permissions=["geolocation"]
    )
    page.goto(f"/forms/{submission.pk}/part/safety/")

    page.get_by_role("button", name="Use where I am").click()

    saved(page, "/data/safety/place")
    assert value(submission, "/data/safety/place") == "10.654900 -61.501900"


def test_without_javascript_the_page_comes_back_with_what_is_newly_asked(look, submission):
    page = look(submission.begun_by, "phone", java_script_enabled=False)
    page.goto(f"/forms/{submission.pk}/part/safety/?language=Español (es)")
    page.locator("textarea").first.fill(FEARS)
    page.get_by_label("Bajo").check()
    page.get_by_role("button", name="Save and continue").last.click()

    expect(page.get_by_text("There is another question now.")).to_be_visible()
    expect(page.locator("textarea").first).to_have_value(FEARS)
    page.get_by_label("Noches en un lugar seguro").fill("3")
    page.get_by_role("button", name="Save and continue").last.click()

    expect(page.get_by_role("heading", name="Niña o niño", level=1)).to_be_visible()
    assert (value(submission, FEARED), value(submission, NIGHTS)) == (FEARS, "3")


def test_the_whole_form_from_the_case_to_its_end(look, submission):
    page = look(submission.begun_by, "phone")
    page.goto(f"/cases/{submission.of_record}/")
    page.get_by_role("link", name="Forms").click()
    page.get_by_role("link", name="Needs assessment").click()
    serves_everybody(page)
    page.get_by_role("link", name="Begin to fill in").click()
    question(page, FEARED).locator("textarea").fill(FEARS)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="Child", level=1)).to_be_visible()
    page.get_by_role("button", name="Add: Child").click()
    expect(page.get_by_role("heading", name="Child 2")).to_be_visible()
    serves_everybody(page)
    page.get_by_role("button", name="Remove Child 2").click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Save and look it over").click()
    expect(page.get_by_text(FEARS)).to_be_visible()
    page.get_by_role("link", name="Finish").click()
    serves_everybody(page)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("The form is finished.")).to_be_visible()
    serves_everybody(page)
