"""Step 1: a report arrives."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from samaan.access import context
from samaan.alerts.models import Alert, Clock
from samaan.audit.models import Event
from samaan.intake import jobs, receipts, workflow
from samaan.intake.models import Receipt, Report, ReporterContact, ReportMessage, ReportPerson
from samaan.sealed.models import SealedField
from samaan.vault.models import StoredFile
from tests.factories.accounts import make_organisation, make_user
from tests.factories.intake import NARRATIVE, file_report, seen
from tests.support import samples

pytestmark = pytest.mark.django_db

PERSONS = [
    {"role": "possible_victim", "given_names": "Yusleidy", "family_names": "Marcano", "age": 16, "phones": ["7551234"]},
    {"role": "suspect", "aliases": "Tall Boy", "note": "Drives the van"},
]


def test_an_anonymous_report_reaches_the_intake_officer():
    received = file_report(answers={"region": "TT-ARI", "immediate_danger": True}, persons=PERSONS)
    officer = make_user("intake_officer")
    with context.acting(context.of_user(officer)):
        report = Report.objects.get()
        assert (report.pk, report.status, report.channel) == (received.report_id, "received", "public_web")
        assert report.narrative == NARRATIVE
        assert report.reference.startswith("R-")
        assert report.children is True
        people = [(named.role, named.person.full_name, named.note) for named in ReportPerson.objects.all()]
        assert people == [("possible_victim", "Yusleidy Marcano", ""), ("suspect", "", "Drives the van")]


def test_one_event_and_the_clock_of_triage():
    officer = make_user("intake_officer")
    received = file_report(answers={"immediate_danger": True})
    with context.acting(context.of_user(officer)):
        assert [event.kind for event in Event.objects.filter(record_id=received.report_id)] == ["report.received"]
        clock = Clock.objects.get()
        assert clock.name == "triage"
        assert round((clock.due_at - clock.started_at).total_seconds()) == 3600


def test_danger_alerts_the_director_and_the_head_at_once():
    director, head = make_user("director"), make_user("head_of_investigations")
    file_report(answers={"immediate_danger": True})
    for user in (director, head):
        with context.acting(context.of_user(user)):
            assert Alert.objects.filter(user=user, rule="immediate_danger").count() == 1


def test_the_same_form_sent_twice_is_one_report():
    number = receipts.new_form_number()
    first, second = file_report(form_number=number), file_report(form_number=number)
    assert first == second
    with context.acting(context.of_user(make_user("intake_officer"))):
        assert Report.objects.count() == 1


def test_what_was_said_about_the_reporter_is_kept_apart():
    received = file_report(contact={"name": "Doña Ana", "phone": "868 755 1234", "safe_times": ["morning"]})
    with context.acting(context.of_user(make_user("intake_officer"))):
        contact = ReporterContact.objects.get(report_id=received.report_id)
        assert contact.safe_times == ["morning"]
        assert [str(field.value) for field in SealedField.objects.filter(of_record=received.report_id)] == ["Sealed"]
        assert len(contact.phone_tokens) == 1
    with context.acting(context.of_user(make_user("director"))):
        assert not ReporterContact.objects.exists()


def test_nothing_said_about_the_reporter_leaves_no_row():
    file_report(contact={"name": "", "safe_times": []})
    with context.acting(context.of_user(make_user("intake_officer"))):
        assert not ReporterContact.objects.exists()


def test_an_answer_nobody_knows_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="shoe_size"):
        file_report(answers={"shoe_size": 42})


def test_files_are_kept_with_the_report():
    received = file_report(files=[SimpleUploadedFile("door.png", samples.picture("PNG"))])
    with context.acting(context.of_user(make_user("intake_officer"))):
        stored = StoredFile.objects.get(record_id=received.report_id)
        assert (stored.name, stored.content_type, stored.compartment) == ("door.png", "image/png", "summary")


def test_the_receipt_shows_how_far_it_is_and_nothing_of_the_report():
    received = file_report(persons=PERSONS, contact={"name": "Ana"})
    with context.acting(context.of_receipt(received.code)):
        receipt = Receipt.objects.get()
        assert (receipt.stage, receipt.report_id) == ("received", received.report_id)
        hidden = (Report, ReportPerson, ReporterContact)
        assert [model.objects.count() for model in hidden] == [0, 0, 0]


@pytest.mark.parametrize("code", ["0000-0000-0000", ""])
def test_another_code_shows_nothing(code):
    file_report()
    with context.acting(context.of_receipt(code)):
        assert not Receipt.objects.exists()
    with context.acting(context.of_public()):
        assert not Receipt.objects.exists()


def test_after_handing_over_a_first_responder_sees_the_status_only():
    responder = make_user("first_responder", make_organisation("ttps"))
    received = file_report(by=responder, channel="officer", persons=PERSONS)
    with context.acting(context.of_user(responder)):
        assert Receipt.objects.get().report_id == received.report_id
        assert (Report.objects.count(), ReportPerson.objects.count()) == (0, 0)
    report = seen(received.report_id, make_user("intake_officer"))
    assert (report.author, report.source) == (responder, responder.organisation)


def test_a_colleague_of_the_responder_sees_nothing():
    police = make_organisation("ttps")
    file_report(by=make_user("first_responder", police), channel="officer")
    with context.acting(context.of_user(make_user("first_responder", police))):
        assert not Receipt.objects.exists()


def test_a_code_is_forgiving_to_type_and_hard_to_guess():
    code = receipts.code_for("1")
    assert receipts.normal(code.lower().replace("-", " ")) == code
    assert receipts.normal("oil1-0000-0000") == "0111-0000-0000"
    assert [receipts.normal(typed) for typed in ("", "ABC", code + "X", "UUUU-UUUU-UUUU")] == [None] * 4
    assert receipts.record_id_for("1") != receipts.record_id_for("2")


def test_the_reporter_adds_to_the_report():
    received = file_report()
    director = make_user("director")
    with context.acting(context.of_receipt(received.code)):
        receipt = Receipt.objects.get()
        workflow.add_to_report(receipt, by=None, text="They left in a white van.", tells_of_danger=True)
        assert [message.text for message in ReportMessage.objects.all()] == ["They left in a white van."]
    with context.acting(context.of_user(director)):
        assert Alert.objects.filter(rule="immediate_danger", user=director).count() == 1
    with context.acting(context.of_user(make_user("intake_officer"))):
        assert ReportMessage.objects.get().from_reporter
        assert Event.objects.filter(kind="report.added_to").count() == 1


def test_an_answer_reaches_whoever_holds_the_code():
    received = file_report()
    officer = make_user("intake_officer")
    with context.acting(context.of_user(officer)):
        workflow.answer_reporter(Report.objects.get(), by=officer, text="Which street?")
    with context.acting(context.of_receipt(received.code)):
        assert [message.text for message in ReportMessage.objects.all()] == ["Which street?"]


def test_the_director_does_not_read_the_thread():
    received = file_report()
    with context.acting(context.of_receipt(received.code)):
        workflow.add_to_report(Receipt.objects.get(), by=None, text="My name is Ana.")
    with context.acting(context.of_user(make_user("director"))):
        assert Report.objects.count() == 1
        assert not ReportMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_danger_told_later_marks_the_report(job_role):
    received = file_report()
    with context.acting(context.of_receipt(received.code)):
        workflow.add_to_report(Receipt.objects.get(), by=None, text="He has a gun.", tells_of_danger=True)
    with job_role():
        jobs.mark_danger(str(received.report_id))
    report = seen(received.report_id, make_user("intake_officer"))
    assert report.immediate_danger
    assert report.due_at - timezone.now() < timedelta(hours=1, minutes=1)
