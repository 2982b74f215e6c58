"""What is written reads back; what is moved, changed or orphaned does not open."""

from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, connection, transaction

from samaan.access import context, principals, records
from samaan.access.models import Basis
from samaan.people.models import Person
from samaan.people.workflow import add_person, update_person
from samaan.vault import keyring
from samaan.vault.models import DataKey
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


class File:
    record_kind = "case"

    def __init__(self, record_id):
        self.record_id = record_id


@pytest.fixture
def anna():
    anna = make_user("case_manager")
    with context.acting(context.of_user(anna)):
        yield anna


@pytest.fixture
def file(anna):
    own = records.grant_to(principals.user(anna.pk), ["identity"], basis=Basis.TEAM, purpose="care", by=anna)
    return File(records.begin_record("case", owned_by=anna.organisation, grants=[own]))


@pytest.fixture
def person(anna, file):
    return add_person(
        of=file, compartment="identity", organisation=anna.organisation, given_names="Niña", phones=["+18685550101"]
    )


def column(table, name, pk) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def test_text_and_json_read_back(person):
    again = Person.objects.get(pk=person.pk)
    assert (again.given_names, again.family_names, again.phones) == ("Niña", "", ["+18685550101"])


def test_the_column_holds_no_plain_text(person):
    assert "Niña".encode() not in column("people_person", "given_names", person.pk)


def test_the_same_text_never_looks_the_same_twice(person):
    before = column("people_person", "given_names", person.pk)
    update_person(person, given_names="Niña")
    assert column("people_person", "given_names", person.pk) != before


def test_saving_what_nobody_looked_at_keeps_the_ciphertext(person):
    before = column("people_person", "given_names", person.pk)
    Person.objects.get(pk=person.pk).save(update_fields=["given_names"])
    assert column("people_person", "given_names", person.pk) == before


@pytest.mark.parametrize("where", ["family_names", "address"])
def test_a_ciphertext_moved_to_another_column_does_not_open(person, where):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_person SET {where} = given_names WHERE id = %s", [person.pk])
    with pytest.raises(InvalidTag):
        getattr(Person.objects.get(pk=person.pk), where)


def test_a_ciphertext_moved_to_another_person_does_not_open(anna, file, person):
    other = add_person(of=file, compartment="identity", organisation=anna.organisation)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET given_names = (SELECT given_names FROM people_person WHERE id = %s)"
            " WHERE id = %s",
            [person.pk, other.pk],
        )
    with pytest.raises(InvalidTag):
        _ = Person.objects.get(pk=other.pk).given_names


@pytest.mark.parametrize("sql", ["DELETE FROM vault_datakey", "TRUNCATE vault_datakey"])
def test_the_application_destroys_no_key(person, sql):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert DataKey.objects.filter(record_id=person.pk).exists()


def test_without_a_key_nothing_opens(person):
    with keyring.fresh(), pytest.raises(keyring.KeyUnavailable):
        keyring.key_of(uuid4())


@pytest.mark.parametrize(
    "use", [lambda people: people.filter(given_names="Niña").exists(), lambda p: p.update(address="x")]
)
def test_an_encrypted_column_is_not_filtered_or_updated_by_value(person, use):
    with pytest.raises(TypeError, match="encrypted"), transaction.atomic():
        use(Person.objects.all())


def test_a_list_opens_its_keys_with_one_query(anna, file, django_assert_num_queries):
    for number in range(3):
        add_person(of=file, compartment="identity", organisation=anna.organisation, given_names=f"Invented {number}")
    with keyring.fresh():
        people = list(Person.objects.all())
        with django_assert_num_queries(1):
            keyring.preload(person.pk for person in people)
            assert sorted(person.given_names for person in people) == [f"Invented {n}" for n in range(3)]
