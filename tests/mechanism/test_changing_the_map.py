"""A new referral map: worked on by its steward need by need, approved by somebody else, holding from its day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from samaan import countrypack
from samaan.accounts.models import User
from samaan.configuration import workflow as pack_work
from samaan.configuration.examining import examine
from samaan.configuration.models import Change
from samaan.countrypack.content import Pack
from samaan.mechanism import editing, history, workflow
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.staff import acting, administrator, director
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db
MEAL = {"en": "A hot meal a day", "es": "Una comida al día"}
FOOD = {"need": "food", "providers": ["svp", "msdfs"], "commits_to": {"svp": MEAL}}


@pytest.fixture
def steward() -> User:
    return make_user("referral_steward")


def draft(steward: User, row: dict | None = None, **given) -> Change:
    with acting(steward):
        change = workflow.begin_map_change(by=steward, reason="A kitchen opened", **given)
        if row:
            workflow.put_route(change, by=steward, row=row)
    return change


def approve(change: Change, by: User | None = None) -> None:
    by = by or director()
    with acting(change.proposed_by):
        pack_work.propose_change(change, by=change.proposed_by)
    with acting(by):
        pack_work.approve_change(change, by=by, shown=examine(change).shown)


def asked_for_food() -> tuple[str, ...]:
    return countrypack.pack().route("food").providers


def test_the_steward_proposes_and_only_one_who_answers_for_the_unit_approves(steward):
    before = asked_for_food()
    change = draft(steward, FOOD)
    with acting(steward):
        route = "Referral route “Food” (food): "
        first, *promises = examine(change).differences
        assert first.startswith(f"{route}who is asked: removed ")
        svp = countrypack.pack().organisations["svp"].name
        assert promises == [
            f"{route}what the provider commits to, {svp} ({language}): – → {words}." for language, words in MEAL.items()
        ]
        pack_work.propose_change(change, by=steward)
    for other in (steward, administrator()):
        with acting(other), pytest.raises(NotPermitted):
            pack_work.approve_change(change, by=other, shown="")
    assert asked_for_food() == before
    chief = director()
    with acting(chief):
        pack_work.approve_change(change, by=chief, shown=examine(change).shown)
    assert asked_for_food() == ("svp", "msdfs")
    assert countrypack.pack().route("food").commits_to("svp") == MEAL["en"]
    with acting(make_user("case_manager")):
        assert (history.versions()[0].approved_by, history.versions()[0].why) == (chief.full_name, "")
    with acting(steward):
        assert (history.versions()[0].proposed_by, history.versions()[0].why) == (steward.full_name, "A kitchen opened")


def test_it_touches_the_map_alone_and_only_while_it_is_a_draft(steward):
    change = draft(steward, FOOD)
    with acting(steward), pytest.raises(ValidationError, match=r"referral_map\.yaml alone"):
        pack_work.put_file(change, by=steward, name="roles.yaml", path="roles.yaml", data=b"roles: []")
    with acting(steward):
        pack_work.propose_change(change, by=steward)
        with pytest.raises(WrongState):
            workflow.put_route(change, by=steward, row=FOOD)
    responder = make_user("first_responder")
    with acting(responder), pytest.raises(NotPermitted):
        workflow.begin_map_change(by=responder, reason="Mine")


def test_it_holds_from_its_day_and_until_then_the_one_before(steward):
    before, day = asked_for_food(), timezone.localdate() + timedelta(days=30)
    with acting(steward), pytest.raises(ValidationError, match="a day to come"):
        workflow.begin_map_change(by=steward, reason="Too late", holds_from=date(2020, 1, 1))
    approve(draft(steward, FOOD, holds_from=day))
    pack = countrypack.pack()
    assert (pack.map_is_coming, asked_for_food()) == (True, before)
    written = pack.content["referral_map"] | {"holds_from": timezone.localdate().isoformat()}
    on_its_day = Pack(pack.content | {"referral_map": written})
    assert (on_its_day.map_is_coming, on_its_day.route("food").providers) == (False, ("svp", "msdfs"))


def test_the_way_back_to_an_earlier_map(steward):
    first, before = history.versions()[0], asked_for_food()
    approve(draft(steward, FOOD))
    approve(draft(steward, like=first.written))
    assert asked_for_food() == before
    assert history.versions()[0].routes == first.routes and len(history.versions()) == 3


def test_the_table_and_the_form_of_a_need_write_what_the_file_would_say(steward, browse):
    change = draft(steward)
    browser = prove(browse(steward))
    assert "Food" in browser.get(reverse("mechanism:edit", args=[change.pk])).content.decode()
    address = reverse("mechanism:route", args=[change.pk, "emergency_shelter"])
    form = browser.get(address).context["form"]
    filled = {name: value for field in form if (value := field.value()) not in (None, "", []) for name in [field.name]}
    with acting(steward):
        before = editing.map_of(change)
    assert browser.post(address, filled).status_code == 302
    with acting(steward):
        assert editing.map_of(change) == before, "kept as it is, it is as it was"
    again = filled | {"providers_1": "poui_house", "providers_2": "poui_house", "within_urgent": "soon"}
    refused = browser.post(address, again)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"providers_1", "within_urgent"}
    browser.post(address, filled | {"providers_1": "poui_house", "providers_2": "ctu", "providers_3": ""})
    with acting(steward):
        assert editing.routes_of(editing.map_of(change))["emergency_shelter"].providers == ("poui_house", "ctu")
