"""Colleagues' pages: what each role sees and can do, and that every look at a report is noted once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samaan.access import context
from samaan.audit.models import Event
from samaan.cases.workflow import open_case
from samaan.intake import workflow
from samaan.intake.models import Receipt, Report, ReportMessage, ReportPerson
from samaan.intake.screening_workflow import begin_screening
from samaan.vault import held
from tests.factories.accounts import make_organisation, make_user
from tests.factories.intake import file_report, make_report
from tests.intake.test_public_pages import NUMBER, TOLD
from tests.support import samples

pytestmark = pytest.mark.django_db

PERSON = {"role": "possible_victim", "given_names": "Yusleidy"}
TABS = ["report", "persons", "messages", "history"]
PNG = samples.picture("PNG")


def acting(user):
    return context.acting(context.of_user(user))


def of(name: str, report, *more) -> str:
    return reverse(f"intake:{name}", args=[report.pk, *more])


def openings(user, report) -> int:
    with acting(user):
        return Event.objects.filter(kind="record.opened", record_id=report.pk, actor_id=user.pk).count()


@pytest.fixture
def officer():
    return make_user("intake_officer")


@pytest.fixture
def head():
    return make_user("head_of_investigations")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_and_leaves_one_event(signed_in, tab, language):
    officer = make_user("intake_officer", language=language)
    report = make_report(
        "triaged",
        persons=[PERSON],
        contact={"name": "Ana", "phone": "755 1234"},
        files=[SimpleUploadedFile("door.png", PNG)],
    )
    response = signed_in(officer).get(of(tab, report))
    assert response.status_code == 200
    assert openings(officer, report) == 1


@pytest.mark.parametrize("tab", [*TABS, "triage", "assign", "close", "duplicates", "conflict", "name"])
def test_a_report_one_may_not_see_is_not_there(signed_in, tab):
    report = make_report()
    stranger = signed_in(make_user("investigator")).get(of(tab, report))
    missing = signed_in(make_user("investigator")).get(
        reverse(f"intake:{tab}", args=["0b6e5a34-5a4f-4b63-9b0a-7b0f6a3c9d11"])
    )
    assert (stranger.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize("address", ["intake:reports", "intake:new", "intake:mine"])
def test_signed_out_one_is_asked_to_sign_in(client, address):
    assert client.get(reverse(address)).url.startswith("/accounts/login/")


def test_the_work_list_and_its_filters(signed_in, officer):
    urgent = make_report("triaged", answers={"immediate_danger": True, "region": "TT-ARI"})
    waiting, closed = make_report(), make_report("closed")
    client = signed_in(officer)

    def listed(query: str) -> set[str]:
        page = client.get(f"/reports/{query}").content.decode()
        return {report.reference for report in (urgent, waiting, closed) if report.reference in page}

    assert listed("") == {urgent.reference, waiting.reference}
    assert listed("?view=ended") == {closed.reference}
    assert listed("?view=triage&urgency=urgent") == {urgent.reference}
    assert listed("?late=1") == set()
    assert listed("?view=nonsense&page=x") == {urgent.reference, waiting.reference}


def test_the_list_is_for_those_who_work_with_reports(signed_in):
    assert signed_in(make_user("first_responder", "ttps")).get("/reports/").status_code == 403


def test_an_investigator_lists_only_their_own(signed_in):
    investigator = make_user("investigator")
    mine, other = make_report("assigned", investigator=investigator), make_report("assigned")
    page = signed_in(investigator).get("/reports/").content.decode()
    assert (mine.reference in page, other.reference in page) == (True, False)


def test_triage_and_forwarding_in_one_go(signed_in, officer):
    report = make_report()
    response = signed_in(officer).post(
        of("triage", report), {"urgency": "urgent", "children": "no", "do": "forward", "people_count": "2"}
    )
    assert response.status_code == 302
    with acting(officer):
        report = Report.objects.get()
        assert (report.status, report.urgency, report.children, report.people_count) == (
            "forwarded",
            "urgent",
            False,
            2,
        )
        kinds = list(Event.objects.filter(record_id=report.pk, actor_id=officer.pk).values_list("kind", flat=True))
        assert kinds.count("report.triaged") == kinds.count("report.forwarded") == 1


def test_triage_without_an_urgency_is_asked_for(signed_in, officer):
    report = make_report()
    response = signed_in(officer).post(of("triage", report), {"children": "no", "do": "forward"})
    assert response.status_code == 422
    with acting(officer):
        assert Report.objects.get().status == "received"


def test_triage_of_what_somebody_else_triaged_and_forwarded_says_so(signed_in, officer):
    report = make_report("forwarded")
    response = signed_in(officer).get(of("triage", report))
    assert response.status_code == 409


def test_possible_duplicates_stand_beside_and_are_merged(signed_in, officer):
    first = make_report(contact={"phone": "755 1234"}, answers={"narrative": "The house behind the bar"})
    second = make_report(contact={"phone": "755-1234"}, answers={"narrative": "A yellow house"})
    client = signed_in(officer)
    assert first.reference in client.get(of("triage", second)).content.decode()
    both = client.get(of("compare", second, first.pk)).content.decode()
    assert "The house behind the bar" in both
    assert "A yellow house" in both
    client.post(of("compare", second, first.pk), {"do": "into-other"})
    with acting(officer):
        assert Report.objects.get(pk=second.pk).merged_into_id == first.pk


def test_assigning_with_the_workload_beside_each_name(signed_in, head):
    busy, free = make_user("investigator", full_name="Bea Busy"), make_user("investigator", full_name="Fay Free")
    make_report("accepted", investigator=busy)
    report = make_report("forwarded")
    client = signed_in(head)
    page = client.get(of("assign", report)).content.decode()
    assert page.index("Fay Free") < page.index("Bea Busy")
    client.post(of("assign", report), {"to": free.pk, "note": "Spanish needed"})
    with acting(head):
        assert Report.objects.get(pk=report.pk).assigned_to == free


def test_a_conflicted_colleague_is_not_offered(signed_in, head):
    investigator = make_user("investigator")
    report = make_report("forwarded")
    client = signed_in(head)
    response = client.post(of("conflict", report), {"about": investigator.pk, "back": "assign"})
    assert response.url == of("assign", report)
    assert client.post(of("assign", report), {"to": investigator.pk}).status_code == 422


def test_giving_to_another_needs_a_reason(signed_in, head):
    investigator, other = make_user("investigator"), make_user("investigator")
    report = make_report("accepted", investigator=investigator)
    client = signed_in(head)
    assert client.post(of("assign", report), {"to": other.pk}).status_code == 422
    assert client.post(of("assign", report), {"to": other.pk, "reason": "leave"}).status_code == 302
    assert signed_in(investigator).get(of("report", report)).status_code == 404


def test_accepting_and_giving_back(signed_in):
    investigator = make_user("investigator")
    report = make_report("assigned", investigator=investigator)
    client = signed_in(investigator)
    assert of("accept", report) in client.get(of("report", report)).content.decode()
    client.post(of("accept", report))
    assert client.get(of("report", report)).status_code == 200
    client.get(of("conflict", report))
    client.post(of("conflict", report), {"me": "1", "about": make_user("director").pk})
    assert client.get(of("report", report)).status_code == 404


def test_closing_and_opening_again(signed_in, officer):
    report = make_report()
    client = signed_in(officer)
    assert client.post(of("close", report), {"reason": "duplicate"}).status_code == 422
    client.post(of("close", report), {"reason": "spam", "note": "An advertisement"})
    assert "An advertisement" in client.get(of("report", report)).content.decode()
    client.post(of("reopen", report), {"note": "A mistake"})
    with acting(officer):
        assert Report.objects.get().status == "triaged"


def test_forwarding_without_urgency_leads_to_triage(signed_in, officer):
    report = make_report("closed")
    with acting(officer):
        workflow.reopen_report(report, by=officer, note="x")
        Report.objects.update(urgency="")
    assert signed_in(officer).post(of("forward", report)).url == of("triage", report)


def test_writing_to_whoever_reported(signed_in, officer):
    received = file_report()
    client = signed_in(officer)
    message = {"text": "Which street?", "nonce": "0b6e5a34-5a4f-4b63-9b0a-7b0f6a3c9d11"}
    with acting(officer):
        report = Report.objects.get()
    for _ in range(2):
        assert client.post(of("answer", report), message).status_code == 302
    assert client.get(of("messages", report)).content.decode().count("Which street?") == 1
    with context.acting(context.of_receipt(received.code)):
        assert ReportMessage.objects.get().text == "Which street?"


def test_an_open_page_fetches_only_the_messages_and_leaves_no_second_event(signed_in, officer):
    received = file_report()
    with acting(officer):
        report = Report.objects.get()
    client = signed_in(officer)
    client.get(of("messages", report))
    with context.acting(context.of_receipt(received.code)):
        workflow.add_to_report(Receipt.objects.get(), by=None, text="A white van")
    fragment = client.get(of("messages", report), headers={"HX-Target": "chat-messages"}).content.decode()
    assert "A white van" in fragment
    assert "<html" not in fragment
    assert openings(officer, report) == 1


def test_an_open_page_learns_that_somebody_else_worked_on_it(signed_in, officer):
    report, colleague = make_report(), make_user("intake_officer")
    client = signed_in(officer)
    with acting(officer):
        workflow.triage_report(report, by=officer, urgency="normal")
    assert client.get(of("changed", report)).status_code == 204
    with acting(colleague):
        workflow.forward_report(report, by=colleague)
    assert "just worked on" in client.get(of("changed", report)).content.decode()
    assert openings(officer, report) == 0


def test_a_case_page_shows_its_report_to_those_who_see_both(signed_in):
    investigator, manager = make_user("investigator"), make_user("case_manager")
    report = make_report("accepted", investigator=investigator, persons=[PERSON])
    with acting(investigator):
        victim = ReportPerson.objects.get()
        person = victim.person
        begin_screening(victim, by=investigator)
        case = open_case(person, by=investigator, case_manager=manager, source_report_id=report.pk)
    asking = {"HX-Request": "true"}
    assert report.reference in signed_in(investigator).get(of("report_of_case", case), headers=asking).content.decode()
    page = signed_in(manager).get(of("report_of_case", case), headers=asking).content.decode()
    assert report.reference not in page
    assert "not open to you" in page
    assert signed_in(make_user("investigator")).get(of("report_of_case", case)).status_code == 404


def test_one_more_person(signed_in, officer):
    report = make_report()
    client = signed_in(officer)
    assert client.post(of("name", report), {"given_names": "Pedro"}).status_code == 422
    client.post(of("name", report), {"given_names": "Pedro", "role": "witness"})
    assert "Pedro" in client.get(of("persons", report)).content.decode()


@pytest.mark.parametrize(
    ("role", "organisation", "kind", "variant", "channel"),
    [
        ("intake_officer", "ctu", "ctu", "hotline", "hotline"),
        ("investigator", "ctu", "ctu", "officer", "walk_in"),
        ("first_responder", "ttps", "police", "officer", "officer"),
        ("partner_reporter", "ammr", "ngo", "partner", "partner"),
    ],
)
def test_each_channel_has_its_form(signed_in, role, organisation, kind, variant, channel):
    user = make_user(role, make_organisation(organisation, kind=kind))
    client = signed_in(user)
    assert client.get(reverse("intake:new")).status_code == 200
    told = TOLD | {
        "channel": channel,
        "contact_kind": "family",
        "contact_age": "40",
        "call_started_at": "2026-01-05T10:30",
    }
    response = client.post(reverse("intake:new_as", args=[variant]), told | {"form_number": "a" * 32})
    assert response.status_code == 200
    with acting(make_user("intake_officer")):
        report = Report.objects.get()
        assert (report.channel, report.author, report.persons_named) == (channel, user, 2)
        assert report.source == (None if organisation == "ctu" else user.organisation)
        assert (report.call_started_at is not None) == (variant == "hotline")


def test_a_form_that_is_not_for_them(signed_in):
    responder = signed_in(make_user("first_responder", make_organisation("ttps", kind="police")))
    assert responder.get(reverse("intake:new_as", args=["hotline"])).status_code == 404
    assert signed_in(make_user("auditor", "oversight")).get(reverse("intake:new")).status_code == 403


def test_a_responder_follows_their_report_by_its_status(signed_in, officer):
    responder = make_user("first_responder", make_organisation("ttps", kind="police"))
    client = signed_in(responder)
    client.post(reverse("intake:new"), TOLD | {"channel": "officer", "form_number": NUMBER})
    with acting(responder):
        receipt = Receipt.objects.get()
    assert receipt.reference in client.get(reverse("intake:mine")).content.decode()
    page = client.get(of("filed", receipt)).content.decode()
    assert "Girls are brought" not in page
    assert client.post(of("add", receipt), {"text": "", "number": "x"}).status_code == 422
    client.post(of("add", receipt), {"text": "A second boat", "number": "0b6e5a34-5a4f-4b63-9b0a-7b0f6a3c9d11"})
    assert "A second boat" in client.get(of("filed", receipt)).content.decode()
    assert signed_in(make_user("first_responder", responder.organisation)).get(of("filed", receipt)).status_code == 404


def test_answers_typed_before_the_session_ended_are_back(signed_in, rf, officer):
    address = reverse("intake:new_as", args=["hotline"])
    late = rf.post(address, TOLD)
    late.user = officer
    held.hold(late)
    page = signed_in(officer).get(address).content.decode()
    assert "Girls are brought at night by boat." in page
    assert "Yusleidy" in page
    assert 'class="error"' not in page
    with acting(officer):
        assert not ReportPerson.objects.exists()


def test_a_triage_typed_before_the_session_ended_is_back_and_not_yet_done(signed_in, rf, officer):
    report = make_report()
    late = rf.post(of("triage", report), {"urgency": "urgent", "triage_note": "Speaks Warao", "do": "forward"})
    late.user = officer
    held.hold(late)
    page = signed_in(officer).get(of("triage", report)).content.decode()
    assert "Speaks Warao" in page
    with acting(officer):
        assert Report.objects.get().status == "received"


def test_two_heads_assign_at_once_and_the_second_is_told_to_whom(signed_in, head):
    first, second = make_user("investigator", full_name="Ines First"), make_user("investigator")
    report = make_report("forwarded")
    client = signed_in(head)
    page = client.get(of("assign", report)).content.decode()
    assert 'name="was" value="None"' in page
    with acting(head):
        workflow.assign_report(Report.objects.get(pk=report.pk), by=head, to=first)
    answer = client.post(of("assign", report), {"to": second.pk, "was": "None"})
    assert answer.status_code == 409
    assert "Assigned to Ines First" in answer.content.decode()
    with acting(head):
        assert Report.objects.get(pk=report.pk).assigned_to == first


def test_whoever_does_not_see_the_case_is_told_that_there_is_one(signed_in, head):
    investigator, manager = make_user("investigator"), make_user("case_manager")
    report = make_report("accepted", investigator=investigator, persons=[PERSON])
    with acting(investigator):
        victim = ReportPerson.objects.get()
        begin_screening(victim, by=investigator)
    opening = reverse("cases:open", args=[victim.person_id, report.pk])
    assert opening in signed_in(head).get(of("report", report)).content.decode()
    with acting(investigator):
        open_case(victim.person, by=investigator, case_manager=manager, source_report_id=report.pk)
    page = signed_in(head).get(of("report", report)).content.decode()
    assert opening not in page
    assert "There is a case." in page
