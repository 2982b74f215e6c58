"""Providers keep their own entries; the steward approves; what is overdue is chased."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from samaan.access import context
from samaan.alerts.models import Alert
from samaan.directory import jobs, workflow
from samaan.directory.facts import facts_of
from samaan.directory.models import Change, Fact, Location, Service, ServiceAtLocation
from samaan.directory.workflow.verifying import note_verified
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


class Acts:
    """Each act as the person who takes it, as a page would."""

    def __getattr__(self, name):
        def act(*given, by, **more):
            with context.acting(context.of_user(by)):
                return getattr(workflow, name)(*given, by=by, **more)

        return act


acts = Acts()


def told(user) -> list[str]:
    with context.acting(context.of_user(user)):
        return list(Alert.objects.filter(user=user).values_list("rule", flat=True))


@pytest.fixture
def keeper(db):
    return make_user("service_provider", "fia")


@pytest.fixture
def steward(db):
    return make_user("referral_steward", "ctu")


@pytest.fixture
def counselling(db):
    return Service.objects.get(code="fia_counselling")


def propose(service, keeper, **facts) -> Change:
    return acts.propose_change(service, "contact", facts or {"phone": "+18685550999"}, by=keeper)


def test_a_change_waits_then_counts_and_is_verified(counselling, keeper, steward):
    before = counselling.phone

    change = propose(counselling, keeper)

    assert (change.before, change.after) == ({"phone": before}, {"phone": "+18685550999"})
    assert Service.objects.get(pk=counselling.pk).phone == before
    assert told(steward) == ["directory_change_waiting"]

    acts.approve_change(change, by=steward)

    changed = Service.objects.get(pk=counselling.pk)
    assert changed.phone == "+18685550999"
    assert changed.kept_since is not None
    fact = Fact.objects.get(service=counselling, group="contact")
    assert (fact.verified_by, fact.due_on - fact.verified_on) == (keeper, timedelta(days=90))


def test_only_whoever_keeps_them_changes_entries_and_only_the_steward_approves(counselling, keeper, steward):
    with pytest.raises(NotPermitted):
        propose(counselling, make_user("service_provider", "saman_house"))
    change = propose(counselling, keeper)
    with pytest.raises(NotPermitted):
        acts.approve_change(change, by=keeper)
    acts.return_change(change, by=steward, reason="That is the fax.")
    with pytest.raises(WrongState):
        acts.approve_change(change, by=steward)
    assert told(keeper) == ["directory_change_decided"]


def test_what_is_the_same_or_waits_already_is_refused(counselling, keeper):
    with pytest.raises(ValidationError, match="Nothing is different"):
        propose(counselling, keeper, phone=counselling.phone)
    propose(counselling, keeper)
    with pytest.raises(ValidationError, match="waits already"):
        propose(counselling, keeper)


def test_the_steward_s_own_change_counts_at_once(counselling, steward):
    change = propose(counselling, steward)

    assert change.status == "approved"
    assert Service.objects.get(pk=counselling.pk).phone == "+18685550999"


def test_every_group_is_read_back_as_it_was_written(counselling, steward):
    said = {
        "about": {"notes": {"en": "Ring twice.", "es": "Toque dos veces."}},
        "hours": {"week": {"1": ["08:00-12:00", "13:00-16:00"]}, "days": [["2026-12-24", "2026-12-24", ""]]},
        "whom": {"households": ["with_children"], "statuses": ["resident"], "min_age": 12},
        "place": {"address": "1 Invented Street", "latitude": "10.650000", "longitude": "-61.510000"},
        "cost": {"documents": ["passport"], "amount": "20.00", "cost": {"en": "A visit"}},
    }
    for group, facts in said.items():
        acts.propose_change(counselling, group, facts, by=steward)

    again = Service.objects.get(pk=counselling.pk)
    assert {group: {name: facts_of(again, group)[name] for name in facts} for group, facts in said.items()} == said


def test_where_a_sealed_service_is_is_refused_by_the_database(keeper):
    sealed = Service.objects.get(code="saman_shelter")
    place = Location.objects.create(code="house", organisation=sealed.organisation, address="2 Invented Street")
    with pytest.raises(ValidationError):
        acts.propose_change(sealed, "place", {"address": "x"}, by=make_user("service_provider", "saman_house"))
    for attempt in (
        lambda: ServiceAtLocation.objects.create(service=sealed, location=place),
        lambda: Location.objects.filter(pk=place.pk).update(is_sealed=True),
        lambda: Location.objects.create(
            code="house2", organisation=sealed.organisation, is_sealed=True, latitude=1, longitude=1
        ),
        lambda: Change.objects.create(
            organisation=sealed.organisation,
            service=sealed,
            group="place",
            after={"address": "x"},
            proposed_by=keeper,
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_an_open_service_with_an_address_cannot_become_sealed_around_it(counselling):
    place = Location.objects.create(
        code="fia_place", organisation=counselling.organisation, address="3 Invented Street"
    )
    ServiceAtLocation.objects.create(service=counselling, location=place)

    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=counselling.pk).update(is_sealed_location=True)


def test_overdue_entries_are_chased_once_and_say_nothing(counselling, keeper):
    note_verified(counselling, "contact", by=keeper, on=timezone.localdate() - timedelta(days=91))

    jobs.chase_overdue()
    jobs.chase_overdue()

    written = [sent for sent in mail.outbox if sent.to == [keeper.email]]
    assert len(written) == 1
    assert "/entries/" in written[0].body
    assert counselling.name not in written[0].body
    acts.confirm_facts(counselling, "contact", by=keeper)
    assert Fact.objects.get(service=counselling, group="contact").due_on > timezone.localdate()


def test_the_pages_from_a_provider_s_change_to_the_steward_s_answer(browse, counselling):
    keeps, decides = browse("service_provider", "fia"), browse("referral_steward", "ctu", "es")
    assert counselling.name in keeps.get("/entries/").content.decode()
    address = f"/entries/{counselling.pk}/hours/"

    wrong = keeps.post(address, {"day_1": "nine to five"})
    assert wrong.status_code == 422
    assert "Write hours as 08:00-16:00" in wrong.content.decode()
    keeps.post(address, {"day_1": "8:00 - 16:00", "differing": "2026-12-24 -", "note": "New hours"})

    change = Change.objects.get()
    assert change.after["week"] == {"1": ["08:00-16:00"]}
    assert change.after["days"] == [["2026-12-24", "2026-12-24", ""]]
    assert counselling.names["es"] in decides.get("/entries/steward/").content.decode()
    assert "lunes: 08:00-16:00" in decides.get(change.get_absolute_url()).content.decode().lower()
    assert decides.post(f"{change.get_absolute_url()}approve/").status_code == 302
    assert decides.post(f"{change.get_absolute_url()}approve/").status_code == 409
    assert "8:00" in keeps.get(counselling.get_absolute_url()).content.decode()
    assert browse("service_provider", "saman_house").get(change.get_absolute_url()).status_code == 404
