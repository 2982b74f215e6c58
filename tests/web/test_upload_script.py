"""A large file chosen on a page: it goes in pieces, over a line that breaks, and after the page was left."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from samaan.cases.models import Document
from samaan.vault import files
from tests.factories.cases import acting, make_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTENT = "Dijo que el barco salió de noche. ".encode() * 60_000


@pytest.fixture
def case(live_server):
    return make_case()


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "relato.txt"
    file.write_bytes(CONTENT)
    return file


class Pieces:
    """The line to the server: counts the pieces, and breaks after some of them when told."""

    def __init__(self, page: Page) -> None:
        self.offsets: list[int] = []
        self.breaks_after: int | None = None
        page.route("**/uploads/*/", self.answer)

    def answer(self, route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        if self.breaks_after is not None and len(self.offsets) >= self.breaks_after:
            return route.abort("internetdisconnected")
        self.offsets.append(int(route.request.headers["upload-offset"]))
        return route.continue_()


def open_form(page: Page, case) -> Pieces:
    pieces = Pieces(page)
    page.goto(reverse("cases:document", args=[case.pk]))
    page.get_by_label("What is it?").select_option("other")
    return pieces


def said(page: Page):
    return page.locator(".upload-words")


def send(page: Page) -> None:
    page.get_by_role("button", name="Add a document").click()
    expect(page.get_by_text("The document is kept, encrypted.")).to_be_visible()


def kept(case) -> bytes:
    with acting(case.case_manager):
        stored = Document.objects.select_related("file").get(case=case).file
        return b"".join(files.open_chunks(stored))


def test_a_file_goes_in_pieces_and_the_form_follows(look, case, story):
    page = look(case.case_manager)
    pieces = open_form(page, case)
    page.get_by_label("File").set_input_files(story)
    expect(said(page)).to_have_text("relato.txt has arrived.")
    send(page)
    assert kept(case) == CONTENT
    assert len(pieces.offsets) > 2


def test_a_form_sent_too_early_waits_for_its_file(look, case, story):
    page = look(case.case_manager)
    open_form(page, case)
    page.get_by_label("File").set_input_files(story)
    send(page)
    assert kept(case) == CONTENT


def test_a_line_that_breaks_goes_on_by_itself(look, case, story):
    page = look(case.case_manager)
    pieces = open_form(page, case)
    pieces.breaks_after = 2
    page.get_by_label("File").set_input_files(story)
    expect(said(page)).to_have_text(re.compile(r"No connection. It goes on by itself, from \d+ %."))
    pieces.breaks_after = None
    expect(said(page)).to_have_text("relato.txt has arrived.")
    assert pieces.offsets == sorted(set(pieces.offsets))
    send(page)
    assert kept(case) == CONTENT


def test_after_the_page_was_left_the_same_file_goes_on(look, case, story):
    page = look(case.case_manager)
    pieces = open_form(page, case)
    pieces.breaks_after = 2
    page.get_by_label("File").set_input_files(story)
    expect(said(page)).to_have_text(re.compile("No connection"))
    page.reload()
    expect(said(page)).to_have_text(
        re.compile(r"You began to send relato.txt \(\d+ %\). Choose the same file again to go on.")
    )
    pieces.breaks_after = None
    page.get_by_label("What is it?").select_option("other")
    page.get_by_label("File").set_input_files(story)
    expect(said(page)).to_have_text("relato.txt has arrived.")
    assert pieces.offsets.count(0) == 1
    send(page)
    assert kept(case) == CONTENT


def test_it_can_be_paused_gone_on_with_and_removed(look, case, story):
    page = look(case.case_manager)
    pieces = open_form(page, case)
    pieces.breaks_after = 1
    page.get_by_label("File").set_input_files(story)
    expect(said(page)).to_have_text(re.compile("No connection"))
    page.get_by_role("button", name="Pause").click()
    expect(said(page)).to_have_text(re.compile(r"Paused at \d+ %"))
    pieces.breaks_after = None
    page.get_by_role("button", name="Go on").click()
    expect(said(page)).to_have_text("relato.txt has arrived.")
    page.get_by_role("button", name="Remove").click()
    expect(said(page)).to_be_hidden()
    page.reload()
    expect(said(page)).to_be_hidden()


def test_without_scripts_the_plain_form_takes_it(look, case, story):
    page = look(case.case_manager, java_script_enabled=False)
    page.goto(reverse("cases:document", args=[case.pk]))
    page.get_by_label("What is it?").select_option("other")
    page.get_by_label("File").set_input_files(story)
    page.get_by_role("button", name="Add a document").click()
    assert page.get_by_text("The document is kept, encrypted.").is_visible()
    assert kept(case) == CONTENT
