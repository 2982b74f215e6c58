"""A form on paper: blank in either language; as it was filled in, by whom it was printed, without what is hidden."""

import io

import pytest
from pypdf import PdfReader

from tests.factories.accounts import make_user
from tests.factories.cases import make_case
from tests.factories.forms import FEARS, ILLNESS, begin, save
from tests.questionnaires.test_section_page import join

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]
FEARED, RISK, ILL = "/data/safety/fears", "/data/safety/risk", "/data/health/illness"


def read(answer) -> str:
    assert answer.headers["Content-Type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return " ".join(text.split())


def test_a_blank_form_has_its_questions_choices_and_what_to_skip(browse):
    text = read(browse(make_user("case_manager")).get("/forms/blank/needs/?as=pdf"))

    assert "1. What do you fear?" in text and "High" in text and "Low" in text
    assert "Only if the answer to 2 is “Low”." in text


def test_a_blank_form_is_printed_in_the_other_language(browse):
    text = read(browse(make_user("case_manager")).get("/forms/blank/needs/?as=pdf&language=Español (es)"))

    assert "¿Qué teme?" in text and "Solo si la respuesta a la pregunta 2 es “Bajo”." in text


def test_a_blank_form_is_looked_at_as_a_page(browse):
    page = browse(make_user("case_manager")).get("/forms/blank/needs/").content.decode()

    assert "What do you fear?" in page and "As a PDF, to print" in page


def test_whose_role_does_not_fill_it_in_prints_none(browse):
    assert browse(make_user("auditor")).get("/forms/blank/needs/?as=pdf").status_code == 403


def test_a_filled_form_says_who_printed_it_and_when(browse):
    submission = begin()
    save(submission, {FEARED: FEARS, RISK: "high", ILL: ILLNESS})

    answer = browse(submission.begun_by).get(f"/forms/{submission.pk}/print/")

    text = answer.content.decode()
    assert [words in text for words in (FEARS, "High", ILLNESS, submission.begun_by.full_name)] == [True] * 4
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_hidden_from_its_reader_is_not_printed(browse):
    submission, colleague = begin(make_case()), make_user("case_manager")
    join(submission, colleague)
    save(submission, {FEARED: FEARS, ILL: ILLNESS})

    text = browse(colleague).get(f"/forms/{submission.pk}/print/").content.decode()

    assert FEARS in text and ILLNESS not in text
