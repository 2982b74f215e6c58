"""Large files through the real server: cut lines, a killed server, little memory, and pages that do not wait."""

import http.client
import json
import socket
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from samaan.cases import workflow
from samaan.cases.models import Document
from samaan.vault import files
from samaan.vault.models import StoredFile
from samaan.vault.uploads import PIECE_MOST
from tests.factories.cases import acting, make_case
from tests.support import samples
from tests.support.running import Web, wait_for, web
from tests.support.sessions import signed_in

TOKEN = "a" * 32
CONTENT = "Dijo que el barco salió de noche. ".encode() * 20_000


@pytest.fixture
def case(transactional_db):
    return make_case()


@pytest.fixture
def start(case, process_environment, tmp_path: Path):
    """`with start() as line:` a server, asked by the case manager; started anew it has the same data."""
    session = signed_in(case.case_manager).cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"
    environment = process_environment | {"SAMAAN_WEB_THREADS": "1"}

    class Start:
        def __enter__(self) -> "Line":
            self.running = web(environment, log=tmp_path / "log")
            return Line(self.running.__enter__(), cookies)

        def __exit__(self, *trouble) -> None:
            self.running.__exit__(*trouble)

    return Start


class Line:
    """Asks as a browser's script does."""

    def __init__(self, server: Web, cookies: str) -> None:
        self.server = server
        self.headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Host": f"127.0.0.1:{server.port}"}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        connection.request(method, path, body=body, headers=self.headers | headers)
        answer = connection.getresponse()
        if method != "GET" or "files" not in path:
            answer.content = answer.read()
            connection.close()
        return answer

    def begin(self, size: int, name: str = "a.txt") -> str:
        form = urlencode({"name": name, "size": size}).encode()
        answer = self.ask("POST", "/uploads/", form, **{"Content-Type": "application/x-www-form-urlencoded"})
        return f"/uploads/{json.loads(answer.content)['id']}/"

    def piece(self, path: str, offset: int, piece: bytes) -> http.client.HTTPResponse:
        return self.ask("PATCH", path, piece, **{"Upload-Offset": str(offset)})

    def offset(self, path: str) -> int:
        return int(self.ask("HEAD", path).headers["Upload-Offset"])

    def use(self, case, path: str) -> int:
        form = urlencode({"kind": "other", "file-upload": path.split("/")[2]}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", f"/cases/{case.pk}/documents/new/", form, **headers).status

    def half_a_piece(self, path: str, offset: int, announced: int, sent: bytes) -> socket.socket:
        """A piece of which only so much is sent; the line stays open until it is closed."""
        line = socket.create_connection(("127.0.0.1", self.server.port))
        head = self.headers | {"Upload-Offset": str(offset), "Content-Length": str(announced)}
        line.sendall(
            f"PATCH {path} HTTP/1.1\r\n".encode() + b"".join(f"{k}: {v}\r\n".encode() for k, v in head.items())
        )
        line.sendall(b"\r\n" + sent)
        return line


def kept(case) -> bytes:
    with acting(case.case_manager):
        stored = Document.objects.select_related("file").get(case=case).file
        return b"".join(files.open_chunks(stored))


def test_a_line_cut_in_the_middle_of_a_piece_loses_nothing_of_it(case, start):
    with start() as line:
        path = line.begin(len(CONTENT))
        line.half_a_piece(path, 0, 200_000, CONTENT[:70_000]).close()
        wait_for(lambda: line.offset(path) == 70_000, what="what came of the piece")
        assert line.piece(path, 70_000, CONTENT[70_000:]).status == 204
        assert line.use(case, path) == 302
    assert kept(case) == CONTENT


def test_a_server_killed_in_the_middle_of_a_piece_goes_on_where_it_was(case, start):
    with start() as line:
        path = line.begin(len(CONTENT))
        assert line.piece(path, 0, CONTENT[:100_000]).status == 204
        cut = line.half_a_piece(path, 100_000, 200_000, CONTENT[100_000:150_000])
        line.server.child.kill()
        line.server.child.wait()
        cut.close()
    with start() as line:
        assert line.offset(path) == 100_000
        assert line.piece(path, 100_000, CONTENT[100_000:]).status == 204
        assert line.use(case, path) == 302
    assert kept(case) == CONTENT


def test_a_piece_too_large_is_refused_unread(case, start):
    with start() as line:
        path = line.begin(PIECE_MOST * 3)
        cut = line.half_a_piece(path, 0, PIECE_MOST + 1, b"")
        assert b"413" in cut.recv(100)
        cut.close()
        assert line.offset(path) == 0


def test_pages_do_not_wait_for_a_slow_piece_nor_for_a_slow_download(case, start):
    """With a single thread for pages."""
    with acting(case.case_manager):
        film = SimpleUploadedFile("a.mp4", samples.film(frames=bytes(15 * 1024**2)))
        stored = workflow.add_document(case, film, by=case.case_manager, kind="other", compartment="summary").file
    with start() as line:
        slow_piece = line.half_a_piece(line.begin(1000), 0, 1000, b"x")
        slow_download = line.ask("GET", f"/files/{stored.pk}/")
        assert slow_download.read(100) != b""
        assert line.ask("GET", f"/cases/{case.pk}/").status == 200
        # And whoever has patience gets all of it.
        rest = slow_download.read()
        slow_piece.close()
    assert 100 + len(rest) == stored.size


def memory(line: Line, name: str = "VmHWM") -> int:
    """The most memory the server ever had, in bytes."""
    status = Path(f"/proc/{line.server.child.pid}/status").read_text()
    return next(int(row.split()[1]) * 1024 for row in status.splitlines() if row.startswith(name))


def test_a_film_of_300_mb_goes_through_in_constant_memory(case, start):
    def pieces(number: int) -> bytes:
        return bytes([number % 251]) * PIECE_MOST

    head = samples.film(frames=b"")[:-8]
    size = len(head) + 300 * PIECE_MOST
    # The last box reaches to the end of the file.
    opening = head + (300 * PIECE_MOST).to_bytes(4) + b"mdat"
    with start() as line:
        assert line.ask("GET", f"/cases/{case.pk}/documents/").status == 200
        before = memory(line)
        path, offset = line.begin(size, "a.mp4"), 0
        for number in range(301):
            piece = (opening if number == 0 else b"") + pieces(number)
            piece = piece[: min(PIECE_MOST, size - offset)]
            assert line.piece(path, offset, piece).status == 204
            offset += len(piece)
            if offset == size:
                break
        assert line.use(case, path) == 302
        with acting(case.case_manager):
            stored = StoredFile.objects.get(record_id=case.pk)
        download, received = line.ask("GET", f"/files/{stored.pk}/"), 0
        while piece := download.read(PIECE_MOST):
            received += len(piece)
        grown = memory(line) - before
    assert received == stored.size == size
    assert grown < 64 * 1024**2
