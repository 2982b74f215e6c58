"""A referral outside the referral map: only with a reason, on the record, and known to whoever keeps the map."""

from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from samaan import countrypack
from samaan.access import context
from samaan.accounts.models import Organisation
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.countrypack.active import use_instead
from samaan.countrypack.content import Pack
from samaan.directory.models import Service
from samaan.referrals import workflow
from samaan.referrals.models import OutsideMap, OutsideNote, Referral
from samaan.referrals.outside import WhyOutside
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.referrals import CONSENT, NAME, REASON, make_case, make_provider, make_referral, service

pytestmark = pytest.mark.django_db(transaction=True)
WHY = WhyOutside("survivor_choice", f"{NAME} asked for them by name")


def shelter_elsewhere() -> Service:
    """A shelter that takes this woman, of an organisation the map does not name."""
    shelter = service()
    return Service.objects.create(
        code="beyond", organisation=Organisation.objects.get(code="fia"), need=shelter.need, names=shelter.names
    )


def send(case, *services, outside=WHY):
    by = case.case_manager
    with context.acting(context.of_user(by)):
        return workflow.send_referral(
            case,
            services,
            by=by,
            priority="urgent",
            consent=CONSENT,
            share=workflow.Share(typed={"reason": REASON}),
            outside=outside,
        )


def reports_seen_by(user) -> list[OutsideMap]:
    with context.acting(context.of_user(user)):
        return list(OutsideMap.objects.all())


def test_it_needs_a_reason_of_the_list_and_other_needs_words():
    make_provider("fia")
    case, beyond = make_case(), shelter_elsewhere()
    for why, field in (
        (WhyOutside(), "outside_reason"),
        (WhyOutside("weather"), "outside_reason"),
        (WhyOutside("other"), "outside_note"),
    ):
        with pytest.raises(ValidationError) as refused:
            send(case, beyond, outside=why)
        assert list(refused.value.message_dict) == [field]


def test_it_is_reported_without_the_person_and_its_words_stay_with_the_sending_side():
    provider, steward = make_provider("fia"), make_user("referral_steward")
    case = make_case()
    (sent,) = send(case, shelter_elsewhere())
    (report,) = reports_seen_by(steward)
    assert (report.reference, report.outside, report.reason) == (sent.reference, ["provider"], "survivor_choice")
    assert [len(reports_seen_by(user)) for user in (make_user("director"), provider, case.case_manager)] == [1, 0, 0]
    with context.acting(context.of_user(steward)):
        assert not Referral.objects.exists() and not OutsideNote.objects.exists()
        assert [alert.rule for alert in Alert.objects.all()] == ["outside_map"]
        data = str(list(Event.objects.filter(record_id=report.pk).values_list("data", flat=True)))
    assert NAME not in data
    with context.acting(context.of_user(provider)):
        assert Referral.objects.get().outside_reason == "survivor_choice"
        assert not OutsideNote.objects.exists()
    with context.acting(context.of_user(case.case_manager)):
        assert OutsideNote.objects.get().note == WHY.note


def test_one_by_the_map_keeps_the_version_it_was_sent_under_and_is_not_reported():
    referral = make_referral()
    with context.acting(context.of_user(referral.sender)):
        kept = Referral.objects.get()
        assert (kept.outside_map, kept.outside_reason) == ([], "")
        assert kept.map_version.version == countrypack.pack().version
    assert reports_seen_by(make_user("referral_steward")) == []


def test_who_may_refer_and_for_whom_count_and_a_map_that_changed_since_stops_the_draft():
    make_provider()
    case = make_case()
    content = deepcopy(countrypack.pack().content)
    route = next(row for row in content["referral_map"]["routes"] if row["need"] == service().need)
    with context.acting(context.of_user(case.case_manager)):
        (draft,) = workflow.prepare_referrals(case, [service()], by=case.case_manager, priority="urgent")
        workflow.choose_slice(draft, case, by=case.case_manager, share=workflow.Share(typed={"reason": REASON}))
        workflow.record_consent(draft, case, by=case.case_manager, consent=CONSENT)
    route |= {"who_may_refer": ["police"], "sexes": ["male"]}
    with use_instead(Pack(content)):
        with (
            context.acting(context.of_user(case.case_manager)),
            pytest.raises(ValidationError, match="outside the referral map today"),
        ):
            workflow.send_draft(draft, by=case.case_manager)
        send(case, service())
    (report,) = reports_seen_by(make_user("referral_steward"))
    assert report.outside == ["sender", "person"]


def test_the_steward_reads_how_often_and_notes_each_once(browse):
    make_provider("fia")
    send(make_case(), shelter_elsewhere())
    steward, director = make_user("referral_steward"), make_user("director")
    page = browse(steward).get(reverse("referrals:outside"))
    assert page.context["needs"] == [(service().need, 1)] and page.context["reasons"] == [("survivor_choice", 1)]
    assert NAME not in page.content.decode()
    (report,) = reports_seen_by(steward)
    with context.acting(context.of_user(director)), pytest.raises(NotPermitted):
        workflow.note_outside(report, by=director)
    address = reverse("referrals:note_outside", args=[report.pk])
    assert browse(make_user("case_manager")).post(address).status_code == 404
    assert browse(steward).post(address).status_code == 302
    with context.acting(context.of_user(steward)), pytest.raises(WrongState):
        workflow.note_outside(report, by=steward)


def test_the_page_offers_it_apart_and_asks_why(browse):
    make_provider("fia")
    case = make_case()
    shelter_elsewhere()
    browser, address = browse(case.case_manager), reverse("referrals:send", args=[case.pk])
    page = browser.get(address)
    assert [one.service.code for group in page.context["beyond"] for one in group.offerings] == ["beyond"]
    asked = {"services": ["beyond"], "priority": "urgent"}
    refused = browser.post(address, asked)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["outside_reason"])
    assert browser.post(address, asked | {"outside_reason": "no_place"}).status_code == 302
