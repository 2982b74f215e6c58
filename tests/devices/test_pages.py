"""Pages about telephones: added with proof and shown once, ended at once; what arrived is filed by its reference."""

import base64
import json
import re
import zlib

import pytest

from samaan.audit.models import Event
from samaan.devices.models import DeviceToken
from samaan.questionnaires.models import Submission
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.devices import Phone, arrivals_of, instance, make_device, phone_of
from tests.factories.forms import FEARS
from tests.support.sessions import prove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]


@pytest.fixture
def manager():
    return make_user("case_manager")


def add(client, name: str = "Blue phone"):
    return client.post("/phones/new/", {"name": name})


def test_a_phone_is_added_by_whoever_proves_who_they_are_and_its_password_stands_there_once(manager, browse):
    client = browse(manager)
    assert add(client).status_code == 302 and not DeviceToken.objects.exists()

    page = add(prove(client)).content.decode()

    secret = re.search(r"<code>((?:\w{5}-){4}\w{5})</code>", page)[1]
    token = DeviceToken.objects.get()
    assert Phone(token.username, secret).get("/odk/formList").status_code == 200
    shown = client.get("/phones/").content.decode()
    assert "Blue phone" in shown and secret not in shown


def test_the_picture_holds_what_the_apps_read(manager, browse, monkeypatch):
    told = []
    from samaan.devices import collect

    drawn = collect.picture_of
    monkeypatch.setattr(collect, "picture_of", lambda text: told.append(text) or drawn(text))

    page = add(prove(browse(manager))).content.decode()

    settings = json.loads(zlib.decompress(base64.b64decode(told[0])))
    assert settings["general"]["username"] == DeviceToken.objects.get().username
    assert settings["general"]["server_url"].endswith("/odk")
    assert settings["general"]["password"] in page
    assert 'src="data:image/svg+xml;base64,' in page


def test_so_many_phones_and_no_more(manager, browse, settings):
    settings.DEVICE_TOKENS_MOST = 1
    client = prove(browse(manager))
    add(client)

    answer = add(client, "Green phone")

    assert answer.status_code == 422 and "You have 1 phones already" in answer.content.decode()


def test_whoever_fills_in_no_form_has_no_phone(browse):
    officer = make_user("auditor")
    client = prove(browse(officer))

    assert add(client).status_code == 403
    assert "nothing for a phone to do" in client.get("/phones/").content.decode()


def test_it_is_ended_by_its_holder_and_by_an_administrator_and_by_nobody_else(manager, browse):
    mine, other = make_device(manager).token, make_device(manager, "Green phone").token
    administrator, colleague = make_user("system_administrator"), make_user("case_manager")

    assert browse(colleague).post(f"/phones/{mine.pk}/end/").status_code == 404
    assert DeviceToken.objects.live().count() == 2
    browse(manager).post(f"/phones/{mine.pk}/end/")
    listed = browse(administrator).get("/phones/of-colleagues/").content.decode()
    assert "Green phone" in listed and "Blue phone" not in listed
    browse(administrator).post(f"/phones/{other.pk}/end/")

    assert not DeviceToken.objects.live().exists()
    assert browse(colleague).get("/phones/of-colleagues/").status_code == 403


def test_what_arrived_stands_there_with_what_is_missing_and_is_read_on_its_own_page(manager, browse):
    phone_of(manager).send(instance("<safety><risk>high</risk></safety>"))
    (arrival,) = arrivals_of(manager)
    client = browse(manager)

    listed = client.get("/from-my-phone/").content.decode()
    page = client.get(f"/from-my-phone/{arrival.submission_id}/").content.decode()
    form = client.get(f"/forms/{arrival.submission_id}/")

    assert "Needs assessment" in listed and "Something is missing" in listed
    assert "1 answer is missing or not possible" in page and f"/forms/{arrival.submission_id}/" in page
    assert form.status_code == 200 and "High" in form.content.decode()
    with acting(manager):
        assert Event.objects.filter(kind="record.opened", record_id=arrival.submission_id).count() == 2


def test_it_is_filed_by_the_reference_of_the_case(browse):
    case = make_case()
    manager = case.case_manager
    phone_of(manager).send(instance())
    (arrival,) = arrivals_of(manager)
    client, address = browse(manager), f"/from-my-phone/{arrival.submission_id}/file/"

    none = client.post(address, {"reference": "C-1999-0001"})
    done = client.post(address, {"reference": f" {case.reference.lower()} "})

    assert none.status_code == 422 and "There is no file of this reference" in none.content.decode()
    with acting(manager):
        filed = Submission.objects.get(of_record=case.pk)
    assert done.headers["Location"] == f"/forms/{filed.pk}/"
    assert FEARS in client.get(done.headers["Location"]).content.decode()
    timeline = client.get(f"/cases/{case.pk}/timeline/").content.decode()
    assert "Form from a phone filed here: Needs assessment" in timeline
    after = client.get("/from-my-phone/").content.decode()
    assert f"/cases/{case.pk}/" in after and "Nothing waits" in after and FEARS not in after
    assert client.get(f"/from-my-phone/{arrival.submission_id}/").status_code == 404
    assert client.get(address).status_code == 404


def test_the_case_of_others_is_the_same_as_none(manager, browse):
    case = make_case()
    phone_of(manager).send(instance())
    (arrival,) = arrivals_of(manager)

    answers = [
        browse(manager).post(f"/from-my-phone/{arrival.submission_id}/file/", {"reference": reference})
        for reference in (case.reference, "C-1999-0001")
    ]

    said = [re.search(r"There is no file[^<]*", answer.content.decode())[0] for answer in answers]
    assert answers[0].status_code == answers[1].status_code == 422 and said[0] == said[1]


def test_what_another_sent_is_the_same_as_none(manager, browse):
    phone_of(manager).send(instance())
    (arrival,) = arrivals_of(manager)
    other = browse(make_user("case_manager"))

    paths = (
        f"/from-my-phone/{arrival.submission_id}/",
        f"/from-my-phone/{arrival.submission_id}/file/",
        f"/forms/{arrival.submission_id}/",
    )
    assert [other.get(path).status_code for path in paths] == [404, 404, 404]
    assert "Needs assessment" not in other.get("/from-my-phone/").content.decode()
