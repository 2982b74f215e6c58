"""The code of conduct comes before the first work, and again when it has changed."""

import pytest

from samaan import countrypack
from samaan.accounts.models import User
from samaan.countrypack.content import Pack
from samaan.staff import code_of_conduct, workflow
from samaan.staff.models import ConductAcceptance
from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.staff import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer() -> User:
    return make_user(conduct_version="")


def changed_pack() -> Pack:
    content = countrypack.pack().content
    country = content["country"] | {"staff": content["country"]["staff"] | {"code_of_conduct": "2027-1"}}
    return Pack({**content, "country": country})


def test_until_it_is_accepted_nothing_else_answers(newcomer, browse):
    client = browse(newcomer)
    assert client.get("/cases/")["Location"] == "/conduct/?next=/cases/"
    assert client.post("/stay/")["Location"] == "/conduct/"
    Program(newcomer).get("/me", expect=403)
    page = client.get("/conduct/?next=/cases/").content.decode()
    assert "I have read it" in page
    answer = client.post("/conduct/", {"version": code_of_conduct.version(), "next": "/cases/"})
    assert answer["Location"] == "/cases/"
    assert client.get("/cases/").status_code == 200
    Program(newcomer).get("/me")


def test_a_new_version_is_asked_for_and_the_old_acceptance_is_kept(newcomer, browse):
    with acting(newcomer):
        workflow.accept_conduct(newcomer, version=code_of_conduct.version(), language="es")
    client = browse(newcomer)
    with countrypack.active.use_instead(changed_pack()):
        assert client.get("/cases/").status_code == 302
        with acting(newcomer):
            workflow.accept_conduct(newcomer, version="2027-1", language="es")
        assert client.get("/cases/").status_code == 200
    assert ConductAcceptance.objects.filter(user=newcomer).count() == 2


def test_what_was_not_read_is_not_accepted(newcomer):
    with acting(newcomer):
        assert not workflow.accept_conduct(newcomer, version="2019-1", language="en")
    assert not ConductAcceptance.objects.exists()


def test_it_leads_to_no_other_site(newcomer, browse):
    answer = browse(newcomer).post(
        "/conduct/", {"version": code_of_conduct.version(), "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/"
