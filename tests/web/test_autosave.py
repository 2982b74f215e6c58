"""Nothing typed is lost: on a lost line, after the session, or when two people write."""

import pytest
from playwright.sync_api import expect

from tests.web.stage import Server, set_stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

FORM = """<form data-autosave="/save/" data-version="7">
<div class="field" data-field="note"><label for="n">Note</label><textarea id="n" name="note"></textarea></div>
<div class="field" data-field="means"><label><input type="radio" name="means" value="present">Present</label>
<label><input type="radio" name="means" value="absent">Absent</label></div>
<div class="field" data-field="signs"><label><input type="checkbox" name="signs" value="a">A</label>
<label><input type="checkbox" name="signs" value="b">B</label></div></form>"""
OK = (200, {"version": 8})


@pytest.fixture
def page(look):
    return look()


def open_form(page, *answers) -> Server:
    server = Server(page, "**/save/", *answers)
    set_stage(page, FORM, "conflict", "autosave")
    return server


def state(page, field="note"):
    return page.locator(f'[data-field="{field}"] .save-state')


def test_it_saves_what_was_typed_and_says_so(page):
    server = open_form(page, OK)
    page.fill("#n", "He kept her passport.")
    expect(state(page)).to_have_text("Saved")
    assert server.sent == [{"field": ["note"], "note": ["He kept her passport."], "version": ["7"]}]
    page.fill("#n", "He kept both passports.")
    expect(state(page)).to_have_text("Saved")
    page.wait_for_timeout(1000)
    assert server.sent[-1]["version"] == ["8"]


def test_several_choices_go_together(page):
    server = open_form(page, OK)
    page.check("[value=a]")
    page.check("[value=b]")
    expect(state(page, "signs")).to_have_text("Saved")
    assert server.sent[-1]["signs"] == ["a", "b"]
    page.uncheck("[value=a]")
    page.uncheck("[value=b]")
    page.wait_for_timeout(300)
    assert "signs" not in server.sent[-1] and server.sent[-1]["field"] == ["signs"]


def test_on_a_lost_line_it_keeps_trying(page):
    server = open_form(page, "line down", 503, OK)
    page.fill("#n", "first")
    expect(state(page)).to_have_text("Not saved yet")
    page.fill("#n", "second")
    expect(state(page)).to_have_text("Saved", timeout=15000)
    assert server.sent[-1]["note"] == ["second"]


@pytest.mark.parametrize("signed_out", [(401, {"signed_out": True, "sign_in": "/accounts/login/?next=/here/"}), 403])
def test_signed_out_keeps_every_answer(page, signed_out):
    stay = Server(page, "**/stage/stay/", 401)
    server = open_form(page, signed_out, OK)
    page.fill("#n", "a long answer")
    dialog = page.locator("#signed-out")
    expect(dialog).to_be_visible()
    expect(page.locator("#n")).to_have_value("a long answer")
    if signed_out != 403:
        assert dialog.locator("a").get_attribute("href") == "/accounts/login/?next=/here/"
        assert stay.sent == []
    assert len(server.sent) == 1, "it waits until somebody has signed in again"
    dialog.locator("[data-close]").click()
    expect(state(page)).to_have_text("Saved")
    assert server.sent[-1]["note"] == ["a long answer"]


def test_a_file_closed_meanwhile_is_no_sign_out(page):
    Server(page, "**/stage/stay/", 204)
    open_form(page, 403)
    page.fill("#n", "x")
    expect(state(page)).to_have_text("Refused")
    expect(page.locator("#signed-out")).to_be_hidden()


def test_an_answer_refused_says_why(page):
    open_form(page, (422, {"errors": ["Too long by 12 letters."]}))
    page.fill("#n", "x")
    expect(state(page)).to_have_text("Too long by 12 letters.")


CONFLICT = (409, {"version": 9, "theirs": ["absent"], "theirs_text": "Absent", "by": "Anna Invented"})


def test_two_people_see_both_answers(page):
    server = open_form(page, CONFLICT, (200, {"version": 10}))
    page.check("[value=present]")
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("Someone else answered")
    expect(conflict).to_contain_text("Present")
    expect(conflict).to_contain_text("Theirs: Anna Invented")
    expect(conflict).to_contain_text("Absent")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(state(page, "means")).to_have_text("Saved")
    assert (server.sent[-1]["means"], server.sent[-1]["version"]) == (["present"], ["9"])


def test_or_takes_the_other_one(page):
    server = open_form(page, CONFLICT)
    page.check("[value=present]")
    page.get_by_role("button", name="Use theirs").click()
    expect(page.locator("[value=absent]")).to_be_checked()
    expect(page.locator(".conflict")).to_have_count(0)
    assert len(server.sent) == 1, "theirs is saved already"


def test_leaving_with_something_unsaved_asks_first(page):
    open_form(page, "line down")
    page.fill("#n", "x")
    expect(state(page)).to_have_text("Not saved yet")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/accounts/login/")
    assert asked == ["beforeunload"]
