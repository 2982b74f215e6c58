"""A section is one page: it shows what is asked, saves what was changed, and comes back when something is not right."""

import pytest

from tests.factories.cases import acting
from tests.factories.forms import FEARS, again, begin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]
FEARED, RISK, NIGHTS, ILL = "/data/safety/fears", "/data/safety/risk", "/data/safety/nights", "/data/health/illness"


def url(submission, code: str = "safety") -> str:
    return f"/forms/{submission.pk}/part/{code}/"


def sent(page, **changed: str) -> dict[str, list[str]]:
    """What a browser without JavaScript sends from a page, with these answers in it."""
    import lxml.html

    form = lxml.html.fromstring(page.content.decode()).get_element_by_id("answers")
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return data | changed


def fill(client, submission, given: dict, code: str = "safety", **more):
    page = client.get(url(submission, code))
    return client.post(url(submission, code), sent(page) | given | {"do": "continue"} | more)


def value(submission, address: str) -> str:
    from samaan.questionnaires.filled import read

    with acting(submission.begun_by):
        return read(again(submission)).instance.value(address)


def test_a_section_shows_what_is_asked_and_not_what_is_not(browse):
    submission = begin()

    page = browse(submission.begun_by).get(url(submission)).content.decode()

    assert "What do you fear?" in page and "Nights in a safe place" not in page


def test_what_was_written_is_saved_and_the_next_section_follows(browse):
    submission = begin()

    answer = fill(browse(submission.begun_by), submission, {FEARED: FEARS, RISK: "high"})

    assert answer.url == url(submission, "health")
    assert (value(submission, FEARED), value(submission, RISK)) == (FEARS, "high")
