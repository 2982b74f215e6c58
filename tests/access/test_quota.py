"""What one person opens in a day, counted with the look itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from samaan.access import quota
from samaan.access.quota import LimitReached
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.countrypack.parts import Limits
from samaan.walls.workflow.emergency import open_in_emergency
from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.intake import make_report
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.django_db


class AnyFile:
    def __init__(self, kind="case", pk=None):
        self.record_kind, self.record_id = kind, pk or uuid4()


@pytest.fixture
def limit(monkeypatch):
    """`limit(case=2)`: so many a day for everybody."""

    def of(**numbers):
        monkeypatch.setattr(Limits, "a_day", lambda self, role, what: numbers.get(what, 1000))

    return of


@pytest.fixture
def user():
    return make_user("case_manager")


def look(user, *files):
    with acting(user):
        for file in files:
            stream.opened(file, by=user)


def test_one_more_than_a_day_allows_is_refused_and_leaves_no_look(user, limit):
    limit(case=2)
    look(user, AnyFile(), AnyFile())
    third = AnyFile()
    with pytest.raises(LimitReached) as refused:
        look(user, third)
    assert (refused.value.what, refused.value.limit, refused.value.until) == ("case", 2, quota.end_of_day())
    with acting(user):
        assert not Event.objects.filter(record_id=third.record_id).exists()
        assert quota.count_of(user, "case") == 2


def test_what_was_open_today_stays_open(user, limit):
    limit(case=1)
    file = AnyFile()
    look(user, file, file)
    look(user, file)
    with acting(user):
        assert quota.count_of(user, "case") == 1


def test_a_document_a_name_and_a_sealed_field_count_as_their_file(user, limit):
    limit(case=1)
    look(user, AnyFile())
    for kind in ("file.opened", "file.original_opened", "name.shown", "sealed.revealed"):
        with acting(user), pytest.raises(LimitReached):
            stream.append(kind, record=AnyFile(), by=user)


def test_each_kind_has_its_own_number_and_each_person_too(user, limit):
    limit(case=1)
    look(user, AnyFile(), AnyFile("report"))
    look(make_user("case_manager"), AnyFile())


def test_the_next_day_begins_anew(user, limit, monkeypatch):
    limit(case=1)
    look(user, AnyFile())
    tomorrow = quota.today() + timedelta(days=1)
    monkeypatch.setattr(quota, "today", lambda: tomorrow)
    look(user, AnyFile())


def test_a_file_open_in_an_emergency_is_counted_and_never_refused(user, limit):
    limit(case=1)
    investigator, case = make_user("investigator"), make_case()
    look(investigator, AnyFile())
    with acting(investigator):
        reason = "She is in danger now and nobody answers the telephone."
        open_in_emergency("case", case.reference, by=investigator, reason=reason)
    look(investigator, case)
    with acting(investigator):
        assert quota.count_of(investigator, "case") == 2


def test_somebody_else_allows_more_and_never_oneself(user, limit):
    limit(case=1)
    look(user, AnyFile())
    with acting(user), pytest.raises(ProgrammingError), transaction.atomic():
        quota.allow_more(user, "case", 5)
    supervisor = make_user("director")
    with acting(supervisor):
        quota.allow_more(user, "case", 1)
    look(user, AnyFile())
    with pytest.raises(LimitReached):
        look(user, AnyFile())


@pytest.mark.parametrize("table", ["access_daycount", "access_daylook"])
@pytest.mark.parametrize("act", ["UPDATE {} SET day = day - 1", "DELETE FROM {}"])
def test_nobody_writes_the_counts_by_another_way(user, table, act):
    look(user, AnyFile())
    with acting(user), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))


def test_what_was_used_is_not_given_back(user):
    with acting(user), pytest.raises(Exception, match="not given back"), transaction.atomic():
        quota.used(user, "case", -5, 60)


def test_lines_of_lists_count_once_a_day(user, limit):
    limit(line=3)
    files = [uuid4() for _number in range(3)]
    with acting(user):
        quota.count_lines(user, files)
        quota.count_lines(user, files)
        with pytest.raises(LimitReached):
            quota.count_lines(user, [*files, uuid4()])
        assert quota.count_of(user, "line") == 3


def test_the_page_says_how_many_until_when_and_where_to_ask(limit, browse):
    limit(case=1)
    manager = make_user("case_manager")
    first, second = make_case(case_manager=manager), make_case(case_manager=manager)
    browser = browse(manager)
    assert browser.get(first.get_absolute_url()).status_code == 200
    refused = browser.get(second.get_absolute_url())
    assert refused.status_code == 429
    assert reverse("watching:ask", args=["case"]) in refused.content.decode()
    assert browser.get(first.get_absolute_url()).status_code == 200
    with acting(manager):
        (event,) = Event.objects.filter(kind="limit.reached")
        assert (event.actor_id, event.data) == (manager.pk, {"what": "case", "limit": 1})
        assert not Event.objects.filter(kind="record.opened", record_id=second.pk).exists()


def test_a_program_meets_the_same_limit_on_every_operation_of_a_case(limit):
    limit(case=1)
    manager = make_user("case_manager")
    first, second = make_case(case_manager=manager), make_case(case_manager=manager)
    program = Program(manager)
    program.get(f"/cases/{first.pk}")
    for part in ("", "/notes", "/tasks", "/documents", "/timeline", "/risk", "/consent"):
        answer = program.get(f"/cases/{second.pk}{part}", expect=429)
        assert (answer["error"], answer["what"], answer["limit"]) == ("limit_reached", "case", 1)
    with acting(manager):
        assert Event.objects.filter(kind="limit.reached", actor_id=manager.pk).count() == 7
        assert not Event.objects.filter(kind="record.opened", record_id=second.pk).exists()


def test_a_program_reads_only_so_many_lines_of_lists(limit):
    limit(line=1)
    manager = make_user("case_manager")
    make_case(case_manager=manager)
    make_case(case_manager=manager)
    program = Program(manager)
    program.get("/cases?limit=1")
    assert program.get("/cases?limit=2", expect=429)["what"] == "line"


@pytest.mark.parametrize(("role", "url"), [
    ("case_manager", "cases:list"), ("case_manager", "referrals:list"), ("intake_officer", "intake:reports"),
])  # fmt: skip
def test_a_list_is_a_page_of_lines(role, url, limit, browse):
    """Each list of the menu is counted: with nothing left for the day it is refused as soon as it has a line."""
    limit(line=0)
    make_report()
    referral = make_referral()
    user = make_user("intake_officer") if role == "intake_officer" else referral.sender
    assert browse(user).get(reverse(url)).status_code == 429


def test_the_parts_of_an_open_page_count_by_themselves(limit, browse):
    """Without its page, a fragment is no way around: the header that says an open page asks is anybody’s to send."""
    limit(report=1)
    officer = make_user("intake_officer")
    first, second = make_report(), make_report()
    browser = browse(officer)
    assert browser.get(reverse("intake:report", args=[first.pk])).status_code == 200
    messages = reverse("intake:messages", args=[second.pk])
    assert browser.get(messages, headers={"HX-Target": "chat-messages"}).status_code == 429


def test_guessing_addresses_is_on_the_record(browse):
    manager = make_user("case_manager")
    browser = browse(manager)
    for _number in range(3):
        assert browser.get(reverse("cases:case", args=[uuid4()])).status_code == 404
    Program(manager).get(f"/cases/{uuid4()}", expect=404)
    with acting(manager):
        assert Event.objects.filter(kind="access.missed", actor_id=manager.pk).count() == 4


@pytest.mark.django_db(transaction=True)
def test_many_at_once_open_no_more_than_one_after_the_other(limit):
    limit(case=5)
    user = make_user("case_manager")

    def try_one(_number) -> bool:
        try:
            look(user, AnyFile())
        except LimitReached:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(try_one, range(24)))
    assert sum(opened) == 5
