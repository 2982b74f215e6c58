"""A document on its way out: whole or in part, on the record, and never a page of ours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from samaan.audit.models import Event
from samaan.cases import workflow
from samaan.vault import files
from samaan.vault.models import StoredFile
from samaan.vault.sealed import CHUNK_BYTES
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.support import samples
from tests.support.samples import CANARY
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db
FILM = samples.film(frames=bytes(range(251)) * 900)


@pytest.fixture
def case():
    return make_case()


def add(case, content: bytes, name: str, **more) -> StoredFile:
    manager = case.case_manager
    with acting(manager):
        upload = SimpleUploadedFile(name, content)
        given = {"kind": "other", "compartment": "summary"} | more
        return workflow.add_document(case, upload, by=manager, **given).file


def get(browser, stored, **headers):
    return browser.get(reverse("access:file", args=[stored.pk]), headers=headers)


def events(user, case, kind: str) -> list[Event]:
    with acting(user):
        return list(Event.objects.filter(kind=kind, record_id=case.pk, actor_id=user.pk))


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=100-", 100, None),
        (f"bytes={CHUNK_BYTES - 1}-{CHUNK_BYTES}", CHUNK_BYTES - 1, CHUNK_BYTES + 1),
        (f"bytes={2 * CHUNK_BYTES}-{2 * CHUNK_BYTES}", 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 1),
        ("bytes=-5", -5, None),
        ("bytes=10-999999999", 10, None),
    ],
)
def test_a_film_is_sought_in(browse, case, asked, start, end):
    stored = add(case, FILM, "a.mp4")
    browser = browse(case.case_manager)
    whole = body(get(browser, stored))
    response = get(browser, stored, Range=asked)
    assert response.status_code == 206
    assert body(response) == whole[start:end]
    first = start % len(whole)
    assert response.headers["Content-Range"].startswith(f"bytes {first}-")
    assert response.headers["Content-Range"].endswith(f"/{len(whole)}")


@given(start=st.integers(0, len(FILM) - 1), length=st.integers(1, 3 * CHUNK_BYTES))
@given_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_part_is_that_part(case, start, length):
    with acting(case.case_manager):
        stored = StoredFile.objects.filter(record_id=case.pk).first()
    stored = stored or add(case, FILM, "a.mp4")
    with acting(case.case_manager):
        end = min(start + length, stored.size)
        whole = b"".join(files.open_chunks(stored))
        assert b"".join(files.open_chunks(stored, start, end)) == whole[start:end]


def test_a_part_that_is_not_there(browse, case):
    stored = add(case, b"Hola", "a.txt")
    response = get(browse(case.case_manager), stored, Range="bytes=4-")
    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */4")


@pytest.mark.parametrize("asked", ["bytes=0-1,3-3", "lines=1-2", "bytes=x-", "bytes=-", "bytes=--1", "bytes=3-1"])
def test_what_is_no_single_range_gets_the_whole_or_nothing(browse, case, asked):
    stored = add(case, b"Hola", "a.txt")
    response = get(browse(case.case_manager), stored, Range=asked)
    assert response.status_code in (200, 416)
    if response.status_code == 200:
        assert body(response) == b"Hola"


def test_a_part_of_what_has_changed_is_the_whole(browse, case):
    stored = add(case, b"Hola", "a.txt")
    browser = browse(case.case_manager)
    same = get(browser, stored, Range="bytes=1-", **{"If-Range": f'"{stored.sha256}"'})
    other = get(browser, stored, Range="bytes=1-", **{"If-Range": '"other"'})
    assert (body(same), body(other)) == (b"ola", b"Hola")


def test_seeking_is_one_look_and_a_download_is_another(browse, case):
    stored = add(case, FILM, "a.mp4")
    browser = browse(case.case_manager)
    for start in (5, 100, 0):
        get(browser, stored, Range=f"bytes={start}-")
    assert len(events(case.case_manager, case, "file.opened")) == 1
    get(browser, stored)
    assert len(events(case.case_manager, case, "file.opened")) == 2


def test_the_browser_runs_nothing_of_a_document(browse, case):
    response = get(browse(case.case_manager), add(case, b"Hola <script>alert(1)</script>", "pagina.html"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="pagina.html.txt"'
    assert response.headers["Content-Type"] == "text/plain"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf", "image/png", "video/mp4"])
def test_nothing_is_shown_inline_whatever_it_is(browse, case, kind):
    response = get(browse(case.case_manager), add(case, samples.SAMPLES[kind], "x"))
    assert response.headers["Content-Disposition"].startswith("attachment;")


def test_a_document_exchanged_on_the_disk_is_not_sent_to_its_end(browse, case):
    """Another true file of the same record does not pass for this one; nor does this one under another's hash."""
    stored = add(case, FILM, "a.mp4")
    with acting(case.case_manager):
        StoredFile.objects.filter(pk=stored.pk).update(kept_sha256="0" * 64)
    response = get(browse(case.case_manager), stored)
    with pytest.raises(files.Changed):
        body(response)


def test_the_hash_of_what_arrived_is_on_the_page_and_in_the_event(browse, case):
    import hashlib

    stored = add(case, samples.SAMPLES["image/jpeg"], "a.jpg")
    arrived = hashlib.sha256(samples.SAMPLES["image/jpeg"]).hexdigest()
    assert stored.sha256 == arrived != stored.kept_sha256
    assert arrived in browse(case.case_manager).get(reverse("cases:documents", args=[case.pk])).content.decode()
    (event,) = events(case.case_manager, case, "case.document_added")
    assert (event.data["sha256"], event.data["file"]) == (arrived, str(stored.pk))


# ---- the sealed original of evidence


def original_of(stored, user) -> StoredFile:
    with acting(user):
        return StoredFile.objects.get(original_of=stored)


def test_an_original_is_kept_of_evidence_alone(case):
    add(case, samples.SAMPLES["image/jpeg"], "a.jpg")
    evidence = add(case, samples.SAMPLES["image/jpeg"], "b.jpg", evidence=True)
    text = add(case, b"Hola", "a.txt", evidence=True)
    with acting(case.case_manager):
        originals = list(StoredFile.objects.filter(original_of__isnull=False))
    assert [one.original_of_id for one in originals] == [evidence.pk]
    assert (originals[0].sha256, text.kept_sha256) == (evidence.sha256, "")


def test_an_original_opens_with_reason_and_proof_and_is_what_arrived(browse, case):
    manager = case.case_manager
    evidence = add(case, samples.SAMPLES["image/jpeg"], "b.jpg", evidence=True)
    address = reverse("access:original", args=[original_of(evidence, manager).pk])
    browser = browse(manager)
    assert address in browser.get(reverse("cases:documents", args=[case.pk])).content.decode()
    asked = browser.get(address)
    assert (asked.status_code, "reauthenticate" in asked.url or "login" in asked.url) == (302, True)
    prove(browser)
    assert evidence.sha256 in browser.get(address).content.decode()
    assert browser.post(address).status_code == 422
    assert events(manager, case, "file.original_opened") == []
    response = browser.post(address, {"reason": "court"})
    assert body(response) == samples.SAMPLES["image/jpeg"]
    assert CANARY.encode() in samples.SAMPLES["image/jpeg"]
    (event,) = events(manager, case, "file.original_opened")
    assert event.data == {"file": str(evidence.pk), "reason": "court"}
    assert "Opened the original of a document" in browser.get(reverse("cases:access", args=[case.pk])).content.decode()


def test_no_other_address_opens_an_original(browse, case):
    evidence = add(case, samples.SAMPLES["image/jpeg"], "b.jpg", evidence=True)
    original = original_of(evidence, case.case_manager)
    browser = browse(case.case_manager)
    prove(browser)
    assert get(browser, original).status_code == 404
    assert browser.get(f"/api/v1/files/{original.pk}").status_code == 401
    # Nor does the page of an original open anything else.
    assert browser.post(reverse("access:original", args=[evidence.pk]), {"reason": "court"}).status_code == 404


def test_a_stranger_meets_the_same_nothing(browse, case):
    evidence = add(case, samples.SAMPLES["image/jpeg"], "b.jpg", evidence=True)
    address = reverse("access:original", args=[original_of(evidence, case.case_manager).pk])
    stranger = browse(make_user("case_manager"))
    prove(stranger)
    none = reverse("access:original", args=["00000000-0000-4000-8000-000000000000"])
    theirs, nothing = stranger.post(address, {"reason": "court"}), stranger.post(none, {"reason": "court"})
    assert (theirs.status_code, nothing.status_code, theirs.content) == (404, 404, nothing.content)


def test_who_holds_another_compartment_does_not_hold_the_original(browse, case):
    observer = make_user("case_manager")
    with acting(case.case_manager):
        workflow.join_team(case, by=case.case_manager, user=observer, part="observer")
    evidence = add(case, samples.SAMPLES["image/jpeg"], "b.jpg", evidence=True, compartment="health")
    browser = browse(observer)
    prove(browser)
    address = reverse("access:original", args=[original_of(evidence, case.case_manager).pk])
    assert browser.post(address, {"reason": "court"}).status_code == 404
