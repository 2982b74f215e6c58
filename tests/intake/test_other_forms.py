"""A report has forms besides its screenings: in a tab of its own, begun by whoever works on it."""

import pytest

from samaan.countrypack import active
from samaan.intake.models import Report
from samaan.questionnaires.models import Submission
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.factories.intake import make_report

pytestmark = pytest.mark.django_db


def test_a_form_about_a_report_is_begun_in_its_tab_and_stands_there(browse):
    report = make_report(Report.Status.ACCEPTED, answers={"region": "TT-POS"})
    investigator = report.assigned_to
    client = browse(investigator)
    assert f"/reports/{report.pk}/forms/" in client.get(report.get_absolute_url()).content.decode()
    assert "Before the first contact" in client.get(f"/reports/{report.pk}/forms/").content.decode()

    page = client.post(f"/forms/begin/first_contact/report/{report.pk}/", follow=True).content.decode()

    with acting(investigator):
        begun = Submission.objects.get(instrument="first_contact")
        assert begun.of_record == report.pk
    page = client.get(f"/forms/{begun.pk}/part/about/").content.decode()
    assert page.count("Known from the report") == 2, "where, and how urgent"
    menu = page[page.index("<nav") :]
    assert menu.index('href="/reports/"') < menu.index('aria-current="true"') < menu.index('href="/reports/new/"')
    assert begun.get_absolute_url() in client.get(f"/reports/{report.pk}/forms/").content.decode()


def test_nobody_begins_one_about_a_report_that_is_not_theirs(browse):
    report = make_report(Report.Status.ACCEPTED)
    stranger = browse(make_user("investigator"))
    for answer in (
        stranger.get(f"/reports/{report.pk}/forms/"),
        stranger.post(f"/forms/begin/first_contact/report/{report.pk}/"),
    ):
        assert answer.status_code == 404


def test_a_report_nobody_works_on_takes_none(browse):
    report = make_report(Report.Status.TRIAGED)
    head = make_user("head_of_investigations")
    page = browse(head).get(f"/reports/{report.pk}/forms/").content.decode()
    assert "No forms for you yet" in page and "Before the first contact" not in page


def test_without_such_an_instrument_there_is_no_tab(browse):
    report = make_report(Report.Status.ACCEPTED)
    now = active.pack()
    without = [row for row in now.content["instruments"] if row["code"] != "first_contact"]
    with active.use_instead(type(now)({**now.content, "instruments": without})):
        page = browse(report.assigned_to).get(report.get_absolute_url()).content.decode()
    assert f"/reports/{report.pk}/forms/" not in page
