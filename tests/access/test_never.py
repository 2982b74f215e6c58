"""What a role must never see, no grant opens: whoever it names, however it was made, whatever becomes of the pack."""

import copy

import pytest
import yaml
from django.db import ProgrammingError, connection

from samaan.access import context, packs, principals, records
from samaan.access.models import Basis, Grant, SeatRule
from samaan.accounts.models import Unit
from samaan.cases.models import Note
from samaan.people.models import Person
from samaan.people.workflow import add_person
from tests.access.test_row_security import begin_file, names_seen_by
from tests.factories.accounts import PACK, make_organisation, make_role, make_user
from tests.factories.cases import acting, make_case

pytestmark = pytest.mark.django_db(transaction=True)
EVERY_BASIS = [basis for basis in Basis if basis != Basis.BREAK_GLASS]


@pytest.fixture
def manager():
    return make_user("case_manager")


@pytest.fixture
def file(manager):
    """A case with a name, opened to one case manager."""
    with acting(manager):
        file = begin_file(manager, ["summary", "identity", "care", "health"])
        add_person(of=file, compartment="identity", organisation=manager.organisation, given_names="Marisol")
    return file


def open_file(file, manager, principal, compartments=("summary", "identity"), basis=Basis.TEAM):
    with acting(manager):
        records.open_to(file, principal, compartments, basis=basis, purpose="test", by=manager)


@pytest.mark.parametrize("basis", EVERY_BASIS)
def test_no_grant_on_any_basis_opens_what_is_never(file, manager, basis):
    officer = make_user("intake_officer")
    open_file(file, manager, principals.user(officer.pk), ["identity"], basis)
    assert names_seen_by(officer) == []
    with acting(officer):
        assert Grant.objects.filter(record_id=file.record_id).count() == 0
        assert records.compartments_of(file, officer) == set()


def principals_of(officer) -> list[int]:
    unit = Unit.objects.create(organisation=officer.organisation, code="desk", name="Desk")
    officer.unit = unit
    officer.save()
    return [
        principals.user(officer.pk),
        principals.unit(unit.pk),
        principals.organisation(officer.organisation_id),
        principals.seat(officer.role_id, officer.organisation_id),
    ]


def test_nor_does_one_to_a_unit_an_organisation_or_a_seat(file, manager):
    officer = make_user("intake_officer", make_organisation("desk"))
    for principal in principals_of(officer):
        open_file(file, manager, principal)
    assert names_seen_by(officer) == []


def test_a_unit_and_an_organisation_still_open_to_the_roles_that_may(file, manager):
    other = make_user("case_manager", make_organisation("desk"))
    for principal in principals_of(other)[1:3]:
        open_file(file, manager, principal)
        assert names_seen_by(other) == ["Marisol"]
        with acting(manager):
            records.close_to(file, principal)
        assert names_seen_by(other) == []


def test_what_is_not_never_stays_open_beside_what_is(manager):
    investigator = make_user("investigator")
    case = make_case(investigator=investigator, case_manager=manager)
    open_file(case, manager, principals.user(investigator.pk), ["care", "health", "legal"])
    with acting(manager):
        for compartment in ("care", "health", "legal"):
            Note(case=case, compartment=compartment, text="x", written_by=manager).save(force_insert=True)
    with acting(investigator):
        assert [note.compartment for note in Note.objects.all()] == ["legal"]
        assert records.compartments_of(case, investigator) == {"summary", "identity", "contact", "legal"}


def test_whoever_changes_roles_keeps_only_what_the_new_role_may_hold(file, manager):
    other = make_user("case_manager")
    open_file(file, manager, principals.user(other.pk))
    assert names_seen_by(other) == ["Marisol"]
    other.role = make_role("intake_officer")
    other.save()
    assert names_seen_by(other) == []
    other.role = make_role("case_manager")
    other.save()
    assert names_seen_by(other) == ["Marisol"]


@pytest.fixture
def pack_content():
    """The roles of the pack; what a test loads instead is put back."""
    content = {"roles": yaml.safe_load((PACK / "roles.yaml").read_text())}
    yield copy.deepcopy(content)
    packs.keep_seat_rules(content)


def test_when_the_pack_shuts_a_compartment_it_is_shut_at_once_and_opens_again(file, manager, pack_content):
    other = make_user("case_manager")
    open_file(file, manager, principals.user(other.pk))
    before = copy.deepcopy(pack_content)
    role = next(role for role in pack_content["roles"]["roles"] if role["code"] == "case_manager")
    role["never"] = {"case": ["summary", "identity"]}
    packs.keep_seat_rules(pack_content)
    assert names_seen_by(other) == []
    packs.keep_seat_rules(before)
    assert names_seen_by(other) == ["Marisol"]


def test_no_page_writes_the_rules(manager):
    with acting(manager):
        assert SeatRule.objects.filter(rule="never").delete()[0] == 0
    with pytest.raises(ProgrammingError, match="row-level security"), acting(manager):
        SeatRule.objects.create(rule="emergency", role="case_manager", seat=0, record_kind="case", compartment="care")


@pytest.mark.parametrize("role", ["case_manager", "director", "head_of_investigations", ""])
def test_the_database_numbers_a_seat_as_we_do(role):
    with context.acting(context.of_public()), connection.cursor() as cursor:
        cursor.execute("SELECT sec.seat_number(%s)", [role])
        assert cursor.fetchone()[0] == principals.seat_number(role)


def test_the_name_is_still_seen_by_another_file_that_may_be_opened(manager):
    """An investigator never holds a case's care; the person is theirs by the report."""
    investigator = make_user("investigator")
    case = make_case(investigator=investigator, case_manager=manager)
    with acting(investigator):
        assert Person.objects.filter(pk=case.person_id).exists()
