"""The server is killed while a phone sends: what it sends again is there once, whatever had become of the first."""

import time
from pathlib import Path

import pytest
from django.utils import timezone

from samaan.countrypack import formversions
from samaan.devices.models import Arrival
from samaan.questionnaires.models import Submission
from samaan.xforms.instance_xml import write_instance
from samaan.xforms.verdict import new_instance
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.factories.devices import Wire, make_device
from tests.support.running import web

pytestmark = pytest.mark.django_db(transaction=True)
# As a reverse proxy on the same machine says that the line before it is a safe one.
SAFE = "X-Forwarded-Proto: https\r\n"


def blank(form_id: str) -> bytes:
    """A form of the country's pack, as it is begun."""
    form = formversions.definition(formversions.at_work(form_id))
    return write_instance(new_instance(form, now=timezone.localtime()))


def kept(user) -> tuple[int, int]:
    with acting(user):
        return Arrival.objects.count(), Submission.objects.count()


def test_what_a_killed_server_had_begun_is_kept_once_when_it_is_sent_again(process_environment, tmp_path: Path):
    manager = make_user("case_manager")
    added, sent = make_device(manager), blank("self_sufficiency")
    environment = process_environment | {"SAMAAN_DEMO": "0", "SAMAAN_TRUSTED_PROXIES": "127.0.0.1"}

    for seconds in (0, 0.05, 0.3):
        with web(environment, log=tmp_path / "log") as server:
            wire = Wire(server.port, added, SAFE)
            request = wire.request(sent)
            halved = wire.send(request[: len(request) // 2])
            line = wire.send(request)
            time.sleep(seconds)
            server.child.kill()
            halved.close()
            line.close()

    with web(environment, log=tmp_path / "log") as server:
        wire = Wire(server.port, added, SAFE)
        assert [wire.answer(wire.request(sent)) for _each in range(2)] == [201, 201]
        assert Wire(server.port, added).answer(wire.request(sent).replace(SAFE.encode(), b"")) == 403
    assert kept(manager) == (1, 1)
