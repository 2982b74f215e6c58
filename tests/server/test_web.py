"""The web server: what it keeps, refuses and survives."""

import http.client
import signal
import socket
import threading
from pathlib import Path

import pytest

from tests.support.running import Web, wait_for, web


@pytest.fixture
def environment(own_database, tmp_path: Path) -> dict[str, str]:
    return own_database.environment(
        DJANGO_SETTINGS_MODULE="tests.support.slow_settings",
        SLOW_PAGE_GATE=str(tmp_path / "gate"),
        SAMAAN_WEB_THREADS="1",
    )


def get(server: Web, path: str, **headers: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", path, headers=headers)
    return connection.getresponse().read().decode()


def test_a_page_cut_off_by_a_kill_leaves_nothing_behind(own_database, environment, tmp_path):
    (tmp_path / "gate").touch()
    with web(environment, log=tmp_path / "log") as server:
        asking = threading.Thread(target=server.status, args=["/write-and-wait"])
        asking.start()
        wait_for((tmp_path / "entered").exists, what="the page's begin")
        server.child.kill()
        server.child.wait()
        asking.join()
    assert own_database.marks("page") == 0


def test_a_page_begun_before_the_end_is_finished(own_database, environment, tmp_path):
    gate = tmp_path / "gate"
    gate.touch()
    found: list[str] = []
    with web(environment, log=tmp_path / "log") as server:
        asking = threading.Thread(target=lambda: found.append(get(server, "/write-and-wait")))
        asking.start()
        wait_for((tmp_path / "entered").exists, what="the page's begin")
        server.child.send_signal(signal.SIGTERM)
        gate.unlink()
        asking.join()
    assert (found, own_database.marks("page")) == (["written"], 1)


def test_the_server_survives_a_restart_of_the_database(own_database, environment, tmp_path):
    with web(environment, log=tmp_path / "log") as server:
        before = get(server, "/which-connection")
        own_database.server.child.send_signal(signal.SIGINT)
        own_database.server.child.wait()
        assert server.status("/health") == 503
        own_database.server.restart()
        assert server.status("/health") == 200
        assert get(server, "/which-connection") != before


def test_a_thread_keeps_its_connection(own_database, environment, tmp_path):
    with web(environment, log=tmp_path / "log") as server:
        assert len({get(server, "/which-connection") for _ in range(10)}) == 1


def test_half_a_form_is_not_taken_for_a_whole_one(own_database, environment, tmp_path):
    with web(environment, log=tmp_path / "log") as server:
        head = b"POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall(head + b"Content-Length: 1006\r\n\r\nwords=" + b"a" * 500)
            line.shutdown(socket.SHUT_WR)
            line.recv(100)
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall(head + b"Content-Length: 506\r\n\r\nwords=" + b"a" * 500)
            assert b"200 OK" in line.recv(100)
    assert own_database.ask("SELECT string_agg(model, ',') FROM django_content_type WHERE app_label = 'kept'") == "500"


def test_a_body_beyond_every_attachment_is_refused_unread(own_database, environment, tmp_path):
    with web(environment, log=tmp_path / "log") as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.putrequest("POST", "/keep")
        connection.putheader("Content-Length", str(121 * 1024 * 1024))
        connection.endheaders()
        answer = connection.getresponse()
        assert answer.status == 413
        assert "each file may have 20 MB" in answer.read().decode()


def test_nothing_about_requests_is_logged(own_database, environment, tmp_path):
    log = tmp_path / "log"
    with web(environment, log=log) as server:
        get(server, "/which-connection?secret=words", **{"User-Agent": "a-browser"})
    text = log.read_text()
    assert "which-connection" not in text and "words" not in text and "a-browser" not in text


@pytest.mark.parametrize(("trusted", "scheme"), [("127.0.0.1", "https"), ("", "http")])
def test_only_a_trusted_proxy_speaks_for_the_browser(own_database, environment, tmp_path, trusted, scheme):
    with web({**environment, "SAMAAN_TRUSTED_PROXIES": trusted}, log=tmp_path / "log") as server:
        assert get(server, "/scheme", **{"X-Forwarded-Proto": "https"}) == scheme


def test_several_processes_end_with_the_first(own_database, environment, tmp_path):
    from samaan.server import processes
    from samaan.server.postgres import free_port
    from tests.support.running import SAMAAN, running

    port = free_port()
    command = [*SAMAAN, "serve", "--quiet", "--port", str(port), "--workers", "2"]
    with running(command, environment=environment, log=tmp_path / "log") as first:
        server = Web(port, first)
        wait_for(lambda: server.status("/health") == 200, what="the first answer")
        task = Path(f"/proc/{first.pid}/task/{first.pid}/children")
        children = [int(pid) for pid in task.read_text().split()]
        assert len(children) >= 2
        first.kill()
        assert all(processes.wait_gone(child, patience=15) for child in children)
