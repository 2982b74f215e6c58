"""The database itself isolates: no application filter stands in these tests."""

import pytest
from django.db import InternalError, ProgrammingError, connection

from samaan.access import context, principals, records
from samaan.access.models import Basis, Grant
from samaan.people.models import Person
from samaan.people.workflow import add_person
from tests.factories.accounts import make_organisation, make_user

# Each act commits, as in life: within its own transaction a record may still be filled by whoever began it.
pytestmark = pytest.mark.django_db(transaction=True)


class File:
    """The least a record needs to be: what it is called and its id."""

    record_kind = "case"

    def __init__(self, record_id):
        self.record_id = record_id


def begin_file(user, compartments=("summary", "identity")) -> File:
    own = records.grant_to(principals.user(user.pk), compartments, basis=Basis.ASSIGNMENT, purpose="care", by=user)
    return File(records.begin_record("case", owned_by=user.organisation, grants=[own]))


def names_seen_by(user) -> list[str]:
    with context.acting(context.of_user(user)):
        return sorted(person.given_names for person in Person.objects.all())


@pytest.fixture
def anna():
    return make_user("case_manager")


@pytest.fixture
def stranger():
    return make_user("case_manager")


def test_a_person_is_seen_through_the_file_that_holds_their_identity(anna, stranger):
    with context.acting(context.of_user(anna)):
        add_person(of=begin_file(anna), compartment="identity", organisation=anna.organisation, given_names="Marisol")
    assert names_seen_by(anna) == ["Marisol"]
    assert names_seen_by(stranger) == []


def test_a_compartment_not_granted_stays_shut(anna):
    with context.acting(context.of_user(anna)):
        file = begin_file(anna, compartments=["summary"])
        add_person(of=file, compartment="identity", organisation=anna.organisation, given_names="Marisol")
    assert names_seen_by(anna) == []


def test_a_new_grant_opens_and_its_end_shuts_at_once(anna, stranger):
    with context.acting(context.of_user(anna)):
        file = begin_file(anna)
        add_person(of=file, compartment="identity", organisation=anna.organisation, given_names="Marisol")
        reader = principals.user(stranger.pk)
        records.open_to(file, reader, ["identity"], basis=Basis.TEAM, purpose="care", by=anna)
    assert names_seen_by(stranger) == ["Marisol"]
    with context.acting(context.of_user(anna)):
        assert records.close_to(file, reader) == 1
    assert names_seen_by(stranger) == []


def test_a_conflict_of_interest_beats_a_grant(anna, stranger):
    with context.acting(context.of_user(anna)):
        file = begin_file(anna)
        add_person(of=file, compartment="identity", organisation=anna.organisation, given_names="Marisol")
        records.open_to(file, principals.user(stranger.pk), ["identity"], basis=Basis.TEAM, purpose="care", by=anna)
        records.exclude(file, stranger, by=anna)
    assert names_seen_by(stranger) == []


def test_without_a_context_nothing_is_seen(anna):
    with context.acting(context.of_user(anna)):
        add_person(of=begin_file(anna), compartment="identity", organisation=anna.organisation, given_names="Marisol")
    assert list(Person.objects.all()) == []


@pytest.mark.parametrize(
    "forgery",
    [
        "SELECT set_config('samaan.principals', %s, true)",
        "SELECT set_config('samaan.principals', %s, true), set_config('samaan.mac', repeat('0', 64), true)",
        "SELECT set_config('samaan.principals', %s, true), set_config('samaan.meta', '1;9999999999;', true)",
    ],
)
def test_a_forged_context_sees_nothing(anna, stranger, forgery):
    with context.acting(context.of_user(anna)):
        add_person(of=begin_file(anna), compartment="identity", organisation=anna.organisation, given_names="Marisol")
    with context.acting(context.of_user(stranger)), connection.cursor() as cursor:
        cursor.execute(forgery, [f"{{{principals.user(anna.pk)}}}"])
        assert list(Person.objects.all()) == []


def test_the_worker_sees_records_only_while_it_says_what_for(anna):
    with context.acting(context.of_job("mail")):
        assert list(Person.objects.all()) == [], "the web role is not the worker, whatever it says"


def test_nobody_grants_themselves_a_record_they_do_not_see(anna, stranger):
    with context.acting(context.of_user(anna)):
        file = begin_file(anna)
    with pytest.raises(ProgrammingError, match="row-level security"), context.acting(context.of_user(stranger)):
        mine = principals.user(stranger.pk)
        records.open_to(file, mine, ["summary"], basis=Basis.TEAM, purpose="curiosity", by=stranger)


def test_nobody_links_themselves_to_a_person_they_do_not_see(anna, stranger):
    with context.acting(context.of_user(anna)):
        person = add_person(of=begin_file(anna), compartment="identity", organisation=anna.organisation)
    with pytest.raises(ProgrammingError, match="row-level security"), context.acting(context.of_user(stranger)):
        records.inherit(begin_file(stranger), "identity", person)


def test_the_access_list_follows_grants_and_is_not_written_by_hand(anna):
    with context.acting(context.of_user(anna)):
        begin_file(anna)
    with (
        pytest.raises((InternalError, ProgrammingError), match="follow the grants"),
        context.acting(context.of_user(anna)),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE access_grant SET acl = acl || 1::bigint")


def test_oversight_comes_with_the_role_and_the_organisation(anna):
    head, other = make_user("head_of_investigations"), make_user("head_of_investigations", make_organisation("iom"))
    with context.acting(context.of_user(anna)):
        report = File(records.begin_record("report", owned_by=anna.organisation))
    assert grants_seen_by(head, report) > 0
    assert grants_seen_by(other, report) == 0


def grants_seen_by(user, record) -> int:
    with context.acting(context.of_user(user)):
        return Grant.objects.filter(record_id=record.record_id).count()


def test_a_user_who_left_sees_nothing_more(anna):
    with context.acting(context.of_user(anna)):
        add_person(of=begin_file(anna), compartment="identity", organisation=anna.organisation, given_names="Marisol")
    anna.is_active = False
    assert names_seen_by(anna) == []
