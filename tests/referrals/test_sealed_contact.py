"""The safe contact in a referral: the slice says that there is one, the provider opens it with a reason."""

import pytest

from samaan.alerts.models import Alert
from samaan.referrals import slice as slices
from samaan.referrals import workflow
from samaan.referrals.models import ReferralSlice
from samaan.sealed.models import SealedField
from samaan.transitions import NotPermitted
from tests.factories.cases import acting
from tests.factories.referrals import CONSENT, REASON, make_case, make_provider, make_referral, service
from tests.factories.sealed import reveal
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db
WITH = ["case_code", "need", "reason", "safe_contact"]
WAY = "Ring at noon, ask for the seamstress"


@pytest.fixture
def provider():
    return make_provider()


@pytest.fixture
def referral(provider):
    share = workflow.Share(WITH, {"reason": REASON, "safe_contact": WAY})
    return make_referral(provider=provider, share=share)


def sealed_of(referral, user):
    with acting(user):
        return SealedField.objects.get(of_record=referral.pk, replaced_at=None)


def test_the_slice_holds_only_that_there_is_one(referral, provider):
    with acting(provider):
        shared = ReferralSlice.objects.get(referral=referral).shared
    assert [line["value"] for line in shared if line["code"] == "safe_contact"] == [True]
    assert WAY not in str(shared)


def test_the_provider_reads_it_with_a_reason_and_the_sender_is_told(referral, provider):
    assert reveal(sealed_of(referral, provider), provider).value == {"way": WAY}
    sender = referral.sender
    with acting(sender):
        assert Alert.objects.filter(user=sender, rule="sealed_revealed").count() == 1


def test_the_page_of_the_referral_shows_a_mask(browse, referral, provider):
    client = prove(browse(provider))
    text = client.get(referral.get_absolute_url()).content.decode()
    field = sealed_of(referral, provider)
    assert WAY not in text and field.get_absolute_url() in text
    shown = client.post(field.get_absolute_url(), {"reason": "reach_survivor", "words": "First visit."})
    assert WAY in shown.content.decode()


def test_another_provider_sees_nothing_of_it(referral):
    with acting(make_provider("fia")):
        assert not SealedField.objects.exists()


def test_once_the_referral_has_ended_the_provider_does_not_open_it(referral, provider):
    field = sealed_of(referral, provider)
    with acting(referral.sender):
        workflow.withdraw_referral(referral, by=referral.sender, reason="met_elsewhere")
    with pytest.raises(SealedField.DoesNotExist):
        reveal(field, provider)


def draft_of(case, *shares: workflow.Share):
    by = case.case_manager
    with acting(by):
        (draft,) = workflow.prepare_referrals(case, [service()], by=by, priority="urgent")
        for share in shares:
            workflow.choose_slice(draft, case, by=by, share=share)
        return draft


def test_what_was_written_for_a_draft_stays_when_left_empty(provider):
    case = make_case()
    draft = draft_of(case, workflow.Share(WITH, {"safe_contact": WAY}), workflow.Share(WITH, {"safe_contact": ""}))
    assert reveal(sealed_of(draft, case.case_manager), case.case_manager).value == {"way": WAY}


def test_what_was_taken_out_of_a_draft_is_never_the_providers(provider):
    case = make_case()
    by = case.case_manager
    draft = draft_of(case, workflow.Share(WITH, {"safe_contact": WAY}), workflow.Share(WITH[:3], {"reason": REASON}))
    with acting(by):
        workflow.record_consent(draft, case, by=by, consent=CONSENT)
        workflow.send_draft(draft, by=by)
    with acting(provider):
        (withdrawn,) = SealedField.objects.filter(of_record=draft.pk)
    with pytest.raises(NotPermitted):
        reveal(withdrawn, provider)


def test_it_is_not_typed_into_the_next_referral(referral):
    with acting(referral.sender):
        offered = slices.offers(referral.case, referral.sender, referral.need)
    (offer,) = [offer for offer in offered if offer.code == "safe_contact"]
    assert (offer.earlier, offer.value) == ("", None)
