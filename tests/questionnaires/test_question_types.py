"""Every kind of question: asked in its way, its answer kept as the XForm says, read in words."""

from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samaan.questionnaires.models import Attachment
from samaan.sealed.models import SealedField
from samaan.vault.models import StoredFile
from tests.factories.cases import acting, make_case
from tests.factories.forms import begin, forms_at_work
from tests.questionnaires.test_section_page import sent, value
from tests.support import samples
from tests.xforms.workbooks import table

pytestmark = pytest.mark.django_db
CHOICES = """
| list_name | name  | label::English (en) | label::Español (es) |
| level     | high  | High                | Alto                |
| level     | low   | Low                 | Bajo                |
"""
LONG = CHOICES + "".join(f"| town | t{n} | Town {n} | Pueblo {n} |\n" for n in range(400))
Q = "/data/q"


@contextmanager
def asked(choices: str = CHOICES, **row: str):
    """A form with this one question, begun."""
    one = {"name": "q", "en": "This one?", "es": "¿Esta?"} | row
    with forms_at_work(table(one), choices):
        yield begin()


def page_of(browse, submission):
    client = browse(submission.begun_by)
    return client, client.get(f"/forms/{submission.pk}/part/q/")


def give(browse, submission, *texts: str, name: str = Q):
    client, page = page_of(browse, submission)
    return client.post(f"/forms/{submission.pk}/part/q/", sent(page) | {name: list(texts), "do": "continue"})


KINDS = [
    ({"type": "text", "appearance": "multiline"}, ["One\r\ntwo"], "One\ntwo", "One\ntwo"),
    ({"type": "integer"}, ["12"], "12", "12"),
    ({"type": "decimal"}, ["1,5"], "1.5", "1.5"),
    ({"type": "range", "parameters": "start=0 end=5 step=1"}, ["3"], "3", "3"),
    ({"type": "range", "parameters": "start=0 end=100 step=1"}, ["42"], "42", "42"),
    ({"type": "date"}, ["2026-11-30"], "2026-11-30", "30 November 2026"),
    ({"type": "date", "appearance": "month-year"}, ["2026-11"], "2026-11-01", "November 2026"),
    ({"type": "date", "appearance": "year"}, ["2026"], "2026-01-01", "2026"),
    ({"type": "time"}, ["14:30"], "14:30", "14:30"),
    ({"type": "dateTime"}, ["2026-11-30T14:30"], "2026-11-30T14:30", "30 November 2026, 14:30"),
    ({"type": "select_one level"}, ["high"], "high", "High"),
    ({"type": "select_one level", "appearance": "minimal"}, ["low"], "low", "Low"),
    ({"type": "select_one level", "appearance": "likert"}, ["low"], "low", "Low"),
    ({"type": "select_one level", "appearance": "quick"}, ["low"], "low", "Low"),
    ({"type": "select_multiple level"}, ["high", "low"], "high low", "High, Low"),
    ({"type": "geopoint"}, ["10.65", "-61.5"], "10.65 -61.5", "10.65, -61.5"),
    ({"type": "acknowledge"}, ["OK"], "OK", "Confirmed"),
]


@pytest.mark.parametrize(("row", "texts", "kept", "words"), KINDS, ids=lambda each: str(each)[:40])
def test_an_answer_is_kept_as_the_form_says_and_read_in_words(browse, row, texts, kept, words):
    with asked(**row) as submission:
        answer = give(browse, submission, *texts)

        assert (answer.status_code, value(submission, Q)) == (302, kept)
        page = browse(submission.begun_by).get(f"/forms/{submission.pk}/").content.decode()
        assert words in page


@pytest.mark.parametrize(("row", "texts", "kept", "words"), KINDS, ids=lambda each: str(each)[:40])
def test_the_page_shows_the_answer_again_as_it_was_given(browse, row, texts, kept, words):
    with asked(**row) as submission:
        give(browse, submission, *texts)
        client, page = page_of(browse, submission)

        client.post(f"/forms/{submission.pk}/part/q/", sent(page) | {"do": "continue"})

        assert value(submission, Q) == kept


def test_an_answer_is_taken_back(browse):
    with asked(type="select_multiple level") as submission:
        give(browse, submission, "high", "low")
        client, page = page_of(browse, submission)
        data = sent(page)
        data.pop(Q)

        client.post(f"/forms/{submission.pk}/part/q/", data | {"do": "continue"})

        assert value(submission, Q) == ""


def test_of_a_long_list_one_writes_the_name(browse):
    with asked(LONG, type="select_one town") as submission:
        _client, page = page_of(browse, submission)
        assert "<datalist" in page.content.decode()

        give(browse, submission, "town 17")

        assert value(submission, Q) == "t17"


def test_what_is_written_of_a_long_list_and_fits_several_is_asked_once_more(browse):
    with asked(LONG, type="select_one town") as submission:
        answer = give(browse, submission, "Town 39")
        assert value(submission, Q) == "t39"

        answer = give(browse, submission, "own 39")

        page = answer.content.decode()
        assert answer.status_code == 422 and "Which of these?" in page and "Town 399" in page
        give(browse, submission, "own 39", "t399")
        assert value(submission, Q) == "t399"


def test_what_is_worked_out_is_shown_only_with_a_label(browse):
    row = {"type": "calculate", "calculation": "1 + 1", "en": "Sum", "es": "Suma"}
    with forms_at_work(table({"type": "text", "name": "q", "en": "Q", "es": "Q"}, {"name": "sum"} | row), CHOICES):
        submission = begin()

        _client, page = page_of(browse, submission)

        assert ">2</output>" in page.content.decode().replace("\n", "").replace(" ", "")


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("at the gate.png", samples.SAMPLES["image/png"])


def test_a_picture_is_kept_encrypted_in_the_compartment_of_its_question(browse):
    with asked(type="image", compartment="health") as submission:
        client, page = page_of(browse, submission)

        client.post(f"/forms/{submission.pk}/part/q/", sent(page) | {Q: picture(), "stay": Q})

        with acting(submission.begun_by):
            attachment = Attachment.objects.get(submission=submission)
            stored, name = StoredFile.objects.get(pk=attachment.file_id), attachment.name
        assert (attachment.compartment, stored.compartment, stored.record_id) == (
            "health",
            "health",
            submission.of_record,
        )
        assert value(submission, Q) == name != "at the gate.png"
        shown = client.get(f"/forms/{submission.pk}/part/q/").content.decode()
        assert "at the gate.png" in shown and f"/files/{stored.pk}" in shown


def test_a_file_that_is_none_we_take_is_refused_beside_its_question(browse):
    with asked(type="file") as submission:
        client, page = page_of(browse, submission)
        program = SimpleUploadedFile("run.exe", b"MZ" + b"\0" * 200)

        answer = client.post(f"/forms/{submission.pk}/part/q/", sent(page) | {Q: program, "stay": Q})

        assert answer.status_code == 422 and value(submission, Q) == ""


def test_a_picture_is_taken_away_and_stays_among_the_earlier_answers(browse):
    with asked(type="image") as submission:
        client, page = page_of(browse, submission)
        client.post(f"/forms/{submission.pk}/part/q/", sent(page) | {Q: picture(), "stay": Q})
        page = client.get(f"/forms/{submission.pk}/part/q/")

        client.post(f"/forms/{submission.pk}/part/q/", sent(page) | {f"remove-{Q}": "yes", "stay": Q})

        assert value(submission, Q) == ""


ADDRESS = "The pink house behind the Carenage jetty"


def test_what_is_sealed_stands_nowhere_but_in_the_sealed_field(browse):
    with asked(type="text", sealed="shelter_address") as submission:
        client, page = page_of(browse, submission)

        client.post(f"/forms/{submission.pk}/part/q/", sent(page) | {f"sealed-{Q}": ADDRESS, "do": "continue"})

        with acting(submission.begun_by):
            assert SealedField.objects.filter(of_record=submission.of_record, sealed_class="shelter_address").exists()
        assert value(submission, Q) == "•••••"
        for where in (f"/forms/{submission.pk}/", f"/forms/{submission.pk}/part/q/", f"/forms/{submission.pk}/print/"):
            assert ADDRESS.encode() not in client.get(where).content


def test_what_is_sealed_is_not_taken_in_clear(browse):
    with asked(type="text", sealed="shelter_address") as submission:
        data = {"field": Q, Q: ADDRESS, "version": "1"}

        answer = browse(submission.begun_by).post(f"/forms/{submission.pk}/answer/", data)

        assert answer.status_code == 422 and value(submission, Q) == ""


def test_nobody_seals_who_may_not_write_that_field(browse):
    case = make_case()
    with forms_at_work(table({"type": "text", "name": "q", "en": "Q", "es": "Q", "sealed": "informant"}), CHOICES):
        submission = begin(case)
        client, page = page_of(browse, submission)

        answer = client.post(f"/forms/{submission.pk}/part/q/", sent(page) | {f"sealed-{Q}": ADDRESS})

        assert answer.status_code == 422 and value(submission, Q) == ""
