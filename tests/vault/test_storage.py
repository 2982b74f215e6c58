"""Where encrypted files lie: a folder, or an S3-compatible store, which a small server on this machine plays."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from moto.server import ThreadedMotoServer

from samaan.cases import workflow
from samaan.vault import files, storage_s3, uploads
from samaan.vault.sealed import CHUNK_BYTES
from samaan.vault.storage import Folder, Storage, storage
from tests.factories.cases import acting, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"s3://key:se%2Fcret@{host}:{port}/documents/samaan?tls=0&region=us-east-1"
    storage_s3.bucket(address).client.create_bucket(Bucket="documents")
    yield address
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def place(request, tmp_path) -> Storage:
    if request.param == "folder":
        return Folder(tmp_path)
    return storage_s3.bucket(request.getfixturevalue("s3_server"))


def test_what_is_put_is_there_from_anywhere(place):
    place.put("ab/one", iter([b"Ho", b"", b"la"]))
    with place.open("ab/one") as source:
        assert source.read(3) == b"Hol"
    with place.open("ab/one", 2) as source:
        assert source.read(10) == b"la"
    place.put("ab/one", [b"other"])
    assert place.open("ab/one").read() == b"other"


def test_names_tell_when_and_what_is_removed_is_gone(place):
    for name in ("cd/one", "uploads/x/0", "uploads/x/1"):
        place.put(name, [b"x"])
    found = dict(place.names("uploads/"))
    assert set(found) >= {"uploads/x/0", "uploads/x/1"}
    assert all(datetime.now(UTC) - written < timedelta(minutes=1) for written in found.values())
    place.remove_all("uploads/x")
    place.remove("cd/one")
    place.remove("cd/none")
    assert [name for name, _written in place.names() if name.startswith(("cd/", "uploads/"))] == []
    with pytest.raises(FileNotFoundError):
        place.open("cd/one")


def test_what_fails_on_the_way_leaves_nothing_under_its_name(place):
    def broken():
        yield b"x" * 100
        raise RuntimeError("the line broke")

    with pytest.raises(RuntimeError):
        place.put("ef/one", broken())
    assert [name for name, _written in place.names("ef/")] == []


def test_more_than_one_part_of_a_store_comes_back_whole(place):
    place.put("gh/one", (bytes([number]) * 1024**2 for number in range(20)))
    content = place.open("gh/one", 19 * 1024**2 - 1).read()
    assert content == bytes([18]) + bytes([19]) * 1024**2


def test_documents_lie_encrypted_in_the_store_and_come_back(settings, s3_server):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, files=s3_server)
    case = make_case()
    manager = case.case_manager
    content = b"Marisol Leal, Arima. " * 9000
    with acting(manager):
        upload = SimpleUploadedFile("nota.txt", content)
        stored = workflow.add_document(case, upload, by=manager, kind="other", compartment="summary").file
        assert b"".join(files.open_chunks(stored)) == content
        assert b"".join(files.open_chunks(stored, CHUNK_BYTES + 5, CHUNK_BYTES + 50)) == content[CHUNK_BYTES + 5 :][:45]
        assert not files.path_of(stored).exists()
        raw = storage().open(files.name_of(stored)).read()
        assert b"Marisol" not in raw and len(raw) > len(content)


def test_pieces_of_an_upload_wait_there_too(settings, s3_server):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, files=s3_server)
    user = make_case().case_manager
    with acting(user):
        number = uploads.begin(by=user, name="a.txt", size=8).pk
        uploads.add(number, b"Buen", by=user, offset=0)
        uploads.add(number, b"as.\n", by=user, offset=4)
        assert uploads.arrived(str(number), by=user).read() == b"Buenas.\n"
        assert len(list(storage().names(f"uploads/{number.hex}/"))) == 2
