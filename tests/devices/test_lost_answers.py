"""The line breaks: after the server has kept what was sent, and in the middle of it. Sent again, it is there once."""

import base64
import http.client
import socket
import time
from uuid import uuid4

import pytest

from samaan.devices.models import Arrival
from samaan.questionnaires.models import Submission
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.factories.devices import instance, make_device
from tests.factories.forms import forms_at_work

pytestmark = pytest.mark.django_db(transaction=True)


class Line:
    """Bytes on a socket to the server: cut wherever a test cuts them."""

    def __init__(self, server, added):
        self.host, self.port = server.thread.host, server.thread.port
        self.proof = base64.b64encode(f"{added.token.username}:{added.secret}".encode()).decode()

    def request(self, data: bytes) -> bytes:
        boundary = uuid4().hex
        body = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="form.xml"\r\n'
            "Content-Type: text/xml\r\n\r\n"
        ).encode() + data + f"\r\n--{boundary}--\r\n".encode()  # fmt: skip
        head = (
            f"POST /odk/submission HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nAuthorization: Basic {self.proof}\r\n"
            f"X-OpenRosa-Version: 1.0\r\nContent-Type: multipart/form-data; boundary={boundary}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + body

    def send(self, sent: bytes) -> socket.socket:
        connection = socket.create_connection((self.host, self.port), timeout=20)
        connection.sendall(sent)
        return connection

    def answer(self, sent: bytes) -> int:
        connection = self.send(sent)
        try:
            response = http.client.HTTPResponse(connection)
            response.begin()
            return response.status
        finally:
            connection.close()


@pytest.fixture
def line(live_server, settings):
    """A telephone of a case manager, on the machine itself with invented data, for this server speaks no TLS."""
    settings.DEMO = True
    manager = make_user("case_manager")
    with forms_at_work():
        yield manager, Line(live_server, make_device(manager))


def kept(user) -> tuple[int, int]:
    with acting(user):
        return Arrival.objects.count(), Submission.objects.count()


def test_the_answer_is_lost_and_what_was_kept_is_not_kept_twice(line):
    manager, wire = line
    sent = wire.request(instance())

    wire.send(sent).close()  # nobody hears what the server says

    until = time.monotonic() + 20
    while kept(manager) != (1, 1) and time.monotonic() < until:
        time.sleep(0.05)
    assert kept(manager) == (1, 1)
    assert [wire.answer(sent), wire.answer(sent)] == [201, 201]
    assert kept(manager) == (1, 1)


def test_what_came_half_is_not_kept_and_comes_whole_the_next_time(line):
    manager, wire = line
    sent = wire.request(instance())

    wire.send(sent[: -len(sent) // 4]).close()

    time.sleep(1)
    assert kept(manager) == (0, 0)
    assert wire.answer(sent) == 201
    assert kept(manager) == (1, 1)


def test_two_at_once_are_one(line):
    manager, wire = line
    sent = wire.request(instance())

    first, second = wire.send(sent), wire.send(sent)
    answers = []
    for connection in (first, second):
        response = http.client.HTTPResponse(connection)
        response.begin()
        answers.append(response.status)
        connection.close()

    assert answers == [201, 201]
    assert kept(manager) == (1, 1)
