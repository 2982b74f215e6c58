"""What a guest does inside: the same acts, on the record under the link's name."""

from uuid import uuid4

import pytest

from samaan.access import context
from samaan.audit.models import Event
from samaan.referrals.models import Delivery, Message, Referral, Status
from samaan.referrals.workflow import send_message
from tests.factories.guests import browser_of, invite
from tests.factories.referrals import REASON, make_referral

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def referral() -> Referral:
    return make_referral()


def stands(referral) -> str:
    with context.acting(context.of_user(referral.sender)):
        return Referral.objects.get(pk=referral.pk).status


def test_answers_chats_and_records_what_was_given(referral):
    made = invite(referral)
    guest = browser_of(made)
    page = guest.get("/guest/").content.decode()
    assert str(referral.pk) not in page
    assert stands(referral) == Status.VIEWED
    guest.post("/guest/step/accept/")
    assert stands(referral) == Status.ACCEPTED
    nonce = str(uuid4())
    for _again in range(2):
        guest.post("/guest/message/", {"text": "Tonight from six", "nonce": nonce})
    with context.acting(context.of_user(referral.sender)):
        send_message(Referral.objects.get(pk=referral.pk), "She is on her way", by=referral.sender, client_id=uuid4())
    page = guest.get("/guest/").content.decode()
    assert page.count("Tonight from six") == 1
    assert "She is on her way" in page
    day = {"note": "Four nights", "began_on": "2026-11-20"}
    assert guest.post("/guest/step/deliver/", day).status_code == 302
    assert stands(referral) == Status.DELIVERED
    with context.acting(context.of_user(referral.sender)):
        assert Message.objects.get(client_id=nonce).writer == f"Guest of {referral.provider}"
        assert Delivery.objects.get(referral=referral.pk).who == f"Guest of {referral.provider}"
        acts = Event.objects.filter(record_id=referral.pk, data__guest=str(made.link.pk), actor_id=None)
        assert {"record.opened", "referral.accepted", "referral.message", "referral.delivered"} <= set(
            acts.values_list("kind", flat=True)
        )


def test_declining_leaves_the_conversation_and_closes_what_was_shared(referral):
    guest = browser_of(invite(referral))
    assert guest.post("/guest/step/decline/", {"reason": "no_space"}).status_code == 302
    page = guest.get("/guest/")
    assert page.status_code == 200
    assert REASON not in page.content.decode()
    assert stands(referral) == Status.DECLINED
    assert guest.post("/guest/step/accept/").status_code == 302
    assert stands(referral) == Status.DECLINED
