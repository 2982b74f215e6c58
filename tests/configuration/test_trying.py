"""A form is tried as users will see it, and nothing of it is kept."""

import re

import pytest
from django.urls import reverse

from samaan.questionnaires.models import Part, Submission
from tests.factories import configuration as factory
from tests.factories.accounts import make_user
from tests.factories.configuration import make_change
from tests.factories.staff import acting, administrator, director, organisation

pytestmark = pytest.mark.django_db(transaction=True)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def carried(page: str) -> dict[str, str]:
    return {name: hidden(page, name) for name in ("state", "section", "spoken", "shape")}


def shown(page: str) -> list[str]:
    return re.findall(r'name="shown" value="([^"]*)"', page)


def test_a_changed_form_is_tried_from_end_to_end(browse):
    change = make_change(("needs.xlsx", factory.form()))
    client = browse(change.proposed_by)
    address = reverse("configuration:try-changed", args=[change.pk, "needs"])
    page = client.get(address).content.decode()
    assert "What do you fear?" in page and "Nights in a safe place" not in page
    # As each answer is given, with JavaScript: what it brings is there, and nobody is led on.
    given = carried(page) | {"shown": shown(page), "/data/safety/risk": "low"}
    at_once = client.post(address, given | {"stay": "1"}).content.decode()
    assert "Nights in a safe place" in at_once and "This question needs an answer." not in at_once
    given |= {"do": "continue"}
    page = client.post(address, given).content.decode()
    assert "Nights in a safe place" in page and "This question needs an answer." in page
    answers = {"/data/safety/fears": "Invented", "/data/safety/risk": "low", "/data/safety/nights": "-1"}
    page = client.post(address, carried(page) | {"shown": shown(page), "do": "continue"} | answers).content.decode()
    assert "This answer is not possible here." in page
    answers["/data/safety/nights"] = "3"
    page = client.post(address, carried(page) | {"shown": shown(page), "do": "continue"} | answers).content.decode()
    assert "Illness" in page
    page = client.post(address, carried(page) | {"shown": shown(page), "go": "family"}).content.decode()
    page = client.post(address, carried(page) | {"add": "/data/family/child"}).content.decode()
    assert "/data/family/child[1]/name" in page or "/data/family/child/name" in page
    page = client.post(address, carried(page) | {"shown": shown(page), "do": "continue"}).content.decode()
    assert "It could be finished." in page and "case.risk_level" in page and "Invented" in page
    with acting(change.proposed_by):
        assert not Submission.objects.exists() and not Part.objects.exists()


def test_the_language_is_changed_and_the_answers_stay(browse):
    factory.with_a_form()
    client, address = browse(director()), reverse("configuration:try", args=["needs"])
    page = client.get(address).content.decode()
    given = carried(page) | {"shown": shown(page), "/data/safety/fears": "Invented", "language": "Español (es)"}
    page = client.post(address, given).content.decode()
    assert "¿Qué teme?" in page and "Invented" in page


def test_what_was_not_signed_here_is_begun_anew(browse):
    factory.with_a_form()
    client, address = browse(administrator()), reverse("configuration:try", args=["needs"])
    page = client.get(address).content.decode()
    given = carried(page) | {"state": "WyJ4IiwgIjxkYXRhLz4iXQ:forged", "do": "continue"}
    assert "What do you fear?" in client.post(address, given).content.decode()


def test_it_is_not_everybodys_and_a_form_that_is_not_there_is_not_found(browse):
    factory.with_a_form()
    stranger = browse(make_user("case_manager", organisation("ctu")))
    assert stranger.get(reverse("configuration:try", args=["needs"])).status_code == 403
    assert browse(director()).get(reverse("configuration:try", args=["none"])).status_code == 404
