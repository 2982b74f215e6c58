"""Opening a record to people and closing it again: which grants end, whose they are, and what still holds."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from samaan.access import context, principals, records
from samaan.access.models import Basis, Grant
from samaan.cases.models import Case
from samaan.vault import master
from samaan.walls.workflow import emergency
from tests.access.test_row_security import File, begin_file
from tests.factories.accounts import make_user
from tests.factories.cases import make_case

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def anna():
    return make_user("case_manager")


@pytest.fixture
def paul():
    return make_user("case_manager")


@pytest.fixture
def file(anna):
    with context.acting(context.of_user(anna)):
        yield begin_file(anna)


def open_to(file, user, *parts, by, basis=Basis.TEAM, **given):
    number = principals.user(user.pk)
    records.open_to(file, number, parts or ("summary",), by=by, basis=basis, purpose="care", **given)
    return Grant.objects.get(record_id=file.record_id, principal=number, basis=basis, revoked_at=None)


def held(file, user) -> set[str]:
    return records.compartments_of(file, user)


def test_a_grant_says_who_gave_it_what_for_and_until_when(file, anna, paul):
    until = timezone.now() + DAY
    grant = open_to(file, paul, "summary", "care", by=anna, ends_at=until)
    assert (grant.granted_by, grant.purpose, grant.basis, grant.ends_at) == (anna, "care", Basis.TEAM, until)
    assert held(file, paul) == {"summary", "care"}


def test_closing_ends_this_persons_grants_on_this_record_and_no_others(file, anna, paul):
    other = begin_file(anna)
    for record in (file, other):
        open_to(record, paul, by=anna)
    open_to(file, make_user("case_manager"), by=anna)
    assert records.close_to(file, principals.user(paul.pk)) == 1
    assert held(file, paul) == set()
    assert held(other, paul) == {"summary"}
    assert held(file, anna) == {"summary", "identity"}
    assert records.close_to(file, principals.user(paul.pk)) == 0


def test_closing_on_one_basis_leaves_what_rests_on_another(file, anna, paul):
    open_to(file, paul, "care", by=anna, basis=Basis.TEAM)
    open_to(file, paul, "health", by=anna, basis=Basis.ASSIGNMENT)
    assert records.close_to(file, principals.user(paul.pk), basis=Basis.TEAM) == 1
    assert held(file, paul) == {"health"}


def test_conflicts_of_a_record_are_its_own_and_those_that_hold(file, anna, paul):
    other, third = begin_file(anna), make_user("case_manager")
    records.exclude(file, paul, by=anna, reason="Cousins")
    records.exclude(other, third, by=anna)
    assert [(each.user, each.declared_by, each.reason) for each in records.exclusions_of(file.record_id)] == [
        (paul, anna, "Cousins")
    ]
    assert records.excluded_user_ids(file.record_id) == {paul.pk}
    records.readmit(file, paul, by=anna, reason="They are not")
    assert list(records.exclusions_of(file.record_id)) == []
    assert records.excluded_user_ids(file.record_id) == set()
    assert records.excluded_user_ids(other.record_id) == {third.pk}


def test_letting_back_says_who_did_it_and_why(file, anna, paul):
    records.exclude(file, paul, by=anna)
    (kept,) = records.exclusions_of(file.record_id)
    records.readmit(file, paul, by=anna, reason="They are not")
    kept.refresh_from_db()
    assert (kept.lifted_by, kept.lift_reason, kept.lifted_at is not None) == (anna, "They are not", True)


@pytest.mark.parametrize(
    ("starts", "ends", "live"),
    [(None, None, True), (-1, 1, True), (1, None, False), (None, -1, False), (0, None, True), (None, 0, False)],
)
def test_a_grant_lives_from_its_beginning_until_its_end(starts, ends, live):
    now = timezone.now()
    at = [None if days is None else now + days * DAY for days in (starts, ends)]
    assert records.is_live(Grant(starts_at=at[0], ends_at=at[1]), now) is live
    assert records.is_live(Grant(starts_at=at[0], ends_at=at[1], revoked_at=now), now) is False


def test_what_a_role_must_never_see_is_not_held_whatever_was_granted(file, anna):
    investigator = make_user("investigator")
    open_to(file, investigator, "summary", "care", "health", by=anna)
    assert held(file, investigator) == {"summary"}
    assert records.never(investigator, "case") == {"care", "health"}
    assert records.never(investigator, "referral") == set()


def test_an_emergency_lets_nobody_in_for_good(anna, paul):
    case = make_case(case_manager=anna)
    with context.acting(context.of_user(paul)):
        emergency.open_in_emergency("case", case.reference, by=paul, reason="She is at the hospital, nobody answers.")
        assert "summary" in held(case, paul)
        assert not records.is_let_in(case, paul)
    with context.acting(context.of_user(anna)):
        open_to(case, paul, by=anna)
        assert records.is_let_in(case, paul)


def test_who_is_let_in_by_the_file_a_record_follows_from(admin_connection):
    case = make_case()
    with context.acting(context.of_user(case.case_manager)):
        person = File(case.person_id)
        assert records.is_let_in(person, case.case_manager)
    admin_connection.execute("DELETE FROM access_inheritance WHERE target_id = %s", [case.person_id])
    with context.acting(context.of_user(case.case_manager)):
        assert not records.is_let_in(person, case.case_manager)


def test_who_stands_in_for_whom_on_this_record_now(file, anna, paul):
    number, day = principals.user(paul.pk), timezone.now() + DAY
    stand_in = {"basis": Basis.DELEGATION, "purpose": "leave", "by": anna, "ends_at": day}
    grant = records.grant_to(number, ["summary"], **stand_in)
    grant.record_id, grant.on_behalf_of = file.record_id, anna
    grant.save(force_insert=True)
    assert records.represented_by(file.record_id, paul) == {anna.pk}
    assert records.represented_by(file.record_id, anna) == set()
    assert records.represented_by(begin_file(anna).record_id, paul) == set()
    assert records.delegates_for(file.record_id, [anna.pk]) == {paul.pk}
    assert records.delegates_for(file.record_id, [paul.pk]) == set()
    assert records.delegates_for(begin_file(anna).record_id, [anna.pk]) == set()
    records.close_to(file, number)
    assert records.represented_by(file.record_id, paul) == records.delegates_for(file.record_id, [anna.pk]) == set()


def test_one_row_or_the_404_of_none(anna):
    case = make_case()
    with context.acting(context.of_user(case.case_manager)):
        assert records.get_visible(Case.objects, case.case_manager, pk=case.pk) == case
        with pytest.raises(Http404):
            records.get_visible(Case.objects, anna, pk=case.pk)


def test_a_number_says_of_what_kind_it_is_and_which():
    numbers = {
        principals.user(7): (principals.Kind.USER, 7),
        principals.unit(8): (principals.Kind.UNIT, 8),
        principals.organisation(9): (principals.Kind.ORGANISATION, 9),
        principals.seat("director", 9): (principals.Kind.SEAT, 9),
        principals.left_by(7): (principals.Kind.LEFT, 7),
    }
    assert len(numbers) == 5
    assert {number: (principals.kind_of(number), principals.number_of(number)) for number in numbers} == numbers


def test_a_seat_is_one_role_in_one_place():
    seats = [principals.seat(role, place) for role in ("director", "investigator") for place in (1, 2)]
    seats += [principals.unit_seat(role, place) for role in ("director", "investigator") for place in (1, 2)]
    assert len(set(seats)) == 8
    assert all(0 < seat < 1 << 63 for seat in seats)
    in_unit = principals.unit_seat("director", 5)
    assert (principals.kind_of(in_unit), (in_unit & principals.LOW) >> 32) == (principals.Kind.UNIT_SEAT, 5)
    assert in_unit & 0xFFFFFFFF == principals.seat("director", 5) & 0xFFFFFFFF == principals.seat_number("director")


def test_a_code_of_a_receipt_is_one_number_and_no_other():
    one, again, other = (principals.receipt(code) for code in ("AAAA-1111", "AAAA-1111", "AAAA-1112"))
    assert one == again != other
    assert principals.kind_of(one) == principals.kind_of(other) == principals.Kind.RECEIPT
    assert one & principals.LOW == master.blind("AAAA-1111", "receipt") & principals.LOW
    assert "receipt" in master.LASTING, "a code in somebody's pocket outlives a change of the master key"


def test_who_acts_in_a_context_and_what_for():
    anna = make_user("case_manager")
    assert context.of_user(anna).principals == principals.of(anna)
    assert context.of_public().principals == (principals.PUBLIC,)
    assert context.of_receipt("AAAA-1111").principals[-1] == principals.receipt("AAAA-1111")
    job = context.of_job("sending mail")
    assert (job.principals, job.purpose) == ((), "sending mail")


def test_a_role_that_the_pack_no_longer_has_shuts_nothing_by_itself():
    """Such an account opens nothing anyway: it has no permission left."""
    former = make_user("investigator")
    former.role_id = "rat_catcher"
    assert records.never(former, "case") == set()
