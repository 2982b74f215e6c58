"""Nobody reads a file without a trace: not by a form that is sent empty, a header, or a page beside the file's own."""

import pytest
from django.urls import reverse

from samaan.access import context
from samaan.audit.models import Event
from tests.factories import consent as ledger
from tests.factories.accounts import make_user
from tests.factories.cases import make_case, make_person
from tests.factories.intake import make_report
from tests.factories.referrals import make_case as make_case_to_refer
from tests.factories.referrals import make_provider, make_referral
from tests.factories.screening import at, make_screening
from tests.factories.screening import save as save_answers

pytestmark = pytest.mark.django_db(transaction=True)


def looks(user, record_id) -> int:
    with context.acting(context.of_user(user)):
        return Event.objects.filter(record_id=record_id, kind="record.opened", actor_id=user.pk).count()


def test_a_step_on_a_report_that_is_not_taken(browse):
    report, head = make_report("triaged"), make_user("head_of_investigations")
    assert browse(head).post(reverse("intake:close", args=[report.pk]), {}).status_code == 422
    assert looks(head, report.pk) == 1


def test_a_decision_that_is_not_taken(browse):
    screening, director = make_screening("submitted"), make_user("director")
    answer = browse(director).post(reverse("intake:determine", args=[screening.pk]), {})
    assert answer.status_code == 422 and "Yusleidy" in answer.content.decode()
    assert looks(director, screening.report_id) == 1


def test_an_act_on_a_case_that_is_not_taken(browse):
    case = make_case()
    assert browse(case.case_manager).post(reverse("cases:note", args=[case.pk]), {}).status_code == 422
    assert looks(case.case_manager, case.pk) == 1


def test_two_persons_side_by_side_that_are_not_merged(browse):
    head = make_user("head_of_investigations")
    pair = [make_person(head), make_person(head, age=25)]
    assert browse(head).post(f"/people/{pair[1].pk}/merge/{pair[0].pk}/", {"reason": ""}).status_code == 422
    assert [looks(head, person.pk) for person in pair] == [1, 1]


def test_a_question_filled_in_with_who_they_are(browse):
    case = make_case()
    page = browse(case.case_manager).get("/people/ask/", {"person": str(case.person_id)})
    assert "Dayanara" in page.content.decode()
    assert looks(case.case_manager, case.person_id) == 1


def test_the_steps_of_a_referral_in_the_making(browse):
    make_provider()
    case = make_case_to_refer()
    ledger.record(case)
    client = browse(case.case_manager)
    begun = client.post(
        reverse("referrals:send", args=[case.pk]), {"services": ["saman_shelter"], "priority": "urgent"}
    )
    batch = begun.headers["Location"].split("/")[3]
    for seen, step in enumerate(("share", "consent", "check"), start=1):
        assert client.get(reverse(f"referrals:{step}", args=[batch])).status_code == 200
        assert looks(case.case_manager, case.pk) == seen
    before = looks(case.case_manager, case.pk)
    client.post(reverse("referrals:preview", args=[batch]), {})
    assert looks(case.case_manager, case.pk) == before


def test_the_preview_alone_of_a_referral_in_the_making(browse):
    make_provider()
    case = make_case_to_refer()
    client = browse(case.case_manager, htmx=True)
    begun = client.post(
        reverse("referrals:send", args=[case.pk]), {"services": ["saman_shelter"], "priority": "urgent"}
    )
    batch = begun.headers["Location"].split("/")[3]
    for _again in range(2):
        assert client.post(reverse("referrals:preview", args=[batch]), {}).status_code == 200
        assert looks(case.case_manager, case.pk) == 1


def test_a_conversation_asked_for_as_by_an_open_page(browse):
    provider = make_provider()
    referral = make_referral(provider=provider)
    client = browse(provider, htmx=True)
    for _again in range(2):
        assert client.get(reverse("referrals:chat", args=[referral.pk])).status_code == 200
        assert looks(provider, referral.pk) == 1


def test_the_messages_of_a_report_asked_for_as_by_an_open_page(browse):
    report, officer = make_report("triaged"), make_user("intake_officer")
    client = browse(officer)
    for _again in range(2):
        page = client.get(reverse("intake:messages", args=[report.pk]), headers={"HX-Target": "chat-messages"})
        assert page.status_code == 200
        assert looks(officer, report.pk) == 1


def test_answers_that_come_back_because_another_was_written_over_them(browse):
    screening = make_screening()
    investigator = screening.report.assigned_to
    with context.acting(context.of_user(investigator)):
        save_answers(screening, {"summary": "Held in the bar."}, by=investigator)
        summary = at(screening, "summary")
        answered = reverse("questionnaires:answer", args=[screening.submission_id])
    # As if a colleague had written it: from before it was saved.
    sent = {"field": summary, summary: "x", "version": "0"}
    answer = browse(investigator).post(answered, sent)
    assert answer.status_code == 409 and "Held in the bar." in answer.content.decode()
    assert looks(investigator, screening.report_id) == 1


def test_how_a_referral_stands_and_what_was_delivered(browse):
    provider = make_provider()
    referral = make_referral("delivered", provider=provider)
    for _again in range(2):
        page = browse(provider).get(reverse("referrals:state", args=[referral.pk]))
        assert "Four nights and meals" in page.content.decode()
        assert looks(provider, referral.pk) == 1


def test_what_the_answers_of_a_screening_point_to(browse):
    screening = make_screening()
    investigator = screening.report.assigned_to
    for _again in range(2):
        page = browse(investigator).get(reverse("questionnaires:beside", args=[screening.submission_id, "person"]))
        assert page.status_code == 200
        assert looks(investigator, screening.report_id) == 1
