"""The line breaks: after the server has kept what was sent, and in the middle of it. Sent again, it is there once."""

import http.client
import time

import pytest

from samaan.devices.models import Arrival
from samaan.questionnaires.models import Submission
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.factories.devices import Wire, instance, make_device
from tests.factories.forms import forms_at_work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def line(live_server, settings):
    """A telephone of a case manager, on the machine itself with invented data, for this server speaks no TLS."""
    settings.DEMO = True
    manager = make_user("case_manager")
    with forms_at_work():
        yield manager, Wire(live_server.thread.port, make_device(manager))


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
