"""The pages of exports: proof first, what is asked in full, and the same 404 for strangers."""

import pytest
from django.urls import reverse

from samaan import countrypack
from samaan.access import quota
from samaan.accounts.models import ApiToken
from samaan.audit.models import Event
from samaan.exports import workflow
from samaan.exports.models import Export, RecipientKey
from samaan.transitions import NotPermitted
from tests.api.calling import Program
from tests.exports.conftest import WHY
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.support.sessions import prove

GIVEN = {"purpose": "court", "reason": WHY, "recipient": "The High Court", "envelope": "password"}


@pytest.fixture
def browser(browse, manager):
    return prove(browse(manager))


@pytest.fixture
def case_url(case):
    return reverse("exports:case", args=[case.pk])


def test_every_page_of_it_asks_for_proof_first(browse, manager, ask, make, case_url):
    export = ask()
    make(export)
    client = browse(manager)
    for url in (case_url, reverse("exports:list"), export.get_absolute_url(), reverse("exports:recipients")):
        answer = client.get(url)
        assert answer.status_code == 302 and "/accounts/" in answer.url, url
    for name in ("exports:unlock", "exports:file"):
        answer = client.post(reverse(name, args=[export.pk]))
        assert answer.status_code == 302 and "/accounts/" in answer.url, name
    with acting(manager):
        assert not Event.objects.filter(kind="export.fetched").exists()


def test_from_the_case_to_the_file(browser, manager, case, case_url, make):
    assert case_url in browser.get(reverse("cases:documents", args=[case.pk])).content.decode()
    assert browser.get(case_url).status_code == 200
    assert browser.post(case_url, GIVEN | {"reason": ""}).status_code == 422
    assert browser.post(case_url, GIVEN).status_code == 302
    with acting(manager):
        export = Export.objects.get()
    make(export)
    page = browser.get(export.get_absolute_url()).content.decode()
    assert "The High Court" in page and WHY in page and case.reference in page
    unlocked = browser.post(reverse("exports:unlock", args=[export.pk]))
    assert unlocked.status_code == 200 and "no-store" in unlocked["Cache-Control"]
    assert browser.post(reverse("exports:unlock", args=[export.pk])).status_code == 410
    answer = browser.post(reverse("exports:file", args=[export.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="samaan-{export.reference}.7z"'
    assert answer.content.startswith(b"7z") and "no-store" in answer["Cache-Control"]


def test_looking_at_what_could_be_taken_out_is_a_look_at_the_case(browser, manager, case, case_url):
    browser.get(case_url)
    assert browser.post(case_url, GIVEN | {"reason": ""}).status_code == 422
    with acting(manager):
        (look,) = Event.objects.filter(kind="record.opened", record_id=case.pk)
        assert (look.actor_id, look.data["page"]) == (manager.pk, "export")
        assert quota.count_of(manager, "case") == 1


def test_a_file_is_fetched_by_a_form_only(browser, ask, make):
    export = ask()
    make(export)
    for name in ("exports:unlock", "exports:file"):
        assert browser.get(reverse(name, args=[export.pk])).status_code == 405


def test_the_list_is_taken_out_as_it_was_filtered(browser, manager, case):
    make_case(case_manager=manager)
    page = browser.get(reverse("cases:list"), {"risk": "high"}).content.decode()
    assert reverse("exports:list") not in page, "nothing to take out"
    url = reverse("exports:list")
    assert browser.post(f"{url}?status=open", GIVEN | {"format": "xlsx"}).status_code == 302
    with acting(manager):
        export = Export.objects.get()
        assert (export.count, export.format) == (2, "xlsx")


@pytest.mark.parametrize("role", ["case_manager", "director", "auditor", "system_administrator", "intake_officer"])
def test_a_stranger_gets_the_same_404(ask, make, browse, role):
    export = ask()
    make(export)
    stranger = prove(browse(make_user(role, "ctu" if role != "director" else "partner")))
    assert stranger.get(export.get_absolute_url()).status_code == 404
    for name in ("exports:unlock", "exports:file"):
        assert stranger.post(reverse(name, args=[export.pk])).status_code == 404


def test_the_second_person_reads_all_of_it_and_decides(ask, director, browse, monkeypatch, case):
    monkeypatch.setitem(countrypack.pack().limits.__dict__, "cases_alone", 0)
    export = ask()
    second = prove(browse(director))
    assert export.reference in second.get(reverse("exports:exports")).content.decode()
    page = second.get(export.get_absolute_url()).content.decode()
    assert all(words in page for words in ("The High Court", WHY, case.reference, export.asked_by.full_name))
    assert second.post(export.get_absolute_url(), {"do": "refuse", "answer": ""}).status_code == 422
    assert second.post(export.get_absolute_url(), {"do": "approve"}).status_code == 302
    with acting(director):
        found = Export.objects.get()
        assert (found.status, found.decided_by_id) == ("making", director.pk)


def test_a_key_is_registered_by_one_and_approved_by_another(browser, manager, director, browse, identity, wanted):
    given = {"name": "Prosecutor Ramdeen", "public_key": str(identity.to_public())}
    assert browser.post(reverse("exports:recipients"), given | {"public_key": "age1x"}).status_code == 422
    assert browser.post(reverse("exports:recipients"), given).status_code == 302
    with acting(manager):
        key = RecipientKey.objects.get()
        with pytest.raises(NotPermitted):
            workflow.confirm(key, by=manager)
        with pytest.raises(Exception, match="not approved"):
            workflow.ask(wanted(registered_key=key), by=manager)
    second = prove(browse(director))
    assert "Prosecutor Ramdeen" in second.get(reverse("exports:recipients")).content.decode()
    assert second.post(reverse("exports:recipient", args=[key.pk]), {"do": "approve"}).status_code == 302
    with acting(manager):
        key = RecipientKey.objects.get()
        export = workflow.ask(wanted(registered_key=key, public_key=""), by=manager)
        assert export.public_key == given["public_key"]
        workflow.withdraw(key, by=manager)
        with pytest.raises(Exception, match="not approved"):
            workflow.ask(wanted(registered_key=key), by=manager)


def test_a_program_needs_a_token_that_was_issued_for_it(manager, case, identity):
    program = Program(manager)
    sent = {
        "kind": "case_file", "cases": [str(case.pk)], "purpose": "court", "reason": WHY, "recipient": "The High Court",
        "envelope": "key", "public_key": str(identity.to_public()),
    }  # fmt: skip
    assert program.post("/exports", sent, expect=403)["error"] == "not_for_this_token"
    ApiToken.objects.filter(user=manager).update(may_reveal=True)
    made = program.post("/exports", sent, expect=201)
    assert made["status"] == "making" and len(made["fingerprint"]) == 24
    assert program.post(f"/exports/{made['id']}/file", expect=410)["error"] == "not_there"
    assert [one["id"] for one in program.get("/exports")] == [made["id"]]
    assert Program(make_user("case_manager")).get(f"/exports/{made['id']}", expect=404)
