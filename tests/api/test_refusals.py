"""What the API refuses, always in the same form: an error's name, words for people, fields where there are any."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

TOLD = {
    "narrative": "Two men sleep in a locked room behind the shop.",
    "persons": [{"role": "possible_victim", "given_names": "Rishi", "age": 30, "sex": "male"}],
}
CONSENTED = {"consent": "consents", "consent_authority": "the person"}


@pytest.fixture
def report(program) -> str:
    """The address of a report that waits for triage."""
    program("intake_officer")
    return f"/reports/{program('first_responder', 'ttps').post('/reports', TOLD, expect=201)['id']}"


@pytest.fixture
def accepted(program, report):
    """The report with an investigator: their program, and the report's address."""
    intake, head, investigator = program("intake_officer"), program("head_of_investigations"), program("investigator")
    intake.post(f"{report}/triage", {"urgency": "normal"})
    intake.post(f"{report}/forward")
    head.post(f"{report}/assign", {"to": investigator.user.email})
    investigator.post(f"{report}/accept")
    return investigator, report


@pytest.fixture
def screening(accepted):
    investigator, report = accepted
    victim = investigator.get(report)["persons"][0]["id"]
    begun = investigator.post(f"{report}/screenings", {"person": victim}, expect=201)
    return investigator, report, f"/screenings/{begun['id']}"


def test_without_a_token_nothing_but_the_public_addresses_answers(public, report):
    assert public.get("/reports", expect=401)["error"] == "no_token"
    assert public.get(report, expect=401)["error"] == "no_token"
    assert public.post("/public/reports", TOLD, expect=201)["code"]


def test_no_answer_is_kept_on_its_way(report):
    for address in (report, "/me", "/nothing"):
        assert Client().get(f"/api/v1{address}").headers["Cache-Control"] == "no-store"


def test_the_description_says_what_there_is(public):
    described = public.get("/openapi.json")
    assert "/api/v1/public/reports" in described["paths"]
    assert "post" in described["paths"]["/api/v1/referrals/{pk}/withdraw"]


def test_a_foreign_record_is_the_same_as_none(program, report):
    stranger = program("investigator")
    assert stranger.get(report, expect=404) == stranger.get(f"/reports/{uuid4()}", expect=404)
    assert stranger.post(f"{report}/accept", expect=404)["error"] == "not_found"


def test_a_role_without_the_permission_is_told_so(program, report):
    intake = program("intake_officer")
    intake.post(f"{report}/triage", {"urgency": "normal"})
    intake.post(f"{report}/forward")
    to = program("investigator").user.email
    refused = intake.post(f"{report}/assign", {"to": to}, expect=403)
    assert refused["error"] == "not_permitted"
    assert refused["step"] == "report.assigned"
    assert program("service_provider", "fia").get("/reports", expect=403)["error"] == "not_permitted"


def test_the_second_to_act_learns_what_happened(program, report):
    intake = program("intake_officer")
    intake.post(f"{report}/close", {"reason": "spam"})
    refused = intake.post(f"{report}/triage", {"urgency": "normal"}, expect=409)
    assert refused["error"] == "wrong_state"
    assert refused["status"] == "closed"
    assert refused["last_event"]["kind"] == "report.closed"


def test_what_is_not_right_is_named_by_field(program, report, public):
    intake = program("intake_officer")
    refused = intake.post(f"{report}/triage", {"urgency": "soon"}, expect=422)
    assert refused["error"] == "invalid"
    assert list(refused["fields"]) == ["urgency"]
    assert list(intake.post(f"{report}/close", {}, expect=422)["fields"]) == ["reason"]
    assert list(public.post("/public/reports", {"region": "TT-POS"}, expect=422)["fields"]) == ["narrative"]
    persons = {"narrative": "x", "persons": [{"role": "friend"}]}
    assert list(public.post("/public/reports", persons, expect=422)["fields"]) == ["persons.0.role"]
    assert "urgency" in intake.post(f"{report}/triage", None, expect=422)["fields"]


def test_nothing_stays_of_a_refused_call(program, report):
    intake = program("intake_officer")
    before = intake.get(f"{report}/history")
    intake.post(f"{report}/forward", expect=409)
    intake.post(f"{report}/merge", {"into": report.rsplit("/", 1)[1]}, expect=422)
    assert intake.get(f"{report}/history") == before


def test_two_at_one_screening_neither_overwrites_the_other(screening, program):
    investigator, _report, address = screening
    helper = program("investigator")
    investigator.post(f"{address}/colleagues", {"colleague": helper.user.email})
    base = investigator.put(f"{address}/answers", {"base_version": 0, "answers": CONSENTED})["revision"]
    investigator.put(f"{address}/answers", {"base_version": base, "answers": {"needs_note": "a doctor"}})
    sent = {"base_version": base, "answers": {"needs_note": "a bed", "stay_note": "wants to stay"}}
    refused = helper.put(f"{address}/answers", sent, expect=409)
    assert refused["error"] == "conflict"
    theirs = refused["conflicts"]["needs_note"]
    assert (theirs["theirs"], theirs["yours"], theirs["by"]) == ("a doctor", "a bed", investigator.user.email)
    answers = helper.get(address)["answers"]
    assert answers["needs_note"]["value"] == "a doctor"
    assert answers["stay_note"]["value"] == "wants to stay"


def test_a_locked_section_and_an_unknown_question_are_refused(screening):
    investigator, _report, address = screening
    locked = {"base_version": 0, "answers": {"needs_note": "a doctor"}}
    told = investigator.put(f"{address}/answers", locked, expect=422)
    assert told["fields"] == {"": ["This part of the form is not open yet."]}
    unknown = {"base_version": 0, "answers": {"shoe_size": 42}}
    assert list(investigator.put(f"{address}/answers", unknown, expect=422)["fields"]) == ["shoe_size"]


def test_nobody_decides_on_their_own_screening(screening):
    investigator, _report, address = screening
    decision = {"outcome": "presumed", "reasons": "It is so.", "on_revision": 0}
    assert investigator.post(f"{address}/determinations", decision, expect=403)["error"] == "not_permitted"


def test_a_conflict_of_interest_closes_the_report_to_its_investigator(accepted):
    investigator, report = accepted
    assert investigator.post(f"{report}/conflict", {})["status"] == "forwarded"
    investigator.get(report, expect=404)


def test_a_withdrawn_referral_is_gone_for_the_provider(screening, program):
    investigator, report, _screening = screening
    manager, provider = program("case_manager"), program("service_provider", "fia")
    victim = investigator.get(report)["persons"][0]["person"]
    case = f"/cases/{investigator.post('/cases', {'person': victim}, expect=201)['id']}"
    investigator.post(f"{case}/assign", {"to": manager.user.email})
    without = {"services": ["fia_counselling"]}
    refused = manager.post(f"{case}/referrals", without, expect=422)
    assert refused["fields"]
    consent = {"basis": "consent", "how": "spoken", "language": "en", "given_on": timezone.localdate().isoformat()}
    share = {"fields": ["case_code", "need", "reason"], "typed": {"reason": "Sleeps badly."}}
    (sent,) = manager.post(f"{case}/referrals", without | {"consent": consent, "share": share}, expect=201)
    referral = f"/referrals/{sent['id']}"
    provider.get(referral)
    manager.post(f"{referral}/withdraw", {"reason": "survivor"})
    assert provider.get(referral, expect=404)["error"] == "not_found"
    provider.get(f"{referral}/messages", expect=404)


def test_a_file_is_known_by_its_content(screening, program):
    investigator, report, _screening = screening
    manager = program("case_manager")
    victim = investigator.get(report)["persons"][0]["person"]
    case = f"/cases/{investigator.post('/cases', {'person': victim}, expect=201)['id']}"
    investigator.post(f"{case}/assign", {"to": manager.user.email})
    program_file = SimpleUploadedFile("photo.jpg", b"MZ\x00\x01\x02", "image/jpeg")
    sent = {"kind": "photo", "compartment": "care", "file": program_file}
    assert manager.upload(f"{case}/documents", sent, expect=422)["error"] == "invalid"


def test_pages_follow_each_other_without_gap(program):
    author, intake = program("first_responder", "ttps"), program("intake_officer")
    filed = {author.post("/reports", TOLD, expect=201)["id"] for _ in range(5)}
    seen, before = [], ""
    while True:
        page = intake.get(f"/reports?view=triage&limit=2{before}")
        seen += [line["id"] for line in page["items"]]
        if page["before"] is None:
            break
        before = f"&before={page['before'].replace('+', '%2B')}"
    assert set(seen) == filed
    assert len(seen) == 5
    assert {line["id"] for line in author.get("/reports/filed")["items"]} == filed


def test_no_answer_may_be_kept_on_the_way(program, report):
    """Neither what was asked for nor a refusal, with a token or without."""
    asked = program("intake_officer")
    for path, headers in ((report, asked.headers), ("/reports/none", asked.headers), (report, {})):
        response = asked.client.get(f"/api/v1{path}", headers=headers)
        assert response.headers["Cache-Control"] == "no-store", path
