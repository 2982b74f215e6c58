"""The pages of an emergency: proof first, a band while it lasts, the record and the review afterwards."""

import time

import pytest
from allauth.account.internal.flows import login
from django.urls import reverse

from samaan.countrypack import pack
from samaan.walls.models import EmergencyAccess
from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.intake import make_report
from tests.support.sessions import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/emergency/"
WHY = "She is at the hospital and nobody reaches her case manager."
BAND = "open in an emergency"


def proved(user):
    """A client whose person has just proved who they are."""
    client = signed_in(user)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def director():
    return make_user("director")


@pytest.fixture
def other():
    return make_user("case_manager")


@pytest.fixture
def case(director):
    return make_case(case_manager=make_user("case_manager"))


def ask(client, reference, reason=WHY, kind="case"):
    return client.post(PAGE, {"kind": kind, "reference": reference, "reason": reason})


def test_without_a_recent_proof_nothing_opens(browse, case, other):
    response = ask(browse(other), case.reference)
    assert response.url == "/accounts/reauthenticate/?next=/emergency/"
    with acting(other):
        assert EmergencyAccess.objects.count() == 0


def test_it_opens_and_leads_to_the_file_with_a_band_on_every_page(case, other):
    client = proved(other)
    assert client.get(PAGE).status_code == 200
    assert ask(client, f" {case.reference.lower()} ").url == case.get_absolute_url()
    for name in ("case", "notes", "timeline", "access", "note", "task", "conflict"):
        page = client.get(reverse(f"cases:{name}", args=[case.pk])).content.decode()
        assert "You opened this file in an emergency." in page, name
    others = signed_in(case.case_manager).get(case.get_absolute_url()).content.decode()
    assert f"{other.full_name} has this file {BAND}" in others


def test_the_refusals_look_the_same(case, other):
    pages = {
        str(ask(proved(user), reference).content).replace(reference, "").partition("<main")[2]
        for user, reference in ((other, "C-2020-99999"), (make_user("case_manager"), "C-2020-99998"))
    }
    assert "There is no such file" in pages.pop()


def test_too_often(case, other):
    client = proved(other)
    for _time in range(pack().emergency_attempts):
        assert ask(client, "C-2020-99999").status_code == 422
    assert ask(client, case.reference).status_code == 429


@pytest.mark.parametrize("role", ["intake_officer", "service_provider", "me_officer", "system_administrator"])
def test_a_role_that_the_pack_does_not_name_has_no_such_page(role):
    assert proved(make_user(role)).get(PAGE).status_code == 403


def test_it_is_closed_reviewed_and_on_the_record_for_ever(case, other, director):
    client = proved(other)
    ask(client, case.reference)
    with acting(other):
        access = EmergencyAccess.objects.get()
    end = reverse("walls:emergency_end", args=[access.pk])
    assert signed_in(case.case_manager).post(end).status_code == 403
    assert client.post(end).url == "/"
    assert client.get(case.get_absolute_url()).status_code == 404
    supervising = signed_in(director)
    page = supervising.get(case.get_absolute_url()).content.decode()
    assert "It waits for review." in page
    review = reverse("walls:emergency_review", args=[access.pk])
    assert WHY in supervising.get(review).content.decode()
    assert supervising.post(review, {"justified": "no", "what_follows": ""}).status_code == 422
    assert supervising.post(review, {"justified": "no", "what_follows": "A talk."}).url == case.get_absolute_url()
    assert "It waits for review." not in supervising.get(case.get_absolute_url()).content.decode()
    for name, words in (("timeline", "Opened in an emergency"), ("access", WHY)):
        assert words in supervising.get(reverse(f"cases:{name}", args=[case.pk])).content.decode()
    assert signed_in(make_user("case_manager")).get(review).status_code == 404


def test_a_report_has_its_band_too(director):
    report = make_report("accepted")
    stranger = make_user("investigator")
    client = proved(stranger)
    assert ask(client, report.reference, kind="report").url == report.get_absolute_url()
    for name in ("report", "persons", "history", "access"):
        assert "You opened this file" in client.get(reverse(f"intake:{name}", args=[report.pk])).content.decode()


def test_a_program_opens_nothing_in_an_emergency(case, other):
    program = Program(other)
    sent = {"kind": "case", "reference": case.reference, "reason": WHY}
    for path in ("/api/v1/emergencies", PAGE):
        program.client.post(path, sent, headers=program.headers)
    with acting(other):
        assert EmergencyAccess.objects.count() == 0


def test_a_program_reads_and_reviews_it(case, other, director):
    ask(proved(other), case.reference)
    supervisor = Program(director)
    (access,) = supervisor.get(f"/cases/{case.pk}/emergencies")
    assert access["reason"] == WHY
    done = supervisor.post(f"/emergencies/{access['id']}/review", {"justified": True, "what_follows": ""})
    assert done["justified"] is True
    supervisor.post(f"/emergencies/{access['id']}/review", {"justified": False}, expect=409)
    Program(other).get(f"/cases/{case.pk}/emergencies", expect=403)
    whats = [what for line in supervisor.get(f"/cases/{case.pk}/openings") for what in line["what"]]
    assert "Opened it in an emergency" in whats
    Program(case.opened_by).get(f"/cases/{case.pk}/openings", expect=403)
