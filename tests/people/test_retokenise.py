"""After a change of key, algorithm or nicknames every person is found again."""

import pytest
from click.testing import CliRunner

from samaan.access import context
from samaan.people import tokens
from samaan.people.models import Person
from samaan.people.retokenising import retokenise
from samaan.vault.models import DataKey
from tests.factories.accounts import make_user
from tests.factories.cases import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna():
    return make_user("investigator")


def as_seen(user, person):
    with context.acting(context.of_user(user)):
        return Person.objects.get(pk=person.pk)


def leave_behind(admin_connection, person):
    admin_connection.execute(
        "UPDATE people_person SET tokens_generation = '0.old', name_tokens = '{7}' WHERE id = %s", [person.pk]
    )


def test_what_was_left_behind_is_made_anew(anna, admin_connection, job_role):
    person = make_person(anna, document_numbers=["V-12.345.678"])
    before = as_seen(anna, person)
    leave_behind(admin_connection, person)
    with job_role():
        assert retokenise() == 1
        assert retokenise() == 0
    after = as_seen(anna, person)
    assert after.name_tokens == before.name_tokens != [7]
    assert after.document_tokens == before.document_tokens != []
    assert after.tokens_generation == tokens.generation()


def test_what_is_up_to_date_is_left_alone(anna, job_role):
    make_person(anna)
    with job_role():
        assert retokenise() == 0


def test_somebody_who_was_erased_has_no_tokens(anna, admin_connection, job_role):
    person = make_person(anna)
    leave_behind(admin_connection, person)
    admin_connection.execute("DELETE FROM vault_datakey WHERE record_id = %s", [person.pk])
    with job_role():
        assert retokenise() == 1
    assert as_seen(anna, person).name_tokens == []
    assert DataKey.objects.count() == 0


def test_the_web_role_cannot(anna, admin_connection):
    leave_behind(admin_connection, make_person(anna))
    assert retokenise() == 0


def test_the_command_says_what_it_does():
    from samaan.cli import samaan

    said = CliRunner().invoke(samaan, ["people", "retoken", "--help"]).output
    assert "Make the tokens" in said
