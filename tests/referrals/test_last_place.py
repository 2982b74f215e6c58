"""The last bed is gone while somebody was writing: they are told at once, offered the next, and lose nothing."""

import pytest
from django.urls import reverse

from samaan.access import context
from samaan.directory.models import Capacity
from samaan.referrals import workflow
from samaan.referrals.models import Referral
from tests.factories import referrals as making
from tests.factories.accounts import make_user
from tests.support import cast

pytestmark = pytest.mark.django_db
WORDS = "A quiet room, and somebody who speaks Spanish"


@pytest.fixture
def draft():
    """A referral ready to be sent to the women's shelter, whose last bed somebody else has just asked for."""
    Capacity.objects.create(service=making.service(), kind="beds", contracted=4, free=1)
    making.make_referral(provider=making.make_provider())
    case = making.make_case()
    with context.acting(context.of_user(case.case_manager)):
        (draft,) = workflow.prepare_referrals(case, [making.service()], by=case.case_manager, priority="urgent")
        workflow.choose_slice(draft, case, by=case.case_manager, share=workflow.Share(typed={"reason": WORDS}))
        workflow.record_consent(draft, case, by=case.case_manager, consent=making.CONSENT)
    return draft


def kept(draft: Referral) -> Referral:
    with context.acting(context.of_user(draft.sender)):
        found = Referral.objects.select_related("service", "slice").get(pk=draft.pk)
        assert WORDS in str(found.slice.shared)
    return found


def test_the_next_of_the_ranking_is_asked_with_one_tap(browse, draft):
    other = making.service("ctu_emergency_house") if cast.service("womens_shelter") == "saman_shelter" else None
    if other is None:
        pytest.skip("this pack has no second house for women")
    make_user("service_provider", other.organisation.code)
    client = browse(draft.sender)

    told = client.post(reverse("referrals:check", args=[draft.batch]))

    assert told.status_code == 422
    page = told.content.decode()
    assert "has no free place any more" in page
    assert f"Ask {other.name} instead" in page
    assert kept(draft).status == "draft"

    address = reverse("referrals:instead", args=[draft.batch])
    client.post(address, {"draft": draft.pk, "service": other.code})

    changed = kept(draft)
    assert (changed.service, changed.provider) == (other, other.organisation)
    assert client.post(address, {"draft": draft.pk, "service": "no_such"}).status_code == 404
    assert browse(make_user("case_manager")).post(address, {"draft": draft.pk, "without": 1}).status_code == 404


def test_the_same_house_may_be_asked_without_a_place(browse, draft):
    client = browse(draft.sender)

    client.post(reverse("referrals:instead", args=[draft.batch]), {"draft": draft.pk, "without": 1})
    client.post(reverse("referrals:check", args=[draft.batch]))

    assert kept(draft).status == "sent"
    assert Capacity.objects.get().held == 1
