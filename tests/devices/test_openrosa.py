"""A telephone fetches the forms its holder fills in, and sends them: once, however often it has to."""

import hashlib
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samaan.audit.models import Event
from samaan.questionnaires.models import Attachment, Figure, Part, Submission
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.factories.devices import LIST, arrivals_of, instance, message, path_of, phone_of
from tests.factories.forms import FEARS, forms_at_work
from tests.support.samples import picture, wave
from tests.xforms.workbooks import table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]
PHOTOS = table(
    {"type": "text", "name": "fears", "en": "What do you fear?", "es": "¿Qué teme?"},
    {"type": "image", "name": "door", "en": "The door", "es": "La puerta"},
    {"type": "audio", "name": "voice", "en": "Voice", "es": "Voz"},
)


@pytest.fixture
def manager():
    return make_user("case_manager")


@pytest.mark.parametrize("scheme", ["Digest", "Basic"])
def test_the_list_names_the_forms_of_its_holder_and_each_is_what_the_list_says(manager, scheme):
    phone = phone_of(manager, scheme=scheme)

    listed = phone.get("/odk/formList")

    assert (listed.status_code, listed["X-OpenRosa-Version"]) == (200, "1.0")
    assert listed["Content-Type"].startswith("text/xml")
    (row,) = ElementTree.fromstring(listed.content)
    known = {child.tag.partition("}")[2]: child.text for child in row}
    assert (known["formID"], known["name"], known["version"]) == ("needs", "Needs", "1")
    form = phone.get(path_of(known["downloadUrl"]))
    assert known["hash"] == f"md5:{hashlib.md5(form.content, usedforsecurity=False).hexdigest()}"
    assert b'<data id="needs" version="1">' in form.content
    assert "manifestUrl" not in known


def test_a_form_that_chooses_from_a_file_comes_with_it(manager):
    survey = table(
        {"type": "select_one_from_file villages.csv", "name": "village", "en": "Village", "es": "Pueblo"},
    )
    with forms_at_work(survey, "", version="v2", lists={"villages.csv": b"name,label\ncunapo,Cunapo\n"}):
        phone = phone_of(manager)
        listed = ElementTree.fromstring(phone.get("/odk/formList").content)
        manifest = phone.get(path_of(listed.findtext("f:xform/f:manifestUrl", "", LIST)))
        (row,) = ElementTree.fromstring(manifest.content)
        known = {child.tag.partition("}")[2]: child.text for child in row}
        assert known["filename"] == "villages.csv"
        csv = phone.get(path_of(known["downloadUrl"]))
        assert csv.content == b"name,label\ncunapo,Cunapo\n"
        assert known["hash"] == f"md5:{hashlib.md5(csv.content, usedforsecurity=False).hexdigest()}"
        assert phone.get(path_of(known["downloadUrl"]).replace("villages", "others")).status_code == 404


def test_whoever_does_not_fill_in_a_form_is_not_told_of_it(manager):
    phone = phone_of(manager)
    with forms_at_work(version="2", fill="report.triage"):
        officers = phone_of(make_user("intake_officer"))
        form = path_of(
            ElementTree.fromstring(officers.get("/odk/formList").content).findtext("f:xform/f:downloadUrl", "", LIST)
        )

        assert officers.get(form).status_code == 200
        assert len(ElementTree.fromstring(phone.get("/odk/formList").content)) == 0
        assert phone.get(form).status_code == phone.get("/odk/forms/0/form.xml").status_code == 404
        assert phone.send(instance()).status_code == 403
    assert arrivals_of(manager) == []


def test_it_asks_first_where_to_send_and_how_much_at_once(manager):
    answer = phone_of(manager).head()

    assert answer.status_code == 204
    assert answer["Location"] == "https://testserver/odk/submission"
    assert int(answer["X-OpenRosa-Accept-Content-Length"]) == 25 * 2**20


def test_what_is_complete_is_kept_finished_in_parts_that_only_its_sender_sees(manager):
    colleague = make_user("case_manager")

    answer = phone_of(manager).send(instance())

    assert (answer.status_code, message(answer)) == (201, "Samaan has it.")
    (arrival,) = arrivals_of(manager)
    with acting(manager):
        submission = arrival.submission
        assert submission.status == Submission.Status.FINISHED
        assert (submission.of_kind, submission.of_record) == ("submission", submission.pk)
        parts = {part.compartment: part.instance for part in Part.objects.all()}
        assert sorted(parts) == ["care", "health"] and FEARS in parts["care"]
        # It counts once it is in a file.
        assert not Figure.objects.exists()
    assert arrivals_of(colleague) == []
    with acting(colleague):
        assert not Submission.objects.exists() and not Part.objects.exists()


def test_what_is_not_complete_stays_open_with_all_that_was_answered(manager):
    manager.language = "es"
    manager.save()
    sent = instance("<safety><fears/><risk>enormous</risk><nights>-2</nights></safety><family/>")

    answer = phone_of(manager).send(sent)

    assert answer.status_code == 201 and answer["Content-Language"] == "es"
    assert message(answer) == "Samaan lo tiene. Algo falta o no es posible: vea “Desde mi teléfono”."
    (arrival,) = arrivals_of(manager)
    with acting(manager):
        assert arrival.submission.is_open
        assert "enormous" in Part.objects.get(compartment="care").instance


def test_what_is_sent_again_changes_nothing_and_is_noted_once(manager):
    phone, sent = phone_of(manager), instance()

    first, second = phone.send(sent), phone.send(sent)

    assert (first.status_code, second.status_code) == (201, 201)
    assert len(arrivals_of(manager)) == 1
    with acting(manager):
        assert Event.objects.filter(kind="form.arrived").count() == 1
        assert Submission.objects.count() == 1


def test_something_else_under_the_same_name_is_refused_and_what_is_there_stays(manager):
    phone, name = phone_of(manager), "uuid:8a0e5a9e-7a44-4a6e-8b0a-5d36c1a5a001"
    phone.send(instance(instance_id=name))

    answer = phone.send(instance(instance_id=name, fears="Nothing"))
    other = phone_of(make_user("case_manager")).send(instance(instance_id=name))

    assert (answer.status_code, other.status_code) == (409, 409)
    assert message(answer) == message(other) == "Something else was sent as this form before. Nothing was changed."
    with acting(manager):
        assert FEARS in Part.objects.get(compartment="care").instance


def test_a_correction_on_the_phone_takes_the_place_of_what_it_corrects(manager):
    phone, name = phone_of(manager), "uuid:8a0e5a9e-7a44-4a6e-8b0a-5d36c1a5a002"
    phone.send(instance(instance_id=name))

    answer = phone.send(instance(fears="The dog", meta=f"<orx:deprecatedID>{name}</orx:deprecatedID>"))

    assert answer.status_code == 201
    with acting(manager):
        assert [each.submission.status for each in arrivals_of(manager)] == ["withdrawn", "finished"]


def test_the_form_of_an_older_version_is_taken(manager):
    phone = phone_of(manager)
    with forms_at_work(version="2"):
        listed = ElementTree.fromstring(phone.get("/odk/formList").content)
        assert listed.findtext("f:xform/f:version", "", LIST) == "2"

        assert phone.send(instance(version="1")).status_code == 201
        assert phone.send(instance(version="2")).status_code == 201
        assert phone.send(instance(version="3")).status_code == 403

    with acting(manager):
        versions = [each.form_version.version for each in arrivals_of(manager)]
    assert versions == ["1", "2"]


def test_files_come_in_posts_of_their_own_and_what_is_missing_is_told(manager):
    with forms_at_work(PHOTOS, "", version="p"):
        phone = phone_of(manager)
        sent = with_files()

        first = phone.send(sent, file("door.jpg", picture()))
        again = phone.send(sent, file("door.jpg", picture()))
        last = phone.send(sent, file("voice.wav", wave()))

    assert (first.status_code, again.status_code, last.status_code) == (202, 202, 201)
    with acting(manager):
        found = {row.name: row.file for row in Attachment.objects.select_related("file")}
        assert {name: stored.content_type for name, stored in found.items()} == {
            "door.jpg": "image/jpeg",
            "voice.wav": "audio/wav",
        }
        assert Submission.objects.count() == 1


def test_a_file_that_is_no_document_is_refused_by_name_and_the_rest_is_kept(manager):
    with forms_at_work(PHOTOS, "", version="p"):
        phone, sent = phone_of(manager), with_files()

        answer = phone.send(sent, file("door.jpg", b"MZ\x90\0 a program"), file("voice.wav", wave()))
        unasked = phone.send(sent, file("other.jpg", picture()))
        phone.send(sent, file("door.jpg", picture()))
        other = phone.send(sent, file("door.jpg", picture("PNG")))

    assert answer.status_code == 422 and "door.jpg" in message(answer)
    assert (unasked.status_code, message(unasked)) == (422, "No question of this form asks for “other.jpg”.")
    assert other.status_code == 422 and "Another file was sent" in message(other)
    with acting(manager):
        assert sorted(row.name for row in Attachment.objects.all()) == ["door.jpg", "voice.wav"]


def test_what_collect_writes_of_each_type_is_taken(manager):
    types = ("start", "end", "today", "date", "time", "dateTime", "geopoint", "decimal", "acknowledge", "note")
    survey = table(*({"type": kind, "name": f"a_{kind}", "en": kind, "es": kind} for kind in types))
    written = (
        "2026-11-30T18:52:11.123-04:00", "2026-11-30T18:53:11.123-04:00", "2026-11-30", "2026-11-30",
        "18:52:00.000-04:00", "2026-11-30T18:52:00.000-04:00", "10.65 -61.5 0.0 4.2", "1.5", "OK", "",
    )  # fmt: skip
    inside = "".join(f"<a_{kind}>{text}</a_{kind}>" for kind, text in zip(types, written, strict=True))
    with forms_at_work(survey, "", version="types"):
        answer = phone_of(manager).send(instance(inside, version="types"))

        assert (answer.status_code, message(answer)) == (201, "Samaan has it.")
        with acting(manager):
            kept = Part.objects.get().instance
        assert all(f">{text}<" in kept for text in written if text)


def test_so_many_forms_an_hour(manager, settings):
    settings.DEVICE_SUBMISSIONS_PER_HOUR = 2
    phone, first = phone_of(manager), instance()
    answers = [phone.send(sent).status_code for sent in (first, instance(), instance(), first)]

    assert answers == [201, 201, 429, 201]


def test_so_many_files_an_hour_and_what_is_here_is_told_again(manager, settings):
    settings.DEVICE_FILES_PER_HOUR = 1
    with forms_at_work(PHOTOS, "", version="p"):
        phone, sent = phone_of(manager), with_files()
        door, voice = file("door.jpg", picture()), file("voice.wav", wave())

        assert phone.send(sent, door).status_code == 202
        late = phone.send(sent, voice)
        assert phone.send(sent, file("door.jpg", picture())).status_code == 202

    assert late.status_code == 422 and message(late) == "You have sent very many files. Send “voice.wav” in an hour."


def test_no_event_holds_an_answer(manager):
    phone_of(manager).send(instance())

    with acting(manager):
        told = str(list(Event.objects.values_list("data", flat=True)))
    assert FEARS not in told


def with_files() -> bytes:
    return instance(f"<fears>{FEARS}</fears><door>door.jpg</door><voice>voice.wav</voice>", version="p")


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
