"""Disclosure: single statements cross one way, to one person, until a day; and nothing else does."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from samaan.access import records
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.cases import workflow
from samaan.cases.models import Case
from samaan.intake.models import Report
from samaan.transitions import NotPermitted
from samaan.walls import offers
from samaan.walls.models import Disclosed, Disclosure
from samaan.walls.workflow import disclosing
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.factories.intake import make_report

pytestmark = pytest.mark.django_db
WHY = "She must be moved tonight."


@pytest.fixture
def manager():
    return make_user("case_manager")


@pytest.fixture
def investigator():
    return make_user("investigator")


@pytest.fixture
def report(investigator):
    person = {"role": "possible_victim", "given_names": "Yuleisi", "family_names": "Prado", "age": 24}
    return make_report("accepted", investigator=investigator, persons=[person], answers={"narrative": "Kept."})


@pytest.fixture
def case(report, investigator, manager):
    from samaan.intake.screening_workflow import begin_screening

    with acting(investigator):
        named = report.persons.select_related("person", "report__merged_into").get()
        begin_screening(named, by=investigator)
        return workflow.open_case(named.person, by=investigator, source_report_id=report.pk, case_manager=manager)


def give(file, by, to, **given):
    given = {"items": ["status"], "words": "", "reason": WHY, "until": timezone.now() + timedelta(days=3)} | given
    with acting(by):
        return disclosing.disclose(file, by=by, to=to, **given)


def said_to(user, disclosure) -> list[str] | None:
    with acting(user):
        content = Disclosed.objects.filter(pk=disclosure.content_id).first()
        return [item["label"] for item in content.items] if content else None


def test_the_case_manager_reads_what_was_said_and_no_more_of_the_report(report, case, investigator, manager):
    given = give(report, investigator, manager, items=["danger"], words="They look for her.")
    assert said_to(manager, given) == ["In danger now"]
    with acting(manager):
        assert Disclosed.objects.get().words == "They look for her."
        assert not Report.objects.filter(pk=report.pk).exists()
        assert records.compartments_of(report, manager) == set()


def test_the_other_way_too_and_the_investigation_gets_no_care_or_health(report, case, investigator, manager):
    given = give(case, manager, investigator, items=["risk"])
    assert said_to(investigator, given) == ["Risk"]
    with acting(manager):
        assert {item.code for item in offers.items_of(case, manager)} <= {
            "status", "risk", "category", "exploitation", "case_manager",
        }  # fmt: skip
    with acting(investigator):
        assert not {"care", "health"} & records.compartments_of(case, investigator)


def test_it_is_one_event_and_the_recipient_is_told(report, case, investigator, manager):
    given = give(report, investigator, manager)
    with acting(investigator):
        assert Event.objects.filter(kind="disclosure.made").count() == 1
        assert WHY not in str(Event.objects.get(kind="disclosure.made").data)
    with acting(manager):
        assert Alert.objects.filter(user=manager, rule="disclosure_made", record_id=given.pk).count() == 1


def test_it_stands_on_both_files_without_what_was_said(browse, report, case, investigator, manager):
    director = make_user("director")
    give(report, investigator, manager, words="They look for her.")
    for user, url in (
        (director, reverse("cases:timeline", args=[case.pk])),
        (director, reverse("cases:access", args=[case.pk])),
        (director, reverse("intake:access", args=[report.pk])),
        (investigator, reverse("intake:access", args=[report.pk])),
    ):
        page = browse(user).get(url).content.decode()
        assert f"Disclosed to {manager.full_name}" in page
        assert "They look for her." not in page
        assert WHY not in page


def test_third_persons_on_either_file_read_that_it_was_given_and_not_what(browse, report, case, investigator, manager):
    director = make_user("director")
    given = give(report, investigator, manager, words="They look for her.")
    page = browse(director).get(given.get_absolute_url()).content.decode()
    assert "They look for her." not in page
    assert "between the two of them" in page
    assert "They look for her." in browse(manager).get(given.get_absolute_url()).content.decode()
    assert WHY not in browse(manager).get(given.get_absolute_url()).content.decode()
    assert browse(make_user("case_manager")).get(given.get_absolute_url()).status_code == 404


def test_taken_back_it_is_gone_on_the_next_request(report, case, investigator, manager):
    given = give(report, investigator, manager)
    with acting(investigator):
        disclosing.end_disclosure(given, by=investigator)
    assert said_to(manager, given) is None
    assert said_to(investigator, given) == ["Status of the investigation"]
    with acting(manager):
        assert Disclosure.objects.get().is_running is False


def test_its_recipient_does_not_end_it_nor_a_stranger(report, case, investigator, manager):
    given = give(report, investigator, manager)
    with pytest.raises(NotPermitted), acting(manager):
        disclosing.end_disclosure(given, by=manager)


def test_whoever_is_kept_out_of_either_file_reads_it_no_more(report, case, investigator, manager):
    director = make_user("director")
    given = give(report, investigator, manager)
    with acting(director):
        records.exclude(report, manager, by=director)
    assert said_to(manager, given) is None
    with acting(manager):
        assert Disclosure.objects.count() == 0
        assert Case.objects.count() == 0, "the case and its report are one matter"


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": ["reporter"]}, {"items": [], "words": " "}, {"reason": "because"},
        {"until": timezone.now() - timedelta(days=1)}, {"until": timezone.now() + timedelta(days=900)},
    ],
)  # fmt: skip
def test_what_is_refused(report, case, investigator, manager, wrong):
    with pytest.raises(ValidationError):
        give(report, investigator, manager, **wrong)


def test_nobody_is_told_who_is_not_on_the_other_side(report, case, investigator):
    with pytest.raises(ValidationError):
        give(report, investigator, make_user("case_manager"))


def test_who_has_no_part_in_the_file_discloses_nothing_of_it(report, case, manager):
    director = make_user("director")
    with pytest.raises(NotPermitted):
        give(report, director, manager)


def test_the_page(browse, report, case, investigator, manager):
    url = reverse("walls:disclose", args=["report", report.pk])
    assert manager.full_name in browse(investigator).get(url).content.decode()
    until = (timezone.localdate() + timedelta(days=2)).isoformat()
    sent = {"to": manager.pk, "items": ["danger"], "words": "", "reason": WHY, "until": until}
    assert browse(investigator).post(url, sent).status_code == 302
    with acting(manager):
        given = Disclosure.objects.get()
    assert browse(investigator).post(reverse("walls:disclosure_end", args=[given.pk])).status_code == 302
    assert browse(manager).get(url).status_code == 404


def test_by_program(report, case, investigator, manager):
    from tests.api.calling import Program

    until = (timezone.localdate() + timedelta(days=2)).isoformat()
    theirs, mine = Program(manager), Program(investigator)
    sent = {"to": manager.email, "items": ["danger"], "reason": WHY, "until": until}
    made = mine.post(f"/reports/{report.pk}/disclosures", sent, expect=201)
    assert theirs.get(f"/disclosures/{made['id']}")["said"] == [{"label": "In danger now", "value": "No"}]
    theirs.get(f"/reports/{report.pk}/disclosures", expect=404)
    assert len(theirs.get(f"/cases/{case.pk}/disclosures")) == 1
    mine.post(f"/disclosures/{made['id']}/end")
    assert theirs.get(f"/disclosures/{made['id']}")["said"] is None
