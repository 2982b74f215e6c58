"""The ledger by the API: read, added to, taken back; the same refusals as by the pages."""

from uuid import uuid4

import pytest
from django.utils import timezone

from samaan.accounts.models import User
from samaan.cases.workflow import join_team
from samaan.referrals.consent import ConsentGiven
from samaan.referrals.models import Status
from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.factories.consent import WORDS, entries, record
from tests.factories.referrals import make_case, make_provider, make_referral

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate().isoformat()
IN_A_YEAR = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1).isoformat()
TAKEN_BACK = {"basis": "consent", "given_on": TODAY, "form": "spoken"}


@pytest.fixture
def case():
    return make_case()


@pytest.fixture
def manager(case) -> Program:
    return Program(User.objects.get(pk=case.case_manager_id))


def said(**given):
    return {
        "basis": "consent", "compartments": ["summary", "identity"], "organisations": ["saman_house"],
        "purposes": ["shelter"], "given_on": TODAY, "ends_on": IN_A_YEAR, "form": "spoken",
        "explained": ["words"], "language": "es", "words": WORDS,
    } | given  # fmt: skip


def test_recorded_read_used_and_taken_back(case, manager):
    make_provider()
    entry = manager.post(f"/cases/{case.pk}/consent", said(), expect=201)
    assert (entry["state"], entry["organisations"], entry["details"]["words"]) == ("live", ["saman_house"], WORDS)
    wanted = {"services": ["saman_shelter"], "consent": {"basis": "consent", "entry": entry["id"]}}
    wanted["share"] = {"fields": ["age_band", "need", "reason"], "typed": {"reason": "A bed tonight"}}
    (sent,) = manager.post(f"/cases/{case.pk}/referrals", wanted, expect=201)
    (line,) = manager.get(f"/cases/{case.pk}/consent")
    assert [use["record"] for use in line["uses"]] == [sent["id"]]
    taken = manager.post(f"/cases/{case.pk}/consent/{entry['id']}/withdraw", TAKEN_BACK)
    assert taken["state"] == "withdrawn"
    assert manager.get(f"/referrals/{sent['id']}")["status"] == Status.WITHDRAWN
    manager.post(f"/cases/{case.pk}/consent/{entry['id']}/withdraw", TAKEN_BACK, expect=409)


def test_a_part_is_taken_back_and_a_refusal_written_down(case, manager):
    entry = manager.post(f"/cases/{case.pk}/consent", said(), expect=201)
    part = TAKEN_BACK | {"compartments": ["identity"]}
    assert manager.post(f"/cases/{case.pk}/consent/{entry['id']}/withdraw", part)["state"] == "partly"
    no = said(answer="refused", compartments=[], organisations=[], purposes=[], ends_on=None)
    assert manager.post(f"/cases/{case.pk}/consent", no, expect=201)["state"] == "refused"


def test_the_same_call_twice_is_one_line(case, manager):
    nonce = str(uuid4())
    lines = [manager.post(f"/cases/{case.pk}/consent", said(client_id=nonce), expect=201) for _time in range(2)]
    assert lines[0]["id"] == lines[1]["id"] == nonce
    assert len(entries(case)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": "2020-01-01"},
        {"given_on": "2020-01-01"},
        {"organisations": ["nobody_at_all"]},
        {"compartments": ["covert"]},
        {"purposes": ["gossip"]},
        {"basis": "legal_duty"},
        {"explained": []},
    ],
)
def test_what_is_no_consent_is_refused(case, manager, wrong):
    manager.post(f"/cases/{case.pk}/consent", said(**wrong), expect=422)
    assert entries(case) == []


def test_an_entry_of_another_case_is_not_there(case, manager):
    foreign = record(make_case(case_manager=manager.user), by=manager.user)
    manager.post(f"/cases/{case.pk}/consent/{foreign.pk}/withdraw", TAKEN_BACK, expect=404)
    manager.post(f"/cases/{case.pk}/consent", said(replaces=str(foreign.pk)), expect=404)


def test_strangers_and_providers_find_nothing_and_followers_are_refused(case):
    provider, entry = make_provider(), record(case)
    make_referral(case=case, provider=provider, consent=ConsentGiven(basis="consent"))
    observer = make_user("investigator")
    with acting(case.case_manager):
        join_team(case, by=case.case_manager, user=observer, part="observer")
    for user, answer in ((make_user("case_manager"), 404), (provider, 404), (observer, 403)):
        caller = Program(user)
        caller.get(f"/cases/{case.pk}/consent", expect=answer)
        caller.post(f"/cases/{case.pk}/consent", said(), expect=answer)
        caller.post(f"/cases/{case.pk}/consent/{entry.pk}/withdraw", TAKEN_BACK, expect=answer)
    assert len(entries(case)) == 1


def test_after_withdrawal_the_providers_program_gets_nothing(case, manager):
    provider, entry = make_provider(), record(case)
    referral = make_referral(Status.ACCEPTED, case=case, provider=provider, consent=ConsentGiven(basis="consent"))
    caller = Program(provider)
    caller.get(f"/referrals/{referral.pk}")
    manager.post(f"/cases/{case.pk}/consent/{entry.pk}/withdraw", TAKEN_BACK)
    for path in ("", "/messages"):
        caller.get(f"/referrals/{referral.pk}{path}", expect=404)
    caller.post(f"/referrals/{referral.pk}/messages", {"text": "?"}, expect=404)
    caller.post(f"/referrals/{referral.pk}/start", expect=404)
    assert caller.get("/referrals")["items"] == []
