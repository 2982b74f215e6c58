"""A form that came from a telephone goes into the file it is about, and leaves nothing where it was."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samaan.access.records import exclude
from samaan.cases import workflow as cases
from samaan.devices import queries, workflow
from samaan.devices.models import Arrival
from samaan.questionnaires.filled import read
from samaan.questionnaires.models import Attachment, Figure, Part, Submission
from samaan.questionnaires.workflow import AlreadyBegun
from samaan.staff import workflow as staff
from samaan.transitions import NotPermitted, WrongState
from samaan.vault.models import StoredFile
from tests.factories.accounts import make_user
from tests.factories.cases import acting, close, make_case
from tests.factories.devices import arrivals_of, instance, phone_of
from tests.factories.forms import CHILD, FEARS, ILLNESS, forms_at_work
from tests.support.samples import picture
from tests.xforms.workbooks import table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]
ILL = (
    f"<safety><fears>{FEARS}</fears><risk>high</risk></safety><health><illness>{ILLNESS}</illness></health>"
    f"<family><child><name>{CHILD}</name></child></family>"
)


@pytest.fixture
def case():
    return make_case()


def arrive(user, inside: str = ILL, **more) -> Arrival:
    phone_of(user).send(instance(inside, **more))
    return arrivals_of(user)[-1]


def put(arrival, case, by=None) -> Submission:
    by = by or case.case_manager
    with acting(by):
        return workflow.file_submission(arrival.submission, case, by=by)


def test_its_answers_stand_in_the_file_in_their_compartments_and_count(case):
    manager = case.case_manager
    arrival = arrive(manager)

    filed = put(arrival, case)

    with acting(manager):
        after = Submission.objects.get(pk=filed.pk)
        assert (after.of_record, after.of_kind, after.status) == (case.pk, "case", "finished")
        found = read(after)
        told = {node.name: node.text for node in found.instance.root.walk() if node.text}
        assert told == {"fears": FEARS, "risk": "high", "illness": ILLNESS, "name": CHILD, "children": "1"}
        assert {mark.by for mark in found.marks.values()} == {manager.pk}
        parts = {part.compartment: part.instance for part in Part.objects.filter(submission=after)}
        assert {name: (FEARS in xml, ILLNESS in xml) for name, xml in parts.items()} == {
            "care": (True, False),
            "health": (False, True),
        }
        assert {row.column for row in Figure.objects.filter(counts=True)} == {"case.risk_level", "case.children"}
        assert after.instance_id == arrival.instance_id


def test_its_sender_sees_it_no_more_where_it_was(case):
    manager = case.case_manager
    arrival = arrive(manager)
    with acting(manager):
        before = arrival.submission
        held = read(before)
        parts = list(held.parts.values())

    put(arrival, case)

    with acting(manager):
        assert not Submission.objects.filter(pk=before.pk).exists()
        assert not Part.objects.filter(pk__in=[part.pk for part in parts]).exists()


def test_what_is_not_complete_is_filed_open_and_finished_there(case):
    manager = case.case_manager
    arrival = arrive(manager, "<safety><risk>high</risk></safety>")

    filed = put(arrival, case)

    with acting(manager):
        assert Submission.objects.get(pk=filed.pk).is_open


def test_its_pictures_go_with_it(case):
    survey = table(
        {"type": "image", "name": "door", "en": "The door", "es": "La puerta"},
        {"type": "image", "name": "wound", "en": "Wound", "es": "Herida", "compartment": "health"},
    )
    manager = case.case_manager
    with forms_at_work(survey, "", version="p"):
        sent = instance("<door>door.jpg</door><wound>wound.jpg</wound>", version="p")
        files = [SimpleUploadedFile(f"{name}.jpg", picture()) for name in ("door", "wound")]
        assert phone_of(manager).send(sent, *files).status_code == 201
        arrival = arrivals_of(manager)[-1]
        with acting(manager):
            before = [row.file_id for row in Attachment.objects.all()]

        filed = put(arrival, case)

        with acting(manager):
            found = {row.name: row for row in Attachment.objects.filter(submission=filed).select_related("file")}
            assert {name: row.compartment for name, row in found.items()} == {"door.jpg": "care", "wound.jpg": "health"}
            assert {row.file.record_id for row in found.values()} == {case.pk}
            assert not StoredFile.objects.filter(pk__in=before).exists()
        # What the telephone sends again lands in the file.
        assert phone_of(manager).send(sent, SimpleUploadedFile("door.jpg", picture())).status_code == 201
        with acting(manager):
            assert Attachment.objects.filter(submission=filed).count() == 2


def test_what_is_sent_again_after_it_was_filed_changes_nothing(case):
    manager, sent = case.case_manager, instance()
    phone = phone_of(manager)
    phone.send(sent)
    put(arrivals_of(manager)[0], case)

    assert phone.send(sent).status_code == 201
    with acting(manager):
        assert Submission.objects.count() == 1


def test_it_is_filed_once(case):
    manager = case.case_manager
    arrival = arrive(manager)
    put(arrival, case)

    with pytest.raises(NotPermitted):
        put(arrivals_of(manager)[0], case)
    with acting(manager):
        assert Submission.objects.filter(of_record=case.pk).count() == 1


def test_a_withdrawn_one_is_not_filed(case):
    from samaan.questionnaires.workflow import withdraw_submission

    manager = case.case_manager
    arrival = arrive(manager)
    with acting(manager):
        withdraw_submission(arrival.submission, by=manager)

    with pytest.raises(WrongState):
        put(arrival, case)


def test_a_closed_case_takes_none(case):
    arrival = arrive(case.case_manager)
    close(case)

    with pytest.raises(NotPermitted):
        put(arrival, case)


def test_a_case_of_others_takes_none_and_nothing_moves(case):
    stranger = make_user("case_manager")
    arrival = arrive(stranger)

    with pytest.raises((NotPermitted, type(case).DoesNotExist)):
        put(arrival, case, by=stranger)

    with acting(stranger):
        assert arrivals_of(stranger)[0].submission.status == "finished"


def test_whoever_is_kept_out_of_the_case_files_nothing_there(case):
    colleague = make_user("case_manager")
    with acting(case.case_manager):
        cases.join_team(case, by=case.case_manager, user=colleague, part="care")
    arrival = arrive(colleague)
    with acting(case.case_manager):
        exclude(case, colleague, by=case.case_manager)

    with pytest.raises((NotPermitted, type(case).DoesNotExist)):
        put(arrival, case, by=colleague)


def test_whoever_lacks_a_compartment_of_the_form_files_nothing_and_keeps_it(case):
    """On the team for care: the part on health is not open to them there."""
    colleague = make_user("case_manager")
    with acting(case.case_manager):
        cases.join_team(case, by=case.case_manager, user=colleague, part="care")
    arrival = arrive(colleague)

    with pytest.raises(workflow.CannotFile):
        put(arrival, case, by=colleague)

    with acting(colleague):
        assert ILLNESS in Part.objects.get(compartment="health").instance


def test_nobody_files_what_another_sent(case):
    sender = make_user("case_manager")
    arrival = arrive(sender)
    with acting(sender):
        submission = arrival.submission

    with pytest.raises(Submission.DoesNotExist), acting(case.case_manager):
        workflow.file_submission(submission, case, by=case.case_manager)


def test_what_a_colleague_who_left_had_not_filed_is_handed_over_and_filed(case):
    sender, administrator, head = make_user("case_manager"), make_user("system_administrator"), make_user("director")
    submission_id = arrive(sender).submission_id
    with acting(administrator):
        staff.end_account(sender, by=administrator, reason="left")

    with acting(head):
        lines = staff.hand_over_load(sender, by=head, to=case.case_manager, reason="leave")

    assert [(line.kind, line.stays) for line in lines] == [("arrival", [])]
    with acting(case.case_manager):
        (waiting,) = queries.waiting_for(case.case_manager)
        assert waiting.pk == submission_id
        filed = workflow.file_submission(waiting, case, by=case.case_manager)
        assert Submission.objects.get(pk=filed.pk).of_record == case.pk


def test_a_file_that_takes_the_form_once_takes_no_second(case):
    manager = case.case_manager
    with forms_at_work(version="once", several=False):
        first, second = arrive(manager, version="once"), arrive(manager, version="once")
        put(first, case)

        with pytest.raises(AlreadyBegun):
            put(second, case)

    with acting(manager):
        assert second.submission.status == "finished"
