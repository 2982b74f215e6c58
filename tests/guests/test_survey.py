"""How was it? Asked by a link or on paper; the provider sees nobody’s answers, the steward the mean of five."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from samaan.access import context
from samaan.audit.models import Event
from samaan.guests import throttle, workflow
from samaan.guests.models import SurveyLink
from samaan.referrals.figures import provider_figures
from samaan.referrals.models import Referral, Status, SurveyAnswer
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.referrals import make_case, make_provider, make_referral

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "kindness"


@pytest.fixture(autouse=True)
def nobody_has_tried():
    throttle.wrong.forget()


@pytest.fixture
def provider():
    return make_provider()


@pytest.fixture
def referral(provider):
    return make_referral(Status.DELIVERED, provider=provider)


def ask(referral) -> str:
    with context.acting(context.of_user(referral.sender)):
        return workflow.ask_survey(Referral.objects.get(pk=referral.pk), by=referral.sender)


def answers_seen_by(user) -> list[dict]:
    with context.acting(context.of_user(user)):
        return [found.answers for found in SurveyAnswer.objects.all()]


def test_the_person_answers_once_without_a_name_in_their_language(referral, provider):
    key = ask(referral)
    person = Client()
    page = person.get("/s/?lang=es").content.decode()
    assert not any(word in page.lower() for word in ("trata de personas", "remisión", "víctima", "proveedor"))
    assert person.post("/s/", {"key": key}).status_code == 422
    sent = {"key": f"https://x.example/s/#{key}", FIRST: "4", "safe": ""}
    assert person.post("/s/?lang=es", sent).status_code == 200
    assert person.post("/s/?lang=es", sent | {FIRST: "1"}).status_code == 410
    assert "sessionid" not in person.cookies
    assert answers_seen_by(referral.sender) == [{FIRST: 4}]
    assert answers_seen_by(provider) == []
    with context.acting(context.of_user(referral.sender)):
        event = Event.objects.get(kind="referral.survey_answered")
        assert (event.actor_id, event.data) == (None, {})


def test_a_link_opens_the_empty_survey_and_nothing_else(referral):
    key = ask(referral)
    with context.acting(context.of_guest(key)):
        assert SurveyLink.objects.count() == 1
        assert not Referral.objects.exists()
    with context.acting(context.of_user(referral.sender)):
        SurveyLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post("/s/", {"key": key, FIRST: "4"}).status_code == 410
    assert Client().post("/s/", {"key": "guessed", FIRST: "4"}).status_code == 410
    assert answers_seen_by(referral.sender) == []


def test_paper_is_typed_in_and_never_over_what_was_sent(referral, provider):
    with context.acting(context.of_user(referral.sender)):
        seen = Referral.objects.get(pk=referral.pk)
        workflow.type_in_survey(seen, {FIRST: 2}, by=referral.sender, language="en")
        workflow.type_in_survey(seen, {FIRST: 3}, by=referral.sender, language="en")
    assert answers_seen_by(referral.sender) == [{FIRST: 3}]
    with context.acting(context.of_user(provider)), pytest.raises(NotPermitted):
        workflow.ask_survey(Referral.objects.get(pk=referral.pk), by=provider)
    early = make_referral(Status.ACCEPTED, provider=provider)
    with context.acting(context.of_user(early.sender)), pytest.raises(WrongState):
        workflow.ask_survey(Referral.objects.get(pk=early.pk), by=early.sender)


def test_figures_say_nothing_of_fewer_than_five_and_nothing_to_a_stranger(provider):
    steward, case = make_user("me_officer"), make_case()
    for _number in range(4):
        referral = make_referral(Status.DELIVERED, case=case, provider=provider)
        with context.acting(context.of_user(referral.sender)):
            seen = Referral.objects.get(pk=referral.pk)
            workflow.type_in_survey(seen, {FIRST: 5}, by=referral.sender, language="en")
    with context.acting(context.of_user(steward)):
        assert provider_figures() == provider_figures(fewest=1) == []
    referral = make_referral(Status.DELIVERED, case=case, provider=provider)
    with context.acting(context.of_user(steward)):
        (found,) = provider_figures()
        assert (found.provider, found.asked, found.answered, found.surveys) == (provider.organisation, 5, 5, None)
        assert found.satisfaction is None
    with context.acting(context.of_user(referral.sender)):
        seen = Referral.objects.get(pk=referral.pk)
        workflow.type_in_survey(seen, {FIRST: 1, "safe": 4}, by=referral.sender, language="en")
    with context.acting(context.of_user(steward)):
        (found,) = provider_figures()
        assert (found.surveys, found.satisfaction) == (5, 4.5)
        assert found.accepted_share == found.delivered_share == 100
    for stranger in (provider, referral.sender, make_user("system_administrator")):
        with context.acting(context.of_user(stranger)):
            assert provider_figures() == []
