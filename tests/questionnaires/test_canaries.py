"""What a person says in a form is never in an address, in a log or in an event, whatever is done with the form."""

import logging

import pytest

from samaan.audit.models import Event
from tests.factories.cases import acting, make_case
from tests.factories.forms import CHILD, FEARS, ILLNESS
from tests.matrix.listening import HREF
from tests.questionnaires.test_section_page import sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]
CANARIES = (FEARS, ILLNESS, CHILD)
SAID = {
    "safety": {"/data/safety/fears": FEARS, "/data/safety/risk": "high"},
    "health": {"/data/health/illness": ILLNESS},
    "family": {"/data/family/child[1]/name": CHILD},
}


def test_nothing_that_was_said_is_heard_elsewhere(browse, caplog):
    caplog.set_level(logging.DEBUG)
    case = make_case()
    client, addresses = browse(case.case_manager), []

    def ask(path: str, data: dict | None = None):
        answer = client.post(path, data) if data is not None else client.get(path)
        addresses.extend([path, answer.headers.get("Location", ""), *HREF.findall(answer.content.decode("latin-1"))])
        return answer

    form = ask(f"/forms/begin/needs/case/{case.pk}/", {}).url
    for code, given in SAID.items():
        page = ask(f"{form}part/{code}/")
        ask(f"{form}part/{code}/", sent(page) | given | {"do": "continue"})
        for address, text in given.items():
            ask(f"{form}answer/", {"field": address, address: f"{text} again", "version": "1"})
    page = ask(f"{form}part/family/")
    ask(ask(f"{form}part/family/", sent(page) | {"remove": "/data/family/child[1]"}).url)
    for path in ("", "finish/", "print/", "new-version/", "part/safety/beside/?since=1"):
        ask(f"{form}{path}")
    ask(f"{form}finish/", {})
    ask(f"{form}correct/", {})
    ask(f"{form}withdraw/", {})

    with acting(case.case_manager):
        events = [(event.kind, str(event.data)) for event in Event.objects.filter(record_id=case.pk)]
    assert {"form.begun", "form.answered", "form.finished", "form.reopened", "form.withdrawn"} <= {
        kind for kind, _data in events
    }
    for heard in (" ".join(addresses), caplog.text, str(events)):
        assert [canary for canary in CANARIES if canary in heard] == []
