"""Case and investigation: no grant on one opens the other, and access passes only along the ways there are."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.utils import timezone

from samaan.access import principals, records
from samaan.access.models import Basis, Grant, Record
from samaan.people.models import Person
from samaan.people.workflow import add_person
from tests.access.test_row_security import begin_file, names_seen_by
from tests.factories.accounts import make_user
from tests.factories.cases import acting

pytestmark = pytest.mark.django_db(transaction=True)
INVESTIGATION = ("summary", "suspects", "evidence", "covert")


class File:
    """The least a record of any kind needs to be."""

    def __init__(self, kind, record_id):
        self.record_kind, self.record_id = kind, record_id


def begin(kind: str, user, compartments) -> File:
    own = records.grant_to(principals.user(user.pk), compartments, basis=Basis.ASSIGNMENT, purpose="work", by=user)
    return File(kind, records.begin_record(kind, owned_by=user.organisation, grants=[own]))


@pytest.fixture
def investigator():
    return make_user("investigator")


@pytest.fixture
def manager():
    return make_user("case_manager")


WAYS_THERE_ARE_NOT = [
    ("investigation", "summary", "case"), ("investigation", "covert", "case"), ("case", "summary", "investigation"),
    ("case", "legal", "investigation"), ("report", "screening", "case"), ("report", "summary", "investigation"),
    ("investigation", "covert", "person"), ("investigation", "summary", "report"), ("case", "identity", "report"),
    ("person", "summary", "case"), ("case", "health", "referral"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "compartment", "target"), WAYS_THERE_ARE_NOT)
def test_access_passes_from_neither_side_to_the_other(investigator, source, compartment, target):
    with pytest.raises(IntegrityError, match="no access passes"), acting(investigator):
        here = begin(source, investigator, ["summary"])
        records.inherit(here, compartment, begin(target, investigator, ["summary"]))


def test_nor_by_changing_a_way_there_is(investigator):
    with acting(investigator):
        investigation = begin("investigation", investigator, INVESTIGATION)
        person = add_person(of=investigation, compartment="suspects", organisation=investigator.organisation)
        case = begin("case", investigator, ["summary"])
    with pytest.raises(IntegrityError, match="no access passes"), acting(investigator), connection.cursor() as cursor:
        cursor.execute("UPDATE access_inheritance SET target_id = %s WHERE target_id = %s", [case.record_id, person.pk])


def test_a_record_stays_the_kind_it_began_as(investigator):
    with acting(investigator):
        begin("investigation", investigator, INVESTIGATION)
    with pytest.raises(DatabaseError, match="stays what it began as"), acting(investigator):
        Record.objects.update(kind="case")


def test_a_suspect_is_seen_by_whoever_holds_the_suspects_and_by_no_case_manager(investigator, manager):
    with acting(investigator):
        investigation = begin("investigation", investigator, INVESTIGATION)
        add_person(of=investigation, compartment="suspects", organisation=manager.organisation, given_names="Rufus")
        records.open_to(
            investigation, principals.user(manager.pk), INVESTIGATION, basis=Basis.TEAM, purpose="x", by=investigator
        )
    assert names_seen_by(investigator) == ["Rufus"]
    assert names_seen_by(manager) == []
    with acting(manager):
        assert not Record.objects.filter(pk=investigation.record_id).exists()


def test_a_wall_opens_nothing_and_passes_on_who_is_kept_out(investigator, manager):
    director = make_user("director")
    with acting(manager):
        case = begin_file(manager, ["summary", "identity"])
        add_person(of=case, compartment="identity", organisation=manager.organisation, given_names="Marisol")
        records.open_to(case, principals.user(director.pk), ["identity"], basis=Basis.TEAM, purpose="x", by=manager)
        records.open_to(case, principals.user(investigator.pk), ["summary"], basis=Basis.TEAM, purpose="x", by=manager)
    with acting(investigator):
        report = begin("report", investigator, ["summary", "persons"])
        records.wall(report, case)
        records.wall(case, report)
    assert names_seen_by(director) == ["Marisol"]
    assert names_seen_by(investigator) == []
    with acting(investigator):
        assert records.compartments_of(report, manager) == set()
        records.exclude(report, director, by=investigator)
        assert records.excluded_user_ids(case.record_id) == {director.pk}
    assert names_seen_by(director) == [], "the person is two files away from where the conflict was declared"
    with acting(investigator):
        records.readmit(report, director, by=investigator, reason="A cousin of another name.")
    assert names_seen_by(director) == ["Marisol"]


def test_nobody_lets_themselves_back(manager):
    with acting(manager):
        case = begin_file(manager)
        records.open_to(
            case, principals.user(make_user("director").pk), ["summary"], basis=Basis.TEAM, purpose="x", by=manager
        )
        records.exclude(case, director := make_user("director"), by=manager)
    with pytest.raises(IntegrityError, match="nobody_lets_themselves_back"), acting(manager):
        records.readmit(case, director, by=director)


def test_a_grant_that_has_run_out_is_gone_on_the_next_request_without_the_worker(manager):
    other = make_user("case_manager")
    with acting(manager):
        file = begin_file(manager)
        add_person(of=file, compartment="identity", organisation=manager.organisation, given_names="Marisol")
        records.open_to(
            file, principals.user(other.pk), ["identity"], basis=Basis.TEAM, purpose="x", by=manager,
            ends_at=timezone.now() + timedelta(milliseconds=400),
        )  # fmt: skip
    assert names_seen_by(other) == ["Marisol"]
    with acting(manager):
        Grant.objects.filter(principal=principals.user(other.pk)).update(ends_at=timezone.now())
    assert names_seen_by(other) == []


def test_nobody_grants_themselves_an_emergency(manager):
    with acting(manager):
        file = begin_file(manager)
    with pytest.raises(DatabaseError, match="opens a record in an emergency"), acting(manager):
        records.open_to(
            file, principals.user(manager.pk), ["identity"], basis=Basis.BREAK_GLASS, purpose="x", by=manager
        )


def test_what_asks_behind_row_security_answers_nobody_without_a_context(manager):
    with acting(manager):
        file = begin_file(manager)
        records.exclude(file, make_user("director"), by=manager)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.kept_out(%s)", [file.record_id])
        assert cursor.fetchone()[0] == []


def test_persons_stay_seen_by_the_files_that_name_them(investigator):
    with acting(investigator):
        report = begin("report", investigator, ["summary", "persons"])
        add_person(of=report, compartment="persons", organisation=investigator.organisation, given_names="Marisol")
        assert Person.objects.count() == 1
