"""Step 2: the same thing told twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samaan.access import context
from samaan.alerts.clocks import running
from samaan.alerts.models import Alert
from samaan.intake import queries, workflow
from samaan.intake.duplicates import possible_duplicates
from samaan.intake.models import Receipt, Report, ReportPerson
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_organisation, make_user
from tests.factories.intake import file_report, make_report, seen

pytestmark = pytest.mark.django_db


def acting(user):
    return context.acting(context.of_user(user))


@pytest.fixture
def officer():
    return make_user("intake_officer")


def reasons(officer, report) -> dict:
    with acting(officer):
        return {each.report.pk: each.codes for each in possible_duplicates(officer, report)}


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        ({"contact": {"phone": "868-755-1234"}}, {"contact": {"phone": "+1 (868) 755 1234"}}, ["phone"]),
        (
            {"contact": {"phone": "755-1234"}},
            {"persons": [{"role": "suspect", "aliases": "Rico", "phones": ["755 1234"]}]},
            ["phone"],
        ),
        (
            {"persons": [{"role": "possible_victim", "given_names": "Yusleidy", "family_names": "Marcano Pérez"}]},
            {"persons": [{"role": "possible_victim", "given_names": "Marcano", "family_names": "Yusleidi"}]},
            ["name"],
        ),
        (
            {"answers": {"region": "TT-ARI", "exploitation": ["forced_labour"]}},
            {"answers": {"region": "TT-ARI", "exploitation": ["forced_labour"]}},
            ["place_time", "exploitation"],
        ),
    ],
)
def test_alike(officer, one, other, codes):
    first, second = make_report(**one), make_report(**other)
    assert reasons(officer, second) == {first.pk: codes}
    assert reasons(officer, first) == {second.pk: codes}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"answers": {"exploitation": ["forced_labour"]}}, {"answers": {"exploitation": ["forced_labour"]}}),
        (
            {"persons": [{"role": "suspect", "given_names": "Juan", "family_names": "Pérez"}]},
            {"persons": [{"role": "suspect", "given_names": "Juan", "family_names": "Rondón"}]},
        ),
    ],
)
def test_not_alike(officer, one, other):
    make_report(**one)
    assert reasons(officer, make_report(**other)) == {}


def test_the_code_of_an_earlier_report_is_the_surest_sign(officer):
    first = file_report()
    second = seen(file_report(earlier_code=first.code.lower()).report_id, officer)
    assert reasons(officer, second) == {first.report_id: ["receipt"]}
    assert reasons(officer, seen(first.report_id, officer)) == {second.pk: ["receipt"]}


def test_only_what_one_may_see_is_shown():
    investigator = make_user("investigator")
    mine = make_report("assigned", investigator=investigator, contact={"phone": "755-1234"})
    make_report(contact={"phone": "755-1234"})
    assert reasons(investigator, mine) == {}


def test_merging_keeps_both(officer):
    author = make_user("first_responder", make_organisation("ttps"))
    investigator = make_user("investigator")
    kept = make_report("accepted", investigator=investigator, persons=[{"role": "suspect", "aliases": "Rico"}])
    duplicate = make_report(
        by=author, channel="officer", persons=[{"role": "witness"}], answers={"official_suspected": True}
    )
    with acting(officer):
        workflow.merge_report(duplicate, into=kept, by=officer)
        kept = Report.objects.get(pk=kept.pk)
        assert (kept.status, kept.official_suspected) == ("accepted", True)
        duplicate = Report.objects.get(pk=duplicate.pk)
        assert (duplicate.status, duplicate.merged_into, duplicate.close_reason) == ("merged", kept, "duplicate")
        kinds = [event.kind for event in queries.history(kept, ["summary"])]
        assert kinds.count("report.received") == 2
        assert kinds[:2] == ["report.warned", "report.merged"]
    with acting(investigator):
        assert {named.role for named in queries.persons(investigator, kept)} == {"suspect", "witness"}
    with acting(author):
        assert Receipt.objects.get().stage == "followed"
        assert not ReportPerson.objects.exists()


def test_assigned_later_the_investigator_sees_the_duplicates_too(officer):
    head, investigator = make_user("head_of_investigations"), make_user("investigator")
    kept, duplicate = make_report("forwarded"), make_report()
    with acting(officer):
        workflow.merge_report(duplicate, into=kept, by=officer)
    with acting(head):
        workflow.assign_report(kept, by=head, to=investigator)
    with acting(investigator):
        assert Report.objects.count() == 2


def test_duplicates_of_a_duplicate_follow(officer):
    first, second, third = make_report(), make_report(), make_report()
    with acting(officer):
        workflow.merge_report(third, into=second, by=officer)
        workflow.merge_report(second, into=first, by=officer)
        assert {report.merged_into_id for report in Report.objects.exclude(pk=first.pk)} == {first.pk}


def test_an_investigator_does_not_merge():
    investigator = make_user("investigator")
    one = make_report("assigned", investigator=investigator)
    two = make_report("assigned", investigator=investigator)
    with acting(investigator), pytest.raises(NotPermitted):
        workflow.merge_report(one, into=two, by=investigator)


def test_not_into_itself_nor_into_what_is_closed(officer):
    report, closed = make_report(), make_report("closed")
    with acting(officer):
        for other in (report, closed):
            with pytest.raises(workflow.CannotMerge):
                workflow.merge_report(report, into=other, by=officer)


def test_not_twice(officer):
    report, kept = make_report(), make_report()
    with acting(officer):
        workflow.merge_report(report, into=kept, by=officer)
        with pytest.raises(WrongState):
            workflow.merge_report(report, into=make_report(), by=officer)


def test_danger_told_by_the_duplicate_hurries_the_report_it_joins(officer):
    calm, danger = make_report(), make_report(answers={"immediate_danger": True})
    head = make_user("head_of_investigations")
    before = Alert.objects.filter(user=head, rule="immediate_danger", record_id=calm.pk).count()
    with acting(officer):
        workflow.merge_report(danger, into=calm, by=officer)
        calm.refresh_from_db()
        assert calm.immediate_danger
        assert calm.due_at - timezone.now() < timedelta(hours=1, minutes=1)
        assert [clock.name for clock in running([calm.pk])[calm.pk]] == ["triage"]
    with acting(head):
        assert Alert.objects.filter(user=head, rule="immediate_danger", record_id=calm.pk).count() == before + 1


def test_a_duplicate_that_warns_of_nothing_new_changes_no_clock(officer):
    danger, calm = make_report(answers={"immediate_danger": True}), make_report()
    due_at = danger.due_at
    with acting(officer):
        workflow.merge_report(calm, into=danger, by=officer)
        danger.refresh_from_db()
    assert danger.due_at == due_at
