"""A form of the pack gets one more question: uploaded by one person, approved by another, at work without a restart.

The pages are served by a process of their own, which nobody tells of it.
"""

import io
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from samaan import countrypack
from samaan.accounts.models import User
from samaan.configuration.models import Change
from samaan.questionnaires import workflow
from samaan.questionnaires.models import Submission
from tests.factories.accounts import PACK
from tests.factories.cases import make_case
from tests.factories.staff import acting, administrator, director
from tests.support.seeing import serves_everybody
from tests.support.sessions import prove, signed_in

FORM = Path(PACK) / "forms" / "needs_assessment.xlsx"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(PACK.name != "tt", reason="tells of the questions of Trinidad and Tobago's own forms"),
]
QUESTION, PREGUNTA = "Does the person have phone credit?", "¿Tiene la persona crédito en el teléfono?"
BEFORE = "words"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def with_one_more(kind: str = "text", version: str = "2026.3") -> dict[str, object]:
    """The needs assessment with one more question in its first part, as somebody saves it in a spreadsheet program."""
    book = load_workbook(FORM)
    sheet, settings = book["survey"], book["settings"]
    heads = [cell.value for cell in sheet[1]]
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[heads.index("name")].value == BEFORE)
    sheet.insert_rows(row)
    said = {"type": kind, "name": "credit", "label::English (en)": QUESTION, "label::Español (es)": PREGUNTA}
    for head, text in said.items():
        sheet.cell(row, heads.index(head) + 1, text)
    settings.cell(2, [cell.value for cell in settings[1]].index("version") + 1, version)
    written = io.BytesIO()
    book.save(written)
    return {"name": "needs assessment (Aisha's copy).xlsx", "mimeType": XLSX, "buffer": written.getvalue()}


@pytest.fixture
def enter(browser: Browser, site: str):
    """`enter(user)`: a browser at the running site in which this colleague is signed in and has proved it of late."""
    contexts: list[BrowserContext] = []

    def open_tab(user: User, *, phone: bool = False) -> Page:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        context = browser.new_context(base_url=site, viewport=size)
        session = prove(signed_in(user)).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield open_tab
    for context in contexts:
        context.close()


def begun(case, manager: User) -> Submission:
    with acting(manager):
        return workflow.begin_submission(countrypack.pack().instruments["needs_assessment"], case, by=manager)


def test_one_more_question_goes_live_by_upload_and_approval(enter):
    case = make_case()
    manager = case.case_manager
    old = begun(case, manager)
    aisha, chief = administrator(), director()
    User.objects.filter(pk=chief.pk).update(language="es")

    page = enter(aisha)
    page.goto("/pack/")
    serves_everybody(page)
    page.get_by_role("link", name="Change something").click()
    serves_everybody(page)
    page.get_by_label("The file").set_input_files(with_one_more("tect"))
    page.get_by_label("What changes, and why?").fill("The case managers ask it anyway.")
    page.get_by_role("button", name="Look at it").click()
    place = "forms/needs_assessment.xlsx, sheet survey, row 10, type"
    expect(page.get_by_role("rowheader", name=place)).to_be_visible()
    expect(page.get_by_text("The type “tect” is not supported.")).to_be_visible()
    serves_everybody(page)

    page.get_by_label("The file").set_input_files(with_one_more())
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="What would differ")).to_be_visible()
    expect(page.get_by_role("rowheader", name=QUESTION)).to_be_visible()
    serves_everybody(page)
    page.get_by_role("link", name="Try it as users will see it").click()
    serves_everybody(page)
    page.get_by_label(QUESTION).fill("Two dollars")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_label(PREGUNTA)).to_have_value("Two dollars")
    page.get_by_role("link", name="End the trial").click()
    page.get_by_role("link", name="Propose it to a second person").click()
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("It is proposed.")).to_be_visible()
    expect(page.get_by_text("Another person has to decide.")).to_have_count(0)

    second = enter(User.objects.get(pk=chief.pk), phone=True)
    second.goto("/")
    second.get_by_role("link", name="The case managers ask it anyway.").first.click()
    serves_everybody(second)
    second.get_by_role("link", name="Decidir").click()
    expect(second.get_by_role("rowheader", name=PREGUNTA)).to_be_visible()
    serves_everybody(second)
    second.get_by_role("button", name="Aprobar y publicar").click()
    expect(second.get_by_text("Publicado: la versión 2026.1.1 está en uso.")).to_be_visible()
    serves_everybody(second)
    with acting(chief):
        assert Change.objects.get().status == "published"

    third = enter(manager)
    third.wait_for_timeout(2_100)  # as long as a process may go on with what it knows
    third.goto(f"/cases/{case.pk}/")
    third.locator("main .tabs").get_by_role("link", name="Forms").click()
    third.get_by_role("button", name="Needs assessment").click()
    with acting(manager):
        new = Submission.objects.exclude(pk=old.pk).get()
    third.goto(reverse("questionnaires:section", args=[new.pk, "about"]))
    expect(third.get_by_label(QUESTION)).to_be_visible()
    third.goto(reverse("questionnaires:section", args=[old.pk, "about"]))
    expect(third.get_by_text("What matters most to the person now").first).to_be_visible()
    expect(third.get_by_label(QUESTION)).to_have_count(0)
