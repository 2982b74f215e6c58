"""From a case to a sent referral by the pages, without JavaScript."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samaan.access import context
from samaan.cases.workflow import add_document, assign_case_manager, close_case, join_team
from samaan.referrals.models import Consent, Referral, ReferralSlice, Status
from tests.factories import consent as ledger
from tests.factories.accounts import make_user
from tests.factories.referrals import NAME, REASON, make_case, make_provider, make_referral

pytestmark = pytest.mark.django_db(transaction=True)

GIVEN = {"basis": "on_record"}


@pytest.fixture
def case():
    """A case in which the person agreed that the women's shelter may know everything for a safe place."""
    make_provider()
    make_provider("fia")
    case = make_case()
    ledger.record(case)
    return case


def as_manager(case):
    return context.acting(context.of_user(case.case_manager))


def begin(browser, case, *services) -> str:
    """Step 1; returns the batch."""
    answer = browser.post(
        reverse("referrals:send", args=[case.pk]), {"services": services or ["saman_shelter"], "priority": "urgent"}
    )
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"].split("/")[3]


def drafts(case) -> list[Referral]:
    with as_manager(case):
        return list(Referral.objects.filter(case=case).order_by("reference"))


def ticked(case, *codes, **typed) -> dict:
    keys = [str(draft.pk) for draft in drafts(case)]
    return {f"share_{code}": keys for code in codes} | {f"value_{code}": words for code, words in typed.items()}


def test_four_steps_and_it_is_sent(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case)
    chosen = ticked(case, "case_code", "age_band", "reason", reason=REASON)
    answer = browser.post(reverse("referrals:share", args=[batch]), chosen)
    assert answer.headers["Location"] == reverse("referrals:consent", args=[batch])
    answer = browser.post(reverse("referrals:consent", args=[batch]), GIVEN)
    assert answer.headers["Location"] == reverse("referrals:check", args=[batch])
    assert REASON in browser.get(reverse("referrals:check", args=[batch])).content.decode()
    answer = browser.post(reverse("referrals:check", args=[batch]))
    (referral,) = drafts(case)
    assert answer.headers["Location"] == referral.get_absolute_url()
    assert referral.status == Status.SENT
    with as_manager(case):
        codes = [line["code"] for line in ReferralSlice.objects.get().shared]
    assert codes == ["case_code", "age_band", "need", "reason"]


def test_the_case_fills_in_what_it_knows(browse, case):
    browser = browse(case.case_manager)
    page = browser.get(reverse("referrals:share", args=[begin(browser, case)])).content.decode()
    assert case.pseudonym in page
    assert "24 to 26" in page
    assert NAME in page, "it may be shared, and is not ticked"
    with as_manager(case):
        assert "name" not in {line["code"] for line in ReferralSlice.objects.get().shared}


def test_what_was_typed_for_the_last_referral_is_there_again(browse, case):
    make_referral(case=case)
    browser = browse(case.case_manager)
    assert REASON in browser.get(reverse("referrals:share", args=[begin(browser, case)])).content.decode()


def test_the_preview_is_what_the_provider_gets_and_keeps_nothing(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case)
    preview = browser.post(reverse("referrals:preview", args=[batch]), ticked(case, "name", "reason", reason="Bed"))
    assert NAME in preview.content.decode()
    with as_manager(case):
        assert "name" not in {line["code"] for line in ReferralSlice.objects.get().shared}


def test_each_of_two_providers_gets_its_own_slice(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case, "saman_shelter", "fia_counselling")
    by_service = {draft.need: str(draft.pk) for draft in drafts(case)}
    chosen = {
        "share_name": [by_service["counselling"]],
        "share_reason": list(by_service.values()),
        "value_reason": REASON,
    }
    browser.post(reverse("referrals:share", args=[batch]), chosen)
    with as_manager(case):
        slices = {s.referral.need: {line["code"] for line in s.shared} for s in ReferralSlice.objects.all()}
    assert slices == {"emergency_shelter": {"need", "reason"}, "counselling": {"need", "reason", "name"}}


def test_a_document_of_the_case_goes_along_as_a_copy(browse, case):
    with as_manager(case):
        upload = SimpleUploadedFile("permit.txt", b"Minister's Permit")
        document = add_document(case, upload, by=case.case_manager, kind="passport", compartment="identity")
    browser = browse(case.case_manager)
    batch = begin(browser, case)
    (draft,) = drafts(case)
    chosen = ticked(case, "reason", reason=REASON) | {f"document_{document.pk}": [str(draft.pk)]}
    browser.post(reverse("referrals:share", args=[batch]), chosen)
    browser.post(reverse("referrals:consent", args=[batch]), GIVEN)
    browser.post(reverse("referrals:check", args=[batch]))
    provider = browse(make_provider())
    page = provider.get(draft.get_absolute_url())
    (shared,) = page.context["files"]
    address = reverse("referrals:file", args=[draft.pk, shared.pk])
    assert b"".join(provider.get(address).streaming_content) == b"Minister's Permit"
    for foreign in (document.file_id, uuid4()):
        assert provider.get(reverse("referrals:file", args=[draft.pk, foreign])).status_code == 404
    browse(case.case_manager).post(reverse("referrals:withdraw", args=[draft.pk]), {"reason": "consent"})
    assert provider.get(address).status_code == 404


def test_without_consent_it_does_not_leave(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case)
    answer = browser.post(reverse("referrals:check", args=[batch]))
    assert answer.status_code == 422
    assert "Record consent" in answer.content.decode()
    assert [draft.status for draft in drafts(case)] == [Status.DRAFT]


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": ""},
        {"basis": "consent"},
        {"basis": "vital_interests"},
        {"basis": "because"},
    ],
)
def test_consent_that_is_none_is_asked_for_again(browse, case, wrong):
    browser = browse(case.case_manager)
    batch = begin(browser, case)
    assert browser.post(reverse("referrals:consent", args=[batch]), GIVEN | wrong).status_code == 422
    with as_manager(case):
        assert not Consent.objects.exists()


def test_what_is_missing_is_offered_and_leads_back(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case, "saman_shelter", "fia_counselling")
    address = reverse("referrals:consent", args=[batch])
    page = browser.get(address)
    assert "There is no consent on record to share with Families in Action" in page.content.decode()
    assert browser.post(address, GIVEN).status_code == 422
    asked = page.context["record"]
    form = browser.get(asked).context["form"]
    assert form["organisations"].value() == [str(ledger.organisation("fia").pk)]
    assert form["purposes"].value() == ["mind"]
    assert "summary" in form["compartments"].value()
    answer = {
        "basis": "consent", "compartments": form["compartments"].value(),
        "organisations": form["organisations"].value(), "purposes": ["mind"], "explained": ["words"],
        "ends_on": form["ends_on"].value().isoformat(), "language": "es", "form": "spoken",
        "given_on": form["given_on"].value().isoformat(),
    }  # fmt: skip
    answered = browser.post(asked, answer)
    assert answered.headers["Location"] == address, answered.content.decode()
    assert browser.post(address, GIVEN).headers["Location"] == reverse("referrals:check", args=[batch])
    browser.post(reverse("referrals:check", args=[batch]))
    assert [draft.status for draft in drafts(case)] == [Status.SENT, Status.SENT]


def test_who_may_not_record_consent_is_told_who_can(browse, case):
    observer = make_user("investigator")
    with as_manager(case):
        join_team(case, by=case.case_manager, user=observer, part="observer")
    browser = browse(observer)
    batch = begin(browser, case)
    page = browser.get(reverse("referrals:consent", args=[batch]))
    assert "The case manager can record it." in page.content.decode()
    assert page.context["record"] == ""


def test_withdrawn_between_the_steps_it_is_said_at_the_last(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case)
    browser.post(reverse("referrals:consent", args=[batch]), GIVEN)
    (entry,) = ledger.entries(case)
    ledger.withdraw(case, entry)
    answer = browser.post(reverse("referrals:check", args=[batch]))
    assert answer.status_code == 422
    assert "There is no consent on record" in answer.content.decode()
    assert [draft.status for draft in drafts(case)] == [Status.DRAFT]


def test_consent_is_not_asked_where_nothing_personal_is_shared(browse, case):
    make_provider("iom")
    browser = browse(case.case_manager)
    batch = begin(browser, case, "iom_interpreters")
    answer = browser.post(reverse("referrals:share", args=[batch]), ticked(case, "languages", "region"))
    assert answer.headers["Location"] == reverse("referrals:check", args=[batch])
    browser.post(reverse("referrals:check", args=[batch]))
    assert [referral.status for referral in drafts(case)] == [Status.SENT]


def test_a_draft_is_nobody_elses(browse, case):
    batch = begin(browse(case.case_manager), case)
    (draft,) = drafts(case)
    for stranger in (make_provider(), make_user("case_manager"), case.opened_by):
        for name in ("share", "consent", "check"):
            assert browse(stranger).get(reverse(f"referrals:{name}", args=[batch])).status_code == 404
        assert browse(stranger).get(draft.get_absolute_url()).status_code == 404


def test_a_draft_can_be_put_aside_found_again_and_discarded(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case)
    (draft,) = drafts(case)
    assert draft.reference in browser.get(reverse("referrals:list") + "?show=drafts").content.decode()
    assert browser.get(draft.get_absolute_url()).headers["Location"] == reverse("referrals:share", args=[batch])
    browser.post(reverse("referrals:discard", args=[batch]))
    assert browser.get(reverse("referrals:share", args=[batch])).status_code == 404
    page = browser.get(reverse("referrals:for_case", args=[case.pk])).content.decode()
    assert draft.reference not in page


def test_sent_twice_from_two_windows_is_sent_once(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case)
    browser.post(reverse("referrals:consent", args=[batch]), GIVEN)
    answers = [browser.post(reverse("referrals:check", args=[batch])) for _window in range(2)]
    assert [answer.status_code for answer in answers] == [302, 404]


def test_a_draft_of_a_case_closed_meanwhile_does_not_leave(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case)
    browser.post(reverse("referrals:consent", args=[batch]), GIVEN)
    with as_manager(case):
        close_case(case, by=case.case_manager, reason="other")
    assert browser.post(reverse("referrals:check", args=[batch])).status_code == 409
    assert [draft.status for draft in drafts(case)] == [Status.DRAFT]


def test_a_draft_of_a_case_handed_over_is_gone(browse, case):
    before = case.case_manager
    batch = begin(browse(before), case)
    with as_manager(case):
        assign_case_manager(case, by=before, to=make_user("case_manager"), reason="leave")
    assert browse(before).get(reverse("referrals:check", args=[batch])).status_code == 404


def test_only_services_that_are_offered_can_be_chosen(browse, case):
    address = reverse("referrals:send", args=[case.pk])
    browser = browse(case.case_manager)
    for services in ([], ["poui_shelter"], ["msdfs_rent"], ["none"]):
        answer = browser.post(address, {"services": services, "priority": "urgent"})
        assert answer.status_code == 422
    assert browser.post(address, {"services": ["saman_shelter"], "priority": "now"}).status_code == 422
    assert drafts(case) == []


def test_a_service_nobody_answers_for_is_shown_with_its_telephone(browse, case):
    page = browse(case.case_manager).get(reverse("referrals:send", args=[case.pk])).content.decode()
    assert "Nobody there answers in Samaan yet." in page


def test_who_does_not_see_the_case_begins_nothing(browse, case):
    address = reverse("referrals:send", args=[case.pk])
    assert browse(make_user("case_manager")).get(address).status_code == 404
    assert browse(make_user("director")).get(address).status_code == 403


def test_a_closed_case_refers_nobody(browse, case):
    with as_manager(case):
        close_case(case, by=case.case_manager, reason="other")
    assert browse(case.case_manager).get(reverse("referrals:send", args=[case.pk])).status_code == 409


def test_what_is_typed_when_the_session_ends_is_there_again(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case)
    session = browser.session
    session["seen"] = 0
    session.save()
    address = reverse("referrals:share", args=[batch])
    browser.post(address, ticked(case, "reason", reason="Typed too late"))
    assert "Typed too late" in browse(case.case_manager).get(address).content.decode()


def test_of_two_each_rests_on_its_own_basis_and_one_whom_the_person_refuses_is_left_out(browse, case):
    browser = browse(case.case_manager)
    batch = begin(browser, case, "saman_shelter", "fia_counselling")
    browser.post(reverse("referrals:share", args=[batch]), ticked(case, "age_band", "reason", reason=REASON))
    address = reverse("referrals:consent", args=[batch])
    page = browser.get(address).content.decode()
    assert "allows sharing this with Samán House" in page
    assert "There is no consent on record to share with Families in Action" in page
    browser.post(address, {"basis": "vital_interests", "reason": "She speaks of dying"})
    assert {draft.provider.code: draft.consent_basis for draft in drafts(case)} == {
        "saman_house": "consent",
        "fia": "vital_interests",
    }
    (refused,) = [draft for draft in drafts(case) if draft.provider.code == "fia"]
    answer = browser.post(reverse("referrals:discard", args=[batch]), {"draft": refused.pk})
    assert answer.headers["Location"] == address
    browser.post(reverse("referrals:check", args=[batch]))
    assert {draft.provider.code: draft.status for draft in drafts(case)} == {
        "saman_house": Status.SENT,
        "fia": Status.WITHDRAWN,
    }
