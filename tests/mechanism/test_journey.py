"""The steward changes who is asked for food, the Director approves on a phone in Spanish; then terms are agreed."""

import pytest
from playwright.sync_api import Page, expect

from samaan import countrypack
from samaan.accounts.models import Organisation, User
from samaan.countrypack import active
from samaan.directory.models import TermsOfReference
from tests.factories.accounts import PACK, make_user
from tests.factories.staff import director
from tests.factories.terms import make_terms
from tests.support.seeing import serves_everybody
from tests.support.sessions import prove, signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(PACK.name != "tt", reason="tells of the needs and organisations of Trinidad and Tobago"),
]


@pytest.fixture
def proven(look, live_server):
    """`proven(user)`: a tab in which this colleague has proved of late who they are."""

    def open_tab(user: User, size: str = "desk") -> Page:
        page = look(user, size)
        session = prove(signed_in(user)).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return open_tab


def at(page: Page, address: str) -> None:
    page.goto(address)
    serves_everybody(page)


def test_a_new_map_by_two_people_and_terms_by_both_sides(proven):
    steward, chief = make_user("referral_steward"), director()
    User.objects.filter(pk=chief.pk).update(language="es")

    page = proven(steward)
    page.goto("/")
    page.get_by_role("link", name="Referral map").first.click()
    page.locator("details summary").first.click()
    serves_everybody(page)
    page.get_by_role("link", name="Change the map").click()
    page.get_by_label("What changes, and why?").fill("A kitchen opened in the east.")
    serves_everybody(page)
    page.get_by_role("button", name="Begin").click()
    serves_everybody(page)
    page.locator("#food").get_by_role("link", name="Change").click()
    serves_everybody(page)
    page.get_by_label("Asked as number 1", exact=True).select_option("svp")
    page.get_by_label("Asked as number 2", exact=True).select_option("msdfs")
    page.get_by_role("button", name="Keep it in the draft").click()
    page.get_by_role("link", name="See what differs, and propose it").click()
    expect(page.get_by_text("who is asked: now in the order")).to_be_visible()
    serves_everybody(page)
    page.get_by_role("link", name="Propose it to a second person").click()
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("It is proposed.")).to_be_visible()

    second = proven(User.objects.get(pk=chief.pk), "phone")
    second.goto("/")
    second.get_by_role("link", name="A kitchen opened in the east.").first.click()
    second.get_by_role("link", name="Decidir").click()
    serves_everybody(second)
    second.get_by_role("button", name="Aprobar y publicar").click()
    expect(second.get_by_text("Publicado:")).to_be_visible()
    active.forget()
    assert countrypack.pack().route("food").providers[:2] == ("svp", "msdfs")
    at(second, "/referral-map/")
    at(second, "/referral-map/booklet/")
    at(second, "/referrals/outside/")

    offered = make_terms("offered", Organisation.objects.get(code="saman_house"), steward=steward)
    third = proven(make_user("organisation_administrator", offered.provider), "phone")
    at(third, offered.get_absolute_url())
    third.get_by_role("link", name="Accept for us").click()
    serves_everybody(third)
    third.get_by_role("button", name="Accept for us").click()
    expect(third.get_by_text("Accepted. They wait for approval now.")).to_be_visible()
    at(second, "/directory/terms/")
    second.goto(offered.get_absolute_url())
    second.get_by_role("link", name="Aprobar").click()
    second.get_by_role("button", name="Aprobar").click()
    expect(second.get_by_text("Están vigentes.")).to_be_visible()
    serves_everybody(second)
    assert TermsOfReference.objects.get().is_in_force
    at(page, "/directory/terms/new/svp/")
