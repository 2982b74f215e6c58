"""The frame around every page, and what a page weighs."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)
FIRST_PAGE, ANY_PAGE = 60_000, 150_000


def weight(html: bytes) -> int:
    """Bytes of a page with all it loads, compressed."""
    assets = set(re.findall(rb'(?:href|src)="/static/([^"]+)"', html))
    files = [Path(finders.find(name.decode())).read_bytes() for name in assets]
    return sum(len(gzip.compress(content)) for content in [html, *files])


def test_the_first_page_is_light():
    assert weight(Client().get("/accounts/login/").content) <= FIRST_PAGE


def test_the_first_page_after_signing_in_is_light(browse):
    assert weight(browse(make_user()).get("/").content) <= FIRST_PAGE


def test_even_the_page_with_everything_is_light(browse):
    assert weight(browse(make_user()).get("/design/").content) <= ANY_PAGE


def test_somebody_unknown_costs_no_query(django_assert_num_queries):
    response = Client().get("/nowhere/")
    assert response.status_code == 404
    assert "menu" not in response.content.decode()


def test_the_menu_shows_what_the_role_can_do(browse):
    page = browse(make_user("system_administrator")).get("/").content.decode()
    assert 'href="/jobs/"' in page
    assert 'href="/jobs/"' not in browse(make_user("investigator")).get("/").content.decode()


def test_one_knows_where_one_is(browse):
    page = browse(make_user()).get("/alerts/").content.decode()
    assert re.search(r'href="/alerts/"\s+aria-current="true"', page)


def test_who_i_am_stands_in_the_frame(browse):
    anna = make_user("director", full_name="Anna Invented")
    page = browse(anna).get("/").content.decode()
    assert "Anna Invented" in page and str(anna.role) in page and str(anna.organisation) in page


@pytest.mark.parametrize("demo", [True, False])
def test_a_demonstration_says_so_on_every_page(settings, browse, demo):
    settings.DEMO = demo
    for page in (Client().get("/accounts/login/"), browse(make_user()).get("/"), Client().get("/nowhere/")):
        assert ("Every person and report here is invented" in page.content.decode()) is demo


def test_the_design_page_is_for_those_who_work_here(settings, browse):
    settings.DEMO = settings.DEBUG = False
    assert Client().get("/design/").status_code == 404
    assert browse(make_user()).get("/design/").status_code == 200
    settings.DEMO = True
    assert Client().get("/design/").status_code == 200


def test_still_there(browse):
    assert browse(make_user()).get("/stay/").status_code == 204
    assert Client().get("/stay/").status_code == 401
