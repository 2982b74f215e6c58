"""The pages on which two records of a person are compared, merged and taken apart."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.factories.accounts import make_user
from tests.factories.cases import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def head():
    return make_user("head_of_investigations")


@pytest.fixture
def pair(head):
    known = {"phones": ["868 555 0123"], "address": "", "nationality": "VE"}
    kept = make_person(head, given_names="Marisol", family_names="Villasmil", **known)
    other = make_person(head, given_names="Marysol", family_names="Villasmil", age=25, **known)
    return kept, other


def path(pair) -> str:
    return f"/people/{pair[1].pk}/merge/{pair[0].pk}/"


def text(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def test_a_person_shows_who_may_be_the_same_and_leads_to_both_side_by_side(browse, head, pair):
    page = text(browse(head).get(f"/people/{pair[0].pk}/?alike=1"))
    assert "Marysol Villasmil" in page and path(pair) in page


def test_what_differs_is_chosen_and_the_address_of_the_other_leads_here(browse, head, pair):
    client = browse(head)
    assert "In these they differ" in text(client.get(path(pair)))
    text(client.post(path(pair), {"given_names": "other"}), 422)
    sent = {"given_names": "other", "age": "kept", "reason": "The same passport."}
    assert client.post(path(pair), sent).url == f"/people/{pair[0].pk}/"
    page = text(client.get(f"/people/{pair[1].pk}/", follow=True))
    assert "Marysol Villasmil" in page and "The same passport." in page and "about 24" in page
    undo = page.partition("/people/merges/")[2].partition("/undo/")[0]
    assert "Nothing that is known of the person was changed" in text(client.get(f"/people/merges/{undo}/undo/"))
    assert client.post(f"/people/merges/{undo}/undo/", {"reason": "Two sisters."}).status_code == 302
    assert "Taken apart again" in text(client.get(f"/people/{pair[0].pk}/"))
    assert client.get(f"/people/{pair[1].pk}/").status_code == 200
    assert client.get(f"/people/merges/{undo}/undo/").status_code == 404


def test_others_find_nothing_there_and_other_roles_no_way_in(browse, head, pair):
    stranger = browse(make_user("head_of_investigations", "iom"))
    assert stranger.get(path(pair)).status_code == 404
    assert stranger.get(f"/people/{pair[0].pk}/").status_code == 404
    officer = browse(make_user("intake_officer"))
    assert "merge" not in text(officer.get(f"/people/{pair[0].pk}/?alike=1"))
    assert officer.get(path(pair)).status_code == 403
    assert browse(make_user("first_responder", "ttps")).get(f"/people/{pair[0].pk}/").status_code == 403


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_pages_are_clear_to_everybody(look, head, pair, size):
    tab = look(head, size)
    for address in (f"/people/{pair[0].pk}/?alike=1", path(pair)):
        tab.goto(address)
        assert Axe().run(tab).response["violations"] == []
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.get_by_label("Why").fill("The same passport.")
    tab.get_by_role("button", name="They are one person: merge").click()
    tab.get_by_role("link", name="It was a mistake").click()
    assert Axe().run(tab).response["violations"] == []


def test_who_saw_only_one_of_them_reads_that_there_was_another(browse, head, pair):
    anna = make_user("investigator")
    third = make_person(head, anna, given_names="Maria")
    client = browse(head)
    client.post(
        f"/people/{pair[1].pk}/merge/{third.pk}/",
        {"given_names": "kept", "family_names": "kept", "age": "kept", "reason": "One."},
    )
    page = text(browse(anna).get(f"/people/{third.pk}/"))
    assert "A record you do not see was merged into this one" in page
    assert "take them apart" not in page
