"""What a filed form leaves where it was: empty rows, an empty file, and an event in each of both records."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samaan.access import context
from samaan.audit.models import Event
from samaan.devices import workflow
from samaan.questionnaires import workflow as forms
from samaan.questionnaires.models import Attachment, EarlierAnswer, Part, Submission
from samaan.vault import files
from samaan.vault.models import StoredFile
from tests.factories.cases import acting, make_case
from tests.factories.devices import arrivals_of, instance, phone_of
from tests.factories.forms import FEARS, forms_at_work
from tests.support.samples import picture
from tests.xforms.workbooks import table

pytestmark = pytest.mark.django_db(transaction=True)
SURVEY = table(
    {"type": "text", "name": "fears", "en": "What do you fear?", "es": "¿Qué teme?"},
    {"type": "image", "name": "door", "en": "The door", "es": "La puerta"},
)


def test_nothing_of_what_was_answered_stays(job_role):
    case = make_case()
    manager = case.case_manager
    with forms_at_work(SURVEY, ""):
        sent = instance(f"<fears>{FEARS}</fears><door>door.jpg</door>")
        assert phone_of(manager).send(sent, SimpleUploadedFile("door.jpg", picture())).status_code == 201
        (arrival,) = arrivals_of(manager)
        before = arrival.submission_id
        with acting(manager):
            forms.reopen_submission(again := arrival.submission, by=manager)
            forms.save_answers(again, {"/data/fears": "The dog"}, base=again.revision, by=manager)
        with acting(manager):
            filed = workflow.file_submission(arrival.submission, case, by=manager)
            assert [row.value for row in EarlierAnswer.objects.filter(submission=filed)] == [FEARS]

        with job_role(), context.acting(context.of_job("test")):
            left = Submission.objects.get(pk=before)
            assert (left.status, left.instance_id) == ("withdrawn", f"filed:{filed.pk}")
            (part,) = Part.objects.filter(submission=left)
            assert "dog" not in part.instance and FEARS not in part.instance and part.marks == {}
            assert [row.value for row in EarlierAnswer.objects.filter(submission=left)] == [""]
            (stored,) = StoredFile.objects.filter(record_id=before)
            assert (stored.name, stored.size, b"".join(files.open_chunks(stored))) == ("", 0, b"")
            assert [row.name for row in Attachment.objects.filter(submission=left)] == [""]
            about = Event.objects.filter(kind="form.filed").values_list("record_id", flat=True)
            assert set(about) == {before, case.pk} and len(about) == 2
