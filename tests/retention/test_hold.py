"""While a hold stands nothing of the record goes, whichever way somebody tries."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from samaan.audit.models import Event
from samaan.cases.models import Case
from samaan.retention import destroying, workflow
from samaan.retention.models import Certificate, Hold, Proposal
from samaan.transitions import NotPermitted
from tests.factories.accounts import make_user
from tests.factories.retention import (
    acting,
    approve,
    approved,
    director,
    hold,
    lift,
    make_due_case,
    make_due_report,
    propose,
    worker,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    return make_due_case()


def again(proposal):
    with worker():
        return Proposal.objects.get(pk=proposal.pk)


def test_whoever_sees_the_record_sees_the_hold_and_its_reason(case, browse):
    placed = hold(case, court_reference="HC 12/2026")
    page = browse(case.case_manager).get(f"/retention/of-case/{case.pk}/").content.decode()
    assert "The High Court asks for it" in page and "HC 12/2026" in page
    with worker():
        assert Event.objects.get(kind="retention.held").data["hold"] == str(placed.pk)


@pytest.mark.parametrize("role", ["case_manager", "investigator", "intake_officer", "system_administrator", "auditor"])
def test_others_place_none(case, role):
    somebody = case.case_manager if role == "case_manager" else make_user(role)
    with acting(somebody), pytest.raises((NotPermitted, Case.DoesNotExist)):
        workflow.place_hold(Case.objects.get(pk=case.pk), by=somebody, reason="Because")


def test_it_needs_a_reason_and_a_day_to_come(case):
    with pytest.raises(ValidationError):
        hold(case, reason="  ")
    with pytest.raises(ValidationError):
        hold(case, ends_on=timezone.localdate() - timedelta(days=1))


def test_what_is_held_is_not_proposed(case):
    hold(case)
    with pytest.raises(ValidationError, match="on legal hold"):
        propose(case)


def test_a_hold_refuses_what_was_proposed_and_what_was_approved(case, destroy):
    proposal = approved(case)
    hold(case)
    assert again(proposal).status == Proposal.Status.REFUSED
    assert destroy(proposal) is None
    with worker():
        assert Case.objects.filter(pk=case.pk).exists() and not Certificate.objects.exists()


def test_lifted_it_is_not_destroyed_by_what_was_approved_before(case, destroy):
    proposal = approved(case)
    lift(hold(case), by=director("deputy_director"))
    assert destroy(proposal) is None


def test_whoever_lifts_it_does_not_propose(case):
    somebody, other = director(), director("deputy_director")
    lift(hold(case, by=other), by=somebody)
    with pytest.raises(NotPermitted):
        propose(case, by=somebody)
    assert propose(case, by=other).status == Proposal.Status.PROPOSED


def test_lifting_needs_a_reason_and_happens_once(case):
    placed = hold(case)
    with pytest.raises(ValidationError):
        lift(placed, by=director(), reason=" ")
    lift(placed, by=director())
    with pytest.raises(ValidationError, match="ended already"):
        lift(placed, by=director())


def test_by_its_day_it_ends(case, admin_connection):
    placed = hold(case, ends_on=timezone.localdate())
    admin_connection.execute("UPDATE retention_hold SET ends_on = %s", [timezone.localdate() - timedelta(days=3)])
    admin_connection.commit()
    assert not again_hold(placed).stands
    assert propose(case).status == Proposal.Status.PROPOSED


def again_hold(placed):
    with worker():
        return Hold.objects.get(pk=placed.pk)


def test_the_database_keeps_it_whoever_asks(case, admin_connection):
    hold(case)
    for table, column, value in [
        ("cases_case", "id", case.pk), ("people_person", "id", case.person_id),
        ("vault_datakey", "record_id", case.pk), ("vault_datakey", "record_id", case.person_id),
    ]:  # fmt: skip
        with pytest.raises(Exception, match="legal hold"):
            admin_connection.execute(f"DELETE FROM {table} WHERE {column} = %s", [value])
        admin_connection.rollback()


def test_the_worker_is_refused_even_with_an_approved_proposal(case, admin_connection):
    """As if a bug had left the proposal approved beside the hold."""
    proposal = approved(case)
    hold(case)
    admin_connection.execute("UPDATE retention_proposal SET status = 'approved'")
    admin_connection.commit()
    with worker("disposal"), pytest.raises(destroying.OnHold):
        destroying.destroy_now(Proposal.objects.get(pk=proposal.pk), destroying.goes_with(case.pk))
    with worker("disposal"), pytest.raises(DatabaseError, match="legal hold"), transaction.atomic():
        destroying.dispose(proposal.pk, destroying.goes_with(case.pk))


@pytest.mark.parametrize(
    "change",
    [
        "ends_on = current_date - 9",
        "of_record = gen_random_uuid()",
        "lifted_at = now(), lifted_by_id = (SELECT max(id) FROM accounts_user), lift_reason = 'x'",
        "lifted_at = now()",
    ],
)
def test_no_statement_of_the_application_gets_round_it(case, change):
    somebody = director()
    hold(case, by=somebody)
    make_user("investigator")
    with acting(somebody), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE retention_hold SET {change}")


def test_neither_web_nor_worker_deletes_one(case):
    hold(case)
    for role in (acting(director()), worker()):
        with role, pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Hold.objects.all().delete()


def test_approving_what_was_held_meanwhile_is_refused(case):
    proposal = propose(case)
    hold(case)
    with pytest.raises((ValidationError, Exception)):
        approve(proposal)
    assert again(proposal).status == Proposal.Status.REFUSED


def test_a_hold_on_a_merged_report_holds_the_one_it_went_into(admin_connection):
    main, other = make_due_report(), make_due_report()
    admin_connection.execute(
        "UPDATE intake_report SET status = 'merged', merged_into_id = %s WHERE id = %s", [main.pk, other.pk]
    )
    admin_connection.commit()
    hold(other)
    with pytest.raises(ValidationError, match="on legal hold"):
        propose(main)
