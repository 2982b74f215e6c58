"""The same by a program: a form is uploaded, its faults come back, it is proposed and approved by two tokens."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samaan import countrypack
from samaan.accounts.models import ApiToken
from tests.api.calling import Program
from tests.factories import configuration as factory
from tests.factories.accounts import make_user
from tests.factories.staff import administrator, director, organisation

pytestmark = pytest.mark.django_db


def program(user) -> Program:
    """With a token that was issued for acts that ask a person for proof."""
    found = Program(user)
    found.headers = {"authorization": f"Bearer {ApiToken.issue(user, lasting=timedelta(days=1), may_reveal=True)}"}
    return found


def test_a_form_goes_live_by_two_programs():
    first, second = program(administrator()), program(director())
    made = first.post("/pack/changes", {"reason": "Ask for phone credit"}, expect=201)
    address = f"/pack/changes/{made['id']}"
    broken = SimpleUploadedFile("needs.xlsx", factory.form(more="| tect | credit | Credit? | ¿Crédito? |"))
    answer = first.upload(f"{address}/files", {"file": broken}, expect=200)
    (fault,) = answer["faults"]
    assert (fault["file"], fault["sheet"], fault["row"], fault["column"]) == ("forms/needs.xlsx", "survey", 16, "type")
    first.post(f"{address}/propose", expect=422)
    good = SimpleUploadedFile("needs.xlsx", factory.form())
    answer = first.upload(f"{address}/files", {"file": good}, expect=200)
    assert (answer["faults"], answer["differences"]) == ([], ["Form “Needs” (needs): new."])
    first.post(f"{address}/propose")
    assert [row["id"] for row in second.get("/pack/changes?waiting=true")] == [made["id"]]
    first.post(f"{address}/approve", {"shown": answer["shown"]}, expect=403)
    second.post(f"{address}/approve", {"shown": "0" * 64}, expect=422)
    second.post(f"{address}/approve", {"shown": answer["shown"]})
    assert countrypack.pack().forms["needs"].version == "1"
    newest = second.get("/pack/versions")[0]
    assert (newest["version"], newest["at_work"]) == ("2026.1.1", True)
    assert newest["proposed_by"]["role"] == "system_administrator"


def test_a_token_not_issued_for_it_neither_proposes_nor_decides():
    change = factory.make_change(("needs.xlsx", factory.form()))
    Program(change.proposed_by).post(f"/pack/changes/{change.pk}/propose", expect=403)
    factory.propose(change)
    for step, sent in (("approve", {"shown": "0" * 64}), ("refuse", {"answer": "No"})):
        Program(director()).post(f"/pack/changes/{change.pk}/{step}", sent, expect=403)


def test_others_read_nothing():
    change = factory.make_change(("needs.xlsx", factory.form()))
    stranger = program(make_user("case_manager", organisation("ctu")))
    for address in ("/pack/versions", "/pack/changes", "/pack/download", f"/pack/changes/{change.pk}"):
        stranger.get(address, expect=403)
