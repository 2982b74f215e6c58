"""The same acts for programs: with an ordinary token nothing is destroyed and no copy is taken."""

import pytest
from django.utils import timezone

from samaan.cases.models import Case
from samaan.retention.models import Certificate
from tests.api.calling import Program
from tests.api.test_sealed import allowed
from tests.factories import cases as of_cases
from tests.factories.accounts import make_user
from tests.factories.retention import director, make_due_case, worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    return make_due_case()


def test_from_what_is_due_to_the_certificate(case, destroy):
    first, second = allowed(director()), allowed(director("deputy_director"))
    (line,) = first.get("/retention/due")
    assert (line["record"], line["retention_class"]) == (str(case.pk), "case_adult")
    assert first.get(f"/cases/{case.pk}/disposal")["counts"]["persons"] == 1
    proposal = first.post(f"/cases/{case.pk}/disposal", {"reason": "Over"}, expect=201)
    assert first.post(f"/retention/proposals/{proposal['id']}/approve", expect=403)["error"] == "not_permitted"
    assert second.post(f"/retention/proposals/{proposal['id']}/approve")["status"] == "approved"
    with worker():
        from samaan.retention.models import Proposal

        found = Proposal.objects.get()
    certificate = destroy(found)
    gone = second.get(f"/cases/{case.pk}", expect=410)
    assert (gone["error"], gone["certificate"]) == ("destroyed", certificate.number)
    assert second.get(f"/retention/certificates/{certificate.pk}")["leaf"] == certificate.leaf
    stranger = Program(make_user("case_manager", "iom"))
    assert stranger.get(f"/cases/{case.pk}", expect=404)["error"] == "not_found"
    assert stranger.get(f"/retention/certificates/{certificate.pk}", expect=404)["error"] == "not_found"


def test_an_ordinary_token_destroys_nothing(case):
    first, second = Program(director()), Program(director("deputy_director"))
    assert first.post(f"/cases/{case.pk}/disposal", {"reason": "x"}, expect=403)["error"] == "not_for_this_token"
    proposal = allowed(director()).post(f"/cases/{case.pk}/disposal", {"reason": "x"}, expect=201)
    assert second.post(f"/retention/proposals/{proposal['id']}/approve", expect=403)["error"] == "not_for_this_token"
    with worker():
        assert Case.objects.filter(pk=case.pk).exists() and not Certificate.objects.exists()


def test_a_hold_is_placed_read_and_lifted(case):
    program = allowed(director())
    placed = program.post(f"/cases/{case.pk}/holds", {"reason": "A claim"}, expect=201)
    assert program.post(f"/cases/{case.pk}/disposal", {"reason": "x"}, expect=422)["error"] == "invalid"
    assert Program(case.case_manager).get(f"/cases/{case.pk}/holds")[0]["reason"] == "A claim"
    assert Program(director()).post(f"/retention/holds/{placed['id']}/lift", {"reason": "x"}, expect=403)
    lifted = program.post(f"/retention/holds/{placed['id']}/lift", {"reason": "Settled"})
    assert lifted["stands"] is False


def test_a_survivors_own_copy():
    case = of_cases.make_case()
    program = allowed(case.case_manager)
    asked = {"asker": "person", "identity_check": "I know her", "language": "en"}
    asked["asked_on"] = timezone.localdate().isoformat()
    wish = program.post(f"/cases/{case.pk}/own-data", asked, expect=201)
    assert program.get(f"/cases/{case.pk}/own-data")[0]["id"] == wish["id"]
    assert program.get(f"/own-data/{wish['id']}/copy", expect=422)["error"] == "invalid"
    assert program.post(f"/own-data/{wish['id']}/release", expect=422)["error"] == "invalid"
    for text in program.get(f"/own-data/{wish['id']}/texts"):
        program.post(f"/own-data/{wish['id']}/texts/{text['source']}", {"text": text["text"]})
    assert program.post(f"/own-data/{wish['id']}/release")["status"] == "released"
    assert program.get(f"/own-data/{wish['id']}/copy")["reference"] == case.reference
    plain = Program(case.case_manager)
    for path in ("copy", "texts"):
        assert plain.get(f"/own-data/{wish['id']}/{path}", expect=403)["error"] == "not_for_this_token"
    assert Program(make_user("director")).get(f"/cases/{case.pk}/own-data") == []


@pytest.mark.parametrize("path", ["/retention/due", "/retention/proposals", "/retention/certificates"])
def test_the_lists_are_for_those_who_look_after_it(case, path):
    assert Program(case.case_manager).get(path, expect=403)["error"] == "not_permitted"
    assert Program().get(path, expect=401)["error"] == "no_token"
