"""A file in pieces: whatever happens to the line, what arrives is the file, once, and nobody else's."""

import dataclasses
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from samaan.access import context
from samaan.access.jobs import remove_uploads
from samaan.cases.models import Document
from samaan.vault import uploads
from samaan.vault.models import Upload
from samaan.vault.storage import storage
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 40 + b"el barco"


@pytest.fixture
def sender():
    return make_user("case_manager")


def begin(browser, content: bytes = CONTENT, name: str = "video.txt", **more) -> dict:
    answer = browser.post(reverse("access:uploads"), {"name": name, "size": len(content), **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def address(number: str) -> str:
    return reverse("access:upload", args=[number])


def patch(browser, number: str, offset: int, piece: bytes):
    return browser.patch(
        address(number),
        data=piece,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def offset_of(browser, number: str) -> int:
    return int(browser.head(address(number)).headers["Upload-Offset"])


def everything(user, number: str) -> bytes:
    with acting(user):
        arrived = uploads.arrived(number, by=user)
        return b"".join(arrived.chunks())


def test_a_file_arrives_in_pieces(browse, sender):
    browser = browse(sender)
    told = begin(browser)
    assert (told["offset"], told["size"], told["name"]) == (0, len(CONTENT), "video.txt")
    for start in range(0, len(CONTENT), 3000):
        answer = patch(browser, told["id"], start, CONTENT[start : start + 3000])
        assert answer.status_code == 204
    assert int(answer.headers["Upload-Offset"]) == len(CONTENT)
    assert everything(sender, told["id"]) == CONTENT


@given(cuts=st.lists(st.tuples(st.integers(1, 4000), st.integers(0, 4000)), max_size=12))
@given_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_line_cut_anywhere_loses_and_doubles_nothing(browse, sender, cuts):
    """Each time the sender means to send so much, and only so much of it arrives; then it asks how far it is."""
    browser = browse(sender)
    number = begin(browser)["id"]
    for meant, came in [*cuts, (len(CONTENT), len(CONTENT))]:
        offset = offset_of(browser, number)
        piece = CONTENT[offset : offset + meant][:came]
        assert patch(browser, number, offset, piece).status_code == 204
    assert offset_of(browser, number) == len(CONTENT)
    assert everything(sender, number) == CONTENT
    browser.delete(address(number))


@pytest.mark.parametrize(("offset", "piece"), [(5, b"x"), (0, CONTENT + b"x"), (10**15, b"x")])
def test_a_piece_that_does_not_fit_is_told_where_to_go_on(browse, sender, offset, piece):
    browser = browse(sender)
    number = begin(browser)["id"]
    answer = patch(browser, number, offset, piece)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "0")
    assert offset_of(browser, number) == 0


def test_two_tabs_go_on_from_each_other(browse, sender):
    one, two = browse(sender), browse(sender)
    number = begin(one, mark="same")["id"]
    assert patch(one, number, 0, CONTENT[:100]).status_code == 204
    behind = patch(two, number, 0, CONTENT[:100])
    assert (behind.status_code, behind.headers["Upload-Offset"]) == (409, "100")
    assert patch(two, number, 100, CONTENT[100:]).status_code == 204
    assert everything(sender, number) == CONTENT
    assert one.get(reverse("access:uploads")).json()["uploads"][0]["mark"] == "same"


@pytest.mark.parametrize("ask", ["head", "patch", "delete"])
def test_anothers_upload_is_the_same_as_none(browse, sender, ask):
    number = begin(browse(sender))["id"]
    stranger = browse(make_user("director"))
    none = address("00000000-0000-4000-8000-000000000000")
    extra = {"headers": {"Upload-Offset": "0"}} if ask == "patch" else {}
    theirs, nothing = (getattr(stranger, ask)(where, **extra) for where in (address(number), none))
    assert (theirs.status_code, nothing.status_code) == (404, 404)
    assert theirs.content == nothing.content
    assert stranger.get(reverse("access:uploads")).json() == {"uploads": []}
    assert offset_of(browse(sender), number) == 0


def test_the_database_itself_hides_it(browse, sender):
    begin(browse(sender))
    with acting(make_user("director")):
        assert list(Upload.objects.all()) == []
    with acting(sender):
        assert Upload.objects.count() == 1


def test_nobody_signed_in_sends_nothing(client):
    assert client.post(reverse("access:uploads"), {"name": "a", "size": 1}).status_code == 302


def test_what_lies_there_is_ciphertext(browse, sender, settings):
    number = begin(browse(sender), b"Marisol Leal " * 20, "Marisol.txt")["id"]
    patch(browse(sender), number, 0, b"Marisol Leal " * 20)
    folder = settings.CONFIG.data_dir / "files" / "uploads" / number.replace("-", "")
    pieces = list(folder.iterdir())
    assert len(pieces) == 1
    assert pieces[0].stat().st_mode & 0o077 == 0
    assert b"Marisol" not in pieces[0].read_bytes()
    with acting(sender), connection.cursor() as cursor:
        cursor.execute("SELECT u::text FROM vault_upload u")
        assert b"Marisol".hex() not in cursor.fetchone()[0]


def test_a_piece_written_before_a_crash_is_written_anew(browse, sender):
    """The server died between the file and the row: the row counts."""
    browser = browse(sender)
    number = begin(browser)["id"]
    storage().put(f"uploads/{number.replace('-', '')}/0", [b"left behind"])
    assert patch(browser, number, 0, CONTENT).status_code == 204
    assert everything(sender, number) == CONTENT


def test_a_person_has_an_allowance(browse, sender, settings):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, uploads_mb=1)
    browser = browse(sender)
    more = {"name": "a", "size": 600_000}
    assert browser.post(reverse("access:uploads"), more).status_code == 201
    refused = browser.post(reverse("access:uploads"), more)
    assert refused.status_code == 422
    assert "other files on the way" in refused.json()["errors"][0]
    assert browse(make_user("director")).post(reverse("access:uploads"), more).status_code == 201


@pytest.mark.parametrize("size", ["0", "-1", "x", str(10**15), ""])
def test_a_size_nobody_takes(browse, sender, size):
    assert browse(sender).post(reverse("access:uploads"), {"name": "a", "size": size}).status_code == 422


def test_a_file_cut_into_crumbs_is_refused(browse, sender, monkeypatch):
    monkeypatch.setattr(uploads, "PIECES_MOST", 2)
    browser = browse(sender)
    number = begin(browser)["id"]
    codes = [patch(browser, number, at, CONTENT[at : at + 1]).status_code for at in range(3)]
    assert codes == [204, 204, 409]


def test_abandoned_uploads_are_removed_after_a_day(browse, sender, job_role):
    browser = browse(sender)
    old, fresh = begin(browser)["id"], begin(browser)["id"]
    for number in (old, fresh):
        patch(browser, number, 0, CONTENT[:10])
    with acting(sender):
        Upload.objects.filter(pk=old).update(changed_at=timezone.now() - timedelta(hours=25))
    with job_role():
        remove_uploads()
    assert browser.head(address(old)).status_code == 404
    assert offset_of(browser, fresh) == 10
    names = [name for name, _written in storage().names(uploads.FOLDER)]
    assert [name for name in names if old.replace("-", "") in name] == []
    assert [name for name in names if fresh.replace("-", "") in name] != []


@pytest.fixture
def case(sender):
    return make_case(case_manager=sender)


def use(browser, case, number: str):
    form = {"kind": "other", "file-upload": number}
    return browser.post(reverse("cases:document", args=[case.pk]), form)


def test_a_form_uses_it_as_any_file(browse, sender, case, django_capture_on_commit_callbacks):
    browser = browse(sender)
    content = "Dijo que el barco salió de noche. ".encode() * 400
    number = begin(browser, content, "relato.txt")["id"]
    patch(browser, number, 0, content)
    assert use(browser, case, number).status_code == 302
    with acting(sender):
        stored = Document.objects.select_related("file").get(case=case).file
        assert (stored.name, stored.size) == ("relato.txt", len(content))
    assert browser.head(address(number)).status_code == 404
    # The same form again, as from a second tab.
    assert use(browser, case, number).status_code == 422


def test_a_form_takes_neither_half_a_file_nor_anothers(browse, sender, case):
    browser = browse(sender)
    half = begin(browser)["id"]
    patch(browser, half, 0, CONTENT[:10])
    other = browse(make_user("director"))
    theirs = begin(other, b"Hola")["id"]
    patch(other, theirs, 0, b"Hola")
    for number in (half, theirs, "nonsense"):
        assert use(browser, case, number).status_code == 422
    with acting(sender):
        assert Document.objects.filter(case=case).count() == 0


def test_what_is_refused_stays_with_its_sender(browse, sender, case):
    browser = browse(sender)
    number = begin(browser, b"MZ\x90\0 program", "foto.jpg")["id"]
    patch(browser, number, 0, b"MZ\x90\0 program")
    answer = use(browser, case, number)
    assert answer.status_code == 422
    assert "is not a photo" in answer.content.decode()
    assert browser.head(address(number)).status_code == 200
    with context.acting(context.of_user(sender)), pytest.raises(ValidationError):
        uploads.begin(by=sender, name="a", size=-1)
