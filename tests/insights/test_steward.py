"""The steward sees who waits and why, never for whom, and reminds the provider."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from samaan import countrypack
from samaan.access import context
from samaan.directory.models import Fact, Service, UnmetSearch
from samaan.insights import jobs, steering
from samaan.insights.reminding import RemindedJustNow, remind_provider
from samaan.referrals.models import Referral
from tests.factories import referrals as making
from tests.factories.accounts import make_user
from tests.support.seeing import serves_everybody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def director():
    return make_user("director", "ctu")


@pytest.fixture
def referral() -> Referral:
    return making.make_referral()


def acting(user):
    return context.acting(context.of_user(user))


def test_the_page_says_what_waits_where_and_nothing_of_whom(referral, director, browse, admin_connection):
    response = browse(director).get(reverse("insights:steward"))

    page = response.content.decode()
    assert referral.reference in page
    assert "The provider has not opened it" in page
    for secret in (making.NAME, making.SURNAME, making.PHONE, str(referral.case_id)):
        assert secret not in page
    noted = "SELECT data FROM audit_event WHERE kind = 'referrals.waiting_read'"
    assert admin_connection.execute(noted).fetchall() == [({"page": "dashboard", "number": 1},)]


def test_on_paper(referral, director, browse):
    paper = browse(director).get(reverse("insights:steward-paper"))

    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert referral.reference in text
    assert director.full_name in text
    assert making.SURNAME not in text


@pytest.mark.parametrize("role", ["me_officer", "case_manager", "system_administrator"])
def test_the_database_itself_tells_nobody_else(referral, role):
    with acting(make_user(role, "ctu")), connection.cursor() as cursor:
        for asked in (
            "SELECT * FROM sec.waiting_referrals(NULL, 100)",
            "SELECT * FROM sec.open_referrals_by_age()",
            "SELECT * FROM sec.answers_in_time('2000-01-01', '2100-01-01')",
        ):
            cursor.execute(asked)
            assert cursor.fetchall() == []


def test_counts_below_five_stay_in_the_database(director, job_role):
    referrals = [making.make_referral() for _ in range(5)]
    fifth = referrals[4]
    long_ago = timezone.now() - timedelta(days=45)
    with job_role(), context.acting(context.of_job("test")):
        Referral.objects.update(status="accepted", sent_at=long_ago, answer_by=long_ago, answered_at=long_ago)
        Referral.objects.filter(pk=fifth.pk).update(answer_by=timezone.now() + timedelta(days=1))

    with acting(director):
        assert steering.in_time() == ([], [])
        assert [bar.words for bar in dict(steering.open_by_age())["Accepted, not begun"]] == ["0", "0", "0", "5", "0"]
    with job_role(), context.acting(context.of_job("test")):
        Referral.objects.filter(pk=fifth.pk).update(status="closed", answer_by=long_ago)
    with acting(director):
        providers, needs = steering.in_time()
        assert [bar.words for bar in (*providers, *needs)] == ["about 100 % of more than 4"] * 2
        assert dict(steering.open_by_age())["Accepted, not begun"][3].words == "fewer than five"


def test_a_reminder_goes_out_once_in_twelve_hours_and_not_for_what_is_answered(referral, director, job_role):
    with acting(director):
        remind_provider(steering.waiting(referral.pk)[0], by=director)
    with acting(director), pytest.raises(RemindedJustNow):
        remind_provider(steering.waiting(referral.pk)[0], by=director)
    with job_role():
        jobs.tell_provider(str(referral.pk))
        told = "SELECT count(*) FROM alerts_alert WHERE rule = 'referral_reminded'"
        with context.acting(context.of_job("test")), connection.cursor() as cursor:
            cursor.execute(told)
            assert cursor.fetchone() == (1,)


def test_gaps_are_needs_without_an_active_service_and_overdue_facts_are_named_by_organisation():
    service = making.service()
    Service.objects.filter(need=service.need).update(is_active=False)
    Fact.objects.all().delete()
    long_ago = timezone.localdate() - timedelta(days=400)
    Fact.objects.create(
        organisation=service.organisation, service=service, group="contact", verified_on=long_ago, due_on=long_ago
    )

    gap = next(gap for gap in steering.gaps() if gap.length == 100)

    assert gap.need == countrypack.pack().label("needs", service.need)
    assert steering.overdue() == [steering.Overdue(service.organisation.name, 1, long_ago)]


def test_what_was_searched_and_not_found_is_told_when_it_was_not_one_persons():
    last_month = steering.first_of_the_month() - timedelta(days=10)
    for times, need in ((3, "food"), (2, "food"), (4, "transport")):
        UnmetSearch.objects.create(need=need, region="TT-TOB", persons=times, hour=last_month, times=times)
    UnmetSearch.objects.create(need="transport", region="TT-TOB", hour=timezone.now(), times=50)

    assert [(need, region, bar.words) for need, region, bar in steering.unmet()] == [("Food", "Tobago", "5")]


@pytest.mark.browser
def test_a_steward_sees_who_waits_and_why_and_reminds_them(referral, look):
    page = look(make_user("director", "ctu", language="es"), "phone")
    page.goto(reverse("insights:map"))
    page.get_by_role("link", name="Dónde esperan las personas").click()

    serves_everybody(page)
    row = page.locator("tr", has_text=referral.reference)
    assert "El proveedor no la ha abierto" in row.inner_text()
    row.get_by_role("button").click()

    page.get_by_text("está recibiendo el recordatorio").wait_for()
    assert "Recordado" in page.locator("tr", has_text=referral.reference).inner_text()
