"""Two records of one person become one, and are taken apart again exactly as they were."""

import pytest
from django.http import Http404

from samaan.access import context, principals, records
from samaan.audit.models import Event
from samaan.cases.jobs import follow_merged_person
from samaan.cases.models import Case
from samaan.intake.models import ReportPerson
from samaan.people.finding import Sought, find
from samaan.people.merging import CannotMerge, current, merge_persons, unmerge_persons
from samaan.people.models import Merge, Person
from samaan.people.workflow import update_person
from samaan.transitions import NotPermitted
from tests.factories.accounts import make_user
from tests.factories.cases import ReportStandIn, close, make_case, make_person
from tests.factories.intake import make_report

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "The same passport."


@pytest.fixture
def head():
    return make_user("head_of_investigations")


def acting(user):
    return context.acting(context.of_user(user))


def merge(gone, into, by, **given):
    with acting(by):
        return merge_persons(gone, into=into, by=by, reason=REASON, **given)


def unmerge(done, by):
    with acting(by):
        return unmerge_persons(done, by=by, reason="Two sisters.")


def read(person, by) -> Person | None:
    with acting(by):
        found = Person.objects.filter(pk=person.pk).first()
        return found and (found.full_name, found.phones, found)[2]


def names_seen_by(user) -> set:
    with acting(user):
        return {person.full_name for person in Person.objects.filter(merged_into=None)}


def found_by(user, words) -> list:
    with acting(user):
        return [match.person.pk for match in find(Sought(names=(words,)), user).matches]


@pytest.fixture
def two(head):
    """Marisol in a report of Anna, Mary in one of Bo; the head sees both."""
    anna, bo = make_user("investigator"), make_user("investigator")
    known = {"phones": ["868 555 0123"], "document_numbers": ["V-1"], "aliases": "La Chama", "age": 24}
    marisol = make_person(anna, head, given_names="Marisol", family_names="Villasmil", **known)
    mary = make_person(bo, head, given_names="Mary", family_names="Belgrave", phones=["868 555 0999"], age=25)
    return marisol, mary, anna, bo


def test_the_survivor_holds_what_was_chosen_and_every_name_and_number(two, head):
    marisol, mary, anna, _bo = two
    merge(mary, marisol, head, take={"age"})
    with acting(anna):
        one = Person.objects.get(pk=marisol.pk)
        assert (one.full_name, one.age) == ("Marisol Villasmil", 25)
        assert one.aliases == "La Chama, Mary Belgrave"
        assert one.phones == ["868 555 0123", "868 555 0999"]
        assert one.document_numbers == ["V-1"]


def test_whoever_saw_the_one_sees_the_other_and_is_led_to_it(two, head):
    marisol, mary, _anna, bo = two
    merge(mary, marisol, head)
    assert names_seen_by(bo) == {"Marisol Villasmil"}
    with acting(bo):
        assert current(Person.objects.get(pk=mary.pk)).pk == marisol.pk


def test_it_is_found_by_either_name_and_once(two, head):
    marisol, mary, anna, bo = two
    merge(mary, marisol, head)
    for user in (anna, bo, head):
        assert found_by(user, "Mary Belgrave") == [marisol.pk]
        assert found_by(user, "Marisol Villasmil") == [marisol.pk]


def test_taken_apart_everything_is_as_it_was(two, head):
    marisol, mary, anna, bo = two
    with acting(head):
        before = {person.pk: (person.full_name, person.aliases, person.age) for person in Person.objects.all()}
    done = merge(mary, marisol, head, take={"given_names", "family_names", "age"})
    assert unmerge(done, head) == []
    with acting(head):
        assert {p.pk: (p.full_name, p.aliases, p.age) for p in Person.objects.filter(merged_into=None)} == before
    assert names_seen_by(anna) == {"Marisol Villasmil"}
    assert names_seen_by(bo) == {"Mary Belgrave"}
    assert found_by(head, "Mary Belgrave") == [mary.pk]
    assert found_by(anna, "Mary Belgrave") == []


def test_what_was_changed_since_stays_with_the_survivor(two, head):
    marisol, mary, anna, _bo = two
    done = merge(mary, marisol, head)
    with acting(anna):
        update_person(Person.objects.get(pk=marisol.pk), phones=["868 555 7777"], sex="male")
    assert set(unmerge(done, head)) == {"phones", "sex"}
    with acting(anna):
        one = Person.objects.get(pk=marisol.pk)
        assert (one.phones, one.sex, one.aliases) == (["868 555 7777"], "male", "La Chama")
    assert read(mary, head).phones == ["868 555 0999"]


def test_an_event_stands_on_each_and_says_no_name(two, head, admin_connection):
    marisol, mary, _anna, _bo = two
    done = merge(mary, marisol, head, take={"age"})
    unmerge(done, head)
    rows = admin_connection.execute(
        "SELECT kind, record_id, actor_id FROM audit_event WHERE kind LIKE 'person.%' ORDER BY id"
    ).fetchall()
    assert rows == [
        ("person.merged", marisol.pk, head.pk),
        ("person.merged_away", mary.pk, head.pk),
        ("person.unmerged", marisol.pk, head.pk),
        ("person.brought_back", mary.pk, head.pk),
    ]
    with acting(head):
        assert "Mary" not in str(list(Event.objects.values_list("data", flat=True)))


def test_the_stranger_and_the_wrong_role_are_refused(two, head):
    marisol, mary, anna, _bo = two
    with pytest.raises(NotPermitted):
        merge(mary, marisol, anna)
    with pytest.raises(Http404):
        merge(mary, marisol, make_user("head_of_investigations", "iom"))
    done = merge(mary, marisol, head)
    with pytest.raises(Http404):
        unmerge(done, make_user("director", "iom"))


def test_who_is_kept_out_of_one_file_sees_neither_and_merges_neither(two, head):
    marisol, mary, anna, _bo = two
    conflicted = make_user("director")
    with acting(anna):
        source = records.Inheritance.objects.get(target_id=marisol.pk).source_id
        records.exclude(type("File", (), {"record_id": source, "record_kind": "report"}), conflicted, by=anna)
    merge(mary, marisol, head)
    with acting(conflicted):
        assert not Person.objects.filter(pk=marisol.pk).exists()


def test_the_wrong_state_is_refused(two, head):
    marisol, mary, _anna, _bo = two
    with pytest.raises(CannotMerge):
        merge(marisol, marisol, head)
    done = merge(mary, marisol, head)
    with pytest.raises(CannotMerge):
        merge(mary, marisol, head)
    with pytest.raises(CannotMerge):
        merge(marisol, mary, head)
    unmerge(done, head)
    with pytest.raises(CannotMerge):
        unmerge(done, head)


def test_merges_are_undone_the_newest_first(two, head):
    marisol, mary, _anna, _bo = two
    third = make_person(head, given_names="Maria")
    first, second = merge(mary, marisol, head), merge(third, marisol, head)
    with pytest.raises(CannotMerge):
        unmerge(first, head)
    unmerge(second, head)
    unmerge(first, head)


def test_a_person_merged_on_is_taken_apart_from_the_end(two, head):
    marisol, mary, _anna, bo = two
    third = make_person(head, given_names="Maria", family_names="Lezama")
    first, second = merge(mary, marisol, head), merge(marisol, third, head)
    assert names_seen_by(bo) == {"Maria Lezama"}
    with pytest.raises(CannotMerge):
        unmerge(first, head)
    unmerge(second, head)
    unmerge(first, head)
    assert names_seen_by(bo) == {"Mary Belgrave"}


def test_reports_name_the_survivor_(head, admin_connection):
    report = make_report(persons=[{"role": "possible_victim", "given_names": "Mary"}])
    with acting(head):
        mary = Person.objects.get()
    other = make_person(head, given_names="Marisol")
    done = merge(mary, other, head)
    named = "SELECT person_id FROM intake_reportperson WHERE report_id = %s"
    assert admin_connection.execute(named, [report.pk]).fetchone()[0] == other.pk
    unmerge(done, head)
    assert admin_connection.execute(named, [report.pk]).fetchone()[0] == mary.pk


def test_a_report_that_came_to_name_the_survivor_since_keeps_it(two, head):
    from samaan.intake import workflow

    marisol, mary, _anna, _bo = two
    done = merge(mary, marisol, head)
    cleo = make_user("investigator")
    report = make_report("assigned", investigator=cleo)
    with acting(head):
        workflow.name_known_person(report, Person.objects.get(pk=mary.pk), by=head, role="witness")
        assert ReportPerson.objects.get(report=report).person_id == marisol.pk
    unmerge(done, head)
    assert names_seen_by(cleo) == {"Marisol Villasmil"}


def persons_of(*cases):
    return [Person(pk=case.person_id) for case in cases]


def oversee(case, user):
    with acting(case.case_manager or case.opened_by):
        mine = principals.user(user.pk)
        records.open_to(case, mine, ["summary", "identity"], basis="team", purpose="test", by=case.opened_by)


def test_two_open_cases_are_not_merged_and_it_says_what_to_do(head):
    first, second = make_case(), make_case()
    for case in (first, second):
        oversee(case, head)
    with pytest.raises(CannotMerge, match="Each of the two has an open case"):
        merge(*persons_of(second, first), head)
    assert Merge.objects.count() == 0, "nobody acts outside a context"
    with acting(head):
        assert Merge.objects.count() == 0


def test_the_closed_one_is_kept_beside_the_other_and_comes_back(head):
    first, second = make_case(), make_case()
    for case in (first, second):
        oversee(case, head)
    close(second, "duplicate")
    done = merge(*persons_of(first, second), head)
    with acting(head):
        assert set(Case.objects.values_list("pk", "person_id", "set_aside")) == {
            (first.pk, second.person_id, False),
            (second.pk, second.person_id, True),
        }
    unmerge(done, head)
    with acting(head):
        assert set(Case.objects.values_list("pk", "person_id", "set_aside")) == {
            (first.pk, first.person_id, False),
            (second.pk, second.person_id, False),
        }


def test_a_case_of_the_one_that_went_is_the_survivors(head):
    case = make_case()
    oversee(case, head)
    other = make_person(head, given_names="Marisol")
    done = merge(Person(pk=case.person_id), other, head)
    with acting(case.case_manager):
        assert Case.objects.get().person_id == other.pk
        assert Person.objects.get(pk=other.pk).has_case
    unmerge(done, head)
    with acting(head):
        assert Case.objects.get().person_id == case.person_id
        assert not Person.objects.get(pk=other.pk).has_case
    with acting(case.case_manager):
        assert not Person.objects.filter(pk=other.pk).exists()


def test_what_stands_in_clear_on_the_case_follows_though_the_merger_does_not_see_it(head, job_role):
    case = make_case(sex="female", age=24)
    with acting(case.case_manager):
        person = Person.objects.get()
        source = ReportStandIn(records.Inheritance.objects.get(compartment="persons").source_id)
    with acting(case.opened_by):
        records.open_to(source, principals.user(head.pk), ["persons"], basis="team", purpose="test", by=case.opened_by)
    other = make_person(head, given_names="Marisol", age=15)
    with acting(head):
        assert not Case.objects.filter(status="open").exists()
    merge(other, person, head, take={"age"})
    with job_role():
        follow_merged_person(str(person.pk))
    with acting(case.case_manager):
        case.refresh_from_db()
        assert (case.is_child, case.age_band) == (True, "12_15")
