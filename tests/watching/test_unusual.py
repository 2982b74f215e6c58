"""What is unusual is seen in the event stream, told once a day, and closed by somebody it is not about."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from samaan import countrypack
from samaan.access import context
from samaan.alerts.models import Alert
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.transitions import NotPermitted
from samaan.watching import jobs, unusual, workflow
from samaan.watching.models import Concern, Progress
from samaan.watching.unusual import Stretch
from tests.access.test_quota import AnyFile
from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    """It is not night, whenever this runs."""
    monkeypatch.setattr(unusual, "is_night", lambda moment: False)


@pytest.fixture
def worker(job_role):
    """`with worker():` reads and writes as the worker does."""

    @contextmanager
    def as_worker():
        with job_role(), context.acting(context.of_job("test")):
            yield

    return as_worker


@pytest.fixture
def watch(job_role):
    def once():
        with job_role():
            jobs.watch()

    return once


@pytest.fixture
def from_(monkeypatch):
    """`from_(records_an_hour=3)`: unusual from so many on."""

    def of(**numbers):
        usual = countrypack.pack().limits.unusual
        monkeypatch.setattr(unusual, "at", lambda name: numbers.get(name, usual[name]))

    return of


@pytest.fixture
def director():
    return make_user("director")


@pytest.fixture
def officer(director):
    return make_user("case_manager")


def look(user, number: int, kind: str = "record.opened", **data):
    with acting(user):
        for _each in range(number):
            stream.append(kind, record=AnyFile(), by=user, **data)


def rules(director) -> list[tuple[str, int | None]]:
    with acting(director):
        return [(one.rule, one.user_id) for one in Concern.objects.order_by("raised_at")]


@pytest.mark.parametrize(
    ("rule", "name", "kind"),
    [
        ("many_records", "records_an_hour", "record.opened"),
        ("many_records", "records_an_hour", "file.opened"),
        ("refusals", "refusals_an_hour", "access.missed"),
        ("searches", "searches_an_hour", "person.searched"),
        ("reveals", "reveals_a_day", "sealed.revealed"),
    ],
)
def test_from_a_number_on_it_is_told_once_and_below_it_never(rule, name, kind, officer, director, from_, watch):
    from_(**{name: 4})
    look(officer, 3, kind)
    watch()
    assert rules(director) == []
    look(officer, 1, kind)
    watch()
    watch()
    assert rules(director) == [(rule, officer.pk)]
    with acting(director):
        assert Alert.objects.filter(user=director, rule="concern_raised").count() == 1


def test_the_same_file_again_is_no_further_file(officer, director, from_, watch):
    from_(records_an_hour=2)
    with acting(officer):
        file = AnyFile()
        for _each in range(5):
            stream.opened(file, by=officer)
    watch()
    assert rules(director) == []


def test_whoever_opens_as_many_every_day_is_not_unusual(officer, director, from_, watch, worker):
    from_(records_an_hour=3, times_the_usual=2)
    assert unusual.usual_hour(officer.pk, timezone.now()) == 0
    with worker():
        for days in range(1, 6):
            yesterday = timezone.localdate() - timedelta(days=days)
            count(officer, yesterday, 40)
        assert unusual.usual_hour(officer.pk, timezone.now()) == 10
    look(officer, 3)
    watch()
    assert rules(director) == []


def count(user, day, number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.count_use(%s, %s, 'case', %s, NULL)", [user.pk, day, number])


def test_a_limit_that_was_reached_is_told(officer, director, watch):
    with acting(officer):
        stream.append("limit.reached", by=officer, what="case", limit=60)
    watch()
    assert rules(director) == [("limit", officer.pk)]


def test_at_night_it_takes_few_and_whoever_works_then_is_not_told(officer, director, from_, monkeypatch, watch):
    from_(records_at_night=2)
    monkeypatch.setattr(unusual, "is_night", lambda moment: True)
    look(officer, 2)
    monkeypatch.setattr(unusual, "works_at_night", lambda user_id, until: True)
    watch()
    assert rules(director) == []
    monkeypatch.setattr(unusual, "works_at_night", lambda user_id, until: False)
    watch()
    assert rules(director) == [("at_night", officer.pk)]


def test_one_file_opened_by_many_is_told_without_those_who_opened_it(director, from_, watch):
    from_(readers_of_a_person=3)
    case = make_case()
    curious = [make_user("case_manager"), make_user("case_manager"), make_user("deputy_director")]
    for user in curious:
        with acting(user):
            stream.opened(case, by=user)
    watch()
    with acting(director):
        concern = Concern.objects.get()
        assert (concern.rule, concern.user_id, concern.about_id) == ("readers", None, case.pk)
        assert concern.numbers["count"] == 3
    with acting(curious[2]):
        assert not Concern.objects.exists()


@pytest.mark.parametrize(("hour", "night"), [(21, True), (2, True), (5, False), (12, False), (20, False)])
def test_the_night_is_where_the_country_is(hour, night, monkeypatch):
    monkeypatch.undo()
    moment = timezone.make_aware(datetime(2026, 3, 4, hour, 30))
    assert unusual.is_night(moment) is night


def test_a_worker_that_was_down_catches_up(officer, director, from_, watch, worker):
    from_(records_an_hour=2)
    now = timezone.now()
    moments = jobs.moments(now - timedelta(hours=3), now)
    assert moments[-1] == now and all(later - earlier <= jobs.STEP for earlier, later in pairwise(moments))
    watch()
    with worker():
        Progress.objects.update(looked_until=now - timedelta(days=2))
    look(officer, 2)
    watch()
    assert rules(director) == [("many_records", officer.pk)]
    with worker():
        assert Progress.objects.get().looked_until > now


def test_nobody_sees_or_closes_what_is_about_them(from_, browse, watch):
    from_(records_an_hour=1)
    director, deputy, auditor = make_user("director"), make_user("deputy_director"), make_user("auditor")
    look(director, 1)
    watch()
    with acting(director):
        assert not Concern.objects.exists()
    for user in (deputy, auditor):
        with acting(user):
            assert Concern.objects.count() == 1
    with acting(deputy):
        concern = Concern.objects.get()
        with pytest.raises(NotPermitted):
            workflow.close(concern, by=director, finding="explained", words="It was nothing.")
    assert prove(browse(director)).get(concern.get_absolute_url()).status_code == 404
    assert Program(director).get(f"/concerns/{concern.pk}", expect=404)["error"] == "not_found"


def test_it_is_closed_with_a_finding_on_the_record(officer, director, from_, browse, watch):
    from_(records_an_hour=1)
    look(officer, 1)
    watch()
    browser = prove(browse(director))
    assert "Something unusual was seen" in browser.get(reverse("alerts:inbox")).content.decode()
    page = browser.get(reverse("watching:concerns")).content.decode()
    assert officer.full_name in page
    with acting(director):
        concern = Concern.objects.get()
    assert browser.post(concern.get_absolute_url(), {"finding": "explained"}).status_code == 422
    closed = browser.post(concern.get_absolute_url(), {"finding": "talked_to", "words": "We spoke about it."})
    assert closed.status_code == 302
    with acting(director):
        (event,) = Event.objects.filter(kind="concern.closed")
        assert (event.actor_id, event.data["finding"], event.data["user"]) == (director.pk, "talked_to", officer.pk)
        with pytest.raises(ValidationError):
            workflow.close(concern, by=director, finding="sky", words="x")


def test_the_watched_one_cannot_raise_or_remove_concerns(officer, director, from_):
    with acting(officer), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM watching_concern")


def test_a_look_finds_nothing_in_an_empty_stretch(worker):
    with worker():
        assert unusual.look(Stretch(timezone.now() - timedelta(days=400), 0)) == []
