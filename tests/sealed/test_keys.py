"""What a bug, a forged statement or a thief of the database gets of a sealed value: nothing."""

import threading
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, connection, transaction

from samaan.access import context
from samaan.audit import stream
from samaan.sealed import workflow
from samaan.sealed.models import Opening, SealedField
from samaan.sealed.workflow import NeedsSecondPerson
from samaan.sealed.workflow.revealing import key_for, note
from samaan.vault import keyring
from samaan.vault.keyring import KeyUnavailable
from samaan.vault.models import DataKey
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.sealed import CONTACT, WHY, again, approve, ask, make_sealed, reveal

pytestmark = pytest.mark.django_db(transaction=True)
VALUE = SealedField._meta.get_field("value")


@pytest.fixture
def case():
    return make_case()


@pytest.fixture
def manager(case):
    return case.case_manager


@pytest.fixture
def field(case):
    return make_sealed(case)


def opening_of(field, user, **changes) -> Opening:
    """An opening somebody wrote themselves, without the act."""
    facts = {"of_record": field.of_record, "of_kind": "case", "sealed_class": field.sealed_class, "field": field}
    opening = Opening(user=user, reason="other", words="", **facts | changes)
    opening.save(force_insert=True)
    return opening


def test_the_application_sees_no_sealed_key(manager, field, admin_connection):
    (kept,) = admin_connection.execute("SELECT count(*) FROM vault_datakey WHERE sealed_class <> ''").fetchone()
    assert kept == 1
    with acting(manager), connection.cursor() as cursor:
        assert not DataKey.objects.exclude(sealed_class="").exists()
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("DELETE FROM vault_datakey WHERE sealed_class <> ''")


@pytest.mark.parametrize("role", ["system_administrator", "auditor", "me_officer", "prosecutor"])
def test_other_roles_see_neither_field_nor_key(field, role):
    somebody = make_user(role)
    with acting(somebody):
        assert not SealedField.objects.exists()
        with pytest.raises(KeyUnavailable):
            key_for(Opening(id=uuid4()), field)


def test_no_key_without_an_opening(manager, field):
    with acting(manager), pytest.raises(KeyUnavailable):
        key_for(Opening(id=uuid4()), field)


def test_no_key_without_the_event(manager, field):
    with acting(manager), pytest.raises(KeyUnavailable):
        key_for(opening_of(field, manager), field)


def test_no_key_with_an_opening_of_an_earlier_transaction(manager, field):
    reveal(field, manager)
    with acting(manager), pytest.raises(KeyUnavailable):
        key_for(Opening.objects.get(), field)


def test_no_key_for_somebody_else(case, manager, field):
    observer = make_user("director")
    with acting(manager):
        opening = opening_of(field, observer)
        stream.append("sealed.revealed", record=case, by=observer, opening=opening.pk)
        with pytest.raises(KeyUnavailable):
            key_for(opening, field)


def test_no_key_for_a_role_that_needs_a_second_person_and_had_none(field, case):
    investigator = case.opened_by
    with acting(investigator):
        opening = note(again(field), None, by=investigator, **WHY)
        with pytest.raises(KeyUnavailable):
            key_for(opening, field)


def test_no_key_of_another_field_by_an_opening_of_this_one(case, manager, field):
    other = make_sealed(case, "shelter_address")
    with acting(manager):
        opening = opening_of(other, manager, sealed_class="safe_contact")
        stream.append("sealed.revealed", record=case, by=manager, opening=opening.pk)
        with pytest.raises(KeyUnavailable):
            key_for(opening, field)


def test_a_forged_context_gets_none(manager, field):
    with acting(manager):
        opening = note(again(field), None, by=manager, **WHY)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('samaan.mac', 'forged', true)")
        with pytest.raises(KeyUnavailable):
            key_for(opening, field)


def test_the_worker_may_not_ask(field, job_role):
    with job_role(), context.acting(context.of_job("test")), pytest.raises(DatabaseError):
        key_for(Opening(id=uuid4()), field)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sealed_opening SET opened_in = pg_current_xact_id()",
        "DELETE FROM sealed_opening",
        "UPDATE sealed_sealedfield SET value = ''",
        "UPDATE sealed_sealedfield SET belongs_to = 'summary'",
        "DELETE FROM sealed_sealedfield",
    ],
)
def test_what_was_noted_is_not_changed(manager, field, statement):
    reveal(field, manager)
    with acting(manager), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_request_is_not_approved_by_whoever_asked_not_even_by_hand(field, case):
    investigator = case.opened_by
    ask(field, investigator)
    with acting(investigator), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE sealed_request SET status = 'approved', decided_by_id = asked_by_id, decided_at = now()")


def test_a_ciphertext_moved_to_another_field_does_not_open(case, manager, field, admin_connection):
    other = make_sealed(case, "shelter_address")
    admin_connection.execute(
        "UPDATE sealed_sealedfield SET value = (SELECT value FROM sealed_sealedfield WHERE id = %s) WHERE id = %s",
        [field.pk, other.pk],
    )
    with pytest.raises(InvalidTag):
        reveal(other, manager)


def test_a_value_under_another_class_or_version_does_not_open(manager, field, admin_connection):
    admin_connection.execute("UPDATE vault_datakey SET sealed_class = 'shelter_address' WHERE sealed_class <> ''")
    admin_connection.execute("UPDATE sealed_sealedfield SET sealed_class = 'shelter_address'")
    with pytest.raises(InvalidTag):
        reveal(field, manager)


def test_the_ordinary_key_of_the_record_opens_none_of_it(case, manager, field):
    with acting(manager), pytest.raises(InvalidTag):
        VALUE.open(again(field), keyring.key_of(case.pk))


def test_a_value_under_the_ordinary_key_does_not_open(case, manager, field, admin_connection):
    with acting(manager):
        key = keyring.key_of(case.pk)
        forged = key.cipher.encrypt(b"\0" * 12, b'{"way": "forged"}', VALUE.bound_to(field, 1))
    admin_connection.execute("UPDATE sealed_sealedfield SET value = %s", [b"\0\1" + b"\0" * 12 + forged])
    with pytest.raises(InvalidTag):
        reveal(field, manager)


def test_each_value_has_a_key_of_its_own(case, field, admin_connection):
    make_sealed(case, way="Only by letter")
    rows = admin_connection.execute("SELECT version, wrapped FROM vault_datakey WHERE sealed_class <> ''").fetchall()
    assert sorted(version for version, _wrapped in rows) == [1, 2]
    assert len({wrapped for _version, wrapped in rows}) == 2


def test_an_approval_pressed_twice_at_once_opens_once(case, field):
    investigator = case.opened_by
    approve(ask(field, investigator), case.case_manager)
    outcomes = at_once(lambda: reveal(field, investigator).value, times=3)
    assert outcomes.count(CONTACT) == 1
    assert sorted(map(str, (type(each) for each in outcomes if each != CONTACT))) == [str(NeedsSecondPerson)] * 2


def test_the_limit_holds_for_presses_at_once(case, field):
    director = make_user("director")
    for _number in range(9):
        reveal(field, director)
    outcomes = at_once(lambda: reveal(field, director).value, times=3)
    assert outcomes.count(CONTACT) == 1


def at_once(act, *, times: int) -> list:
    """What each of several presses at the same moment came to."""
    outcomes: list = []

    def press() -> None:
        try:
            outcomes.append(act())
        except NeedsSecondPerson as refused:
            outcomes.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_asked_twice_at_once_it_is_one_request(case, field):
    investigator = case.opened_by
    asked = at_once(lambda: ask(field, investigator).pk, times=3)
    assert len(set(asked)) == 1
    with acting(investigator):
        assert workflow.ask(again(field), by=investigator, **WHY).pk == asked[0]
