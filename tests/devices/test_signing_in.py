"""A telephone says whose it is with its own password; nothing else opens OpenRosa, and it opens nothing else."""

import base64
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from samaan.devices import signing_in
from samaan.devices.models import DeviceToken
from samaan.staff import workflow as staff
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.factories.devices import Phone, arrivals_of, instance, make_device, message, phone_of
from tests.support.sessions import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]
LIST = "/odk/formList"


@pytest.fixture
def manager():
    return make_user("case_manager")


def basic(username: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{username}:{secret}".encode()).decode()}


def statuses(phone: Phone) -> list[int]:
    """Every address of OpenRosa."""
    asked = [phone.get(path) for path in (LIST, "/odk/forms/1/form.xml", "/odk/forms/1/manifest")]
    return [answer.status_code for answer in [*asked, phone.head(), phone.send(instance())]]


def test_both_ways_are_offered_each_in_a_line_of_its_own():
    answer = Client().get(LIST, secure=True)

    offered = [words.partition(" ")[0] for name, words in answer.items() if name == "WWW-Authenticate"]
    assert (answer.status_code, offered) == (401, ["Digest", "Basic"])
    assert answer["X-OpenRosa-Version"] == "1.0"


@pytest.mark.parametrize("scheme", ["Digest", "Basic"])
def test_a_wrong_password_is_answered_as_a_wrong_name_is(manager, scheme):
    added = make_device(manager)
    wrong = [Phone(added.token.username, "wrong", scheme), Phone("phone-nobody", added.secret, scheme)]

    answers = [phone.get(LIST) for phone in wrong]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("scheme", ["Digest", "Basic"])
@pytest.mark.parametrize("how", ["ended", "run out", "locked", "left", "organisation closed"])
def test_what_is_over_opens_nothing_from_the_next_request_on(manager, scheme, how):
    phone = phone_of(manager, scheme=scheme)
    assert phone.get(LIST).status_code == 200
    token = DeviceToken.objects.get()

    if how == "ended":
        from samaan.devices import workflow

        with acting(manager):
            workflow.end_device(token, by=manager)
    elif how == "run out":
        DeviceToken.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    elif how == "organisation closed":
        manager.organisation.is_active = False
        manager.organisation.save()
    else:
        administrator = make_user("system_administrator")
        with acting(administrator):
            if how == "left":
                staff.end_account(manager, by=administrator, reason="left")
            else:
                staff.lock_account(manager, by=administrator, because="test")

    assert statuses(phone) == [401] * 5
    assert arrivals_of(manager) == []


def test_it_ends_with_the_account_and_with_signing_out_everywhere():
    leaving, lost = make_user("case_manager"), make_user("case_manager")
    for user in (leaving, lost):
        make_device(user)
    administrator = make_user("system_administrator")

    with acting(administrator):
        staff.end_account(leaving, by=administrator, reason="left")
        ended = staff.sign_out_everywhere(lost, by=administrator)

    assert ended == 1
    assert not DeviceToken.objects.live().exists()


def test_a_token_opens_no_page_and_no_call_and_reads_nothing_back(manager):
    phone = phone_of(manager, scheme="Basic")
    sent = phone.send(instance())
    proof = {"headers": basic(phone.username, phone.secret), "secure": True}

    assert sent.status_code == 201
    assert Client().get("/cases/", **proof).status_code == 302
    assert Client().get("/api/v1/cases", **proof).status_code == 401
    assert phone.get("/odk/submission").status_code == 405
    (arrival,) = arrivals_of(manager)
    assert Client().get(f"/from-my-phone/{arrival.submission_id}/", **proof).status_code == 302


def test_no_session_and_no_programs_key_opens_openrosa(manager):
    from samaan.accounts.models import ApiToken

    key = ApiToken.issue(manager, lasting=timedelta(days=1))

    assert signed_in(manager).get(LIST, secure=True).status_code == 401
    assert Client().get(LIST, secure=True, headers={"Authorization": f"Bearer {key}"}).status_code == 401


def test_without_tls_nothing_is_asked_and_nothing_taken(manager, settings):
    phone = phone_of(manager, secure=False)

    assert statuses(phone) == [403] * 5
    settings.DEMO = True
    assert phone.get(LIST).status_code == 200
    phone.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert phone.get(LIST).status_code == 403


@pytest.mark.parametrize("header", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Mode": "navigate"}])
def test_no_browser_is_made_to_send_with_a_password_it_remembers(manager, header):
    phone = phone_of(manager, scheme="Basic")
    known = header | basic(phone.username, phone.secret)

    sent = phone.once("POST", "/odk/submission", {"xml_submission_file": SimpleUploadedFile("a", instance())}, known)

    assert (sent.status_code, phone.once("GET", LIST, headers=header).status_code) == (403, 403)
    assert arrivals_of(manager) == []


def test_an_old_question_is_asked_anew(manager, monkeypatch):
    phone = phone_of(manager)
    monkeypatch.setattr(signing_in, "NONCE_SECONDS", -1)

    answer = phone.get(LIST)

    assert answer.status_code == 401
    assert "stale=true" in answer["WWW-Authenticate"]


@pytest.mark.parametrize(
    "header",
    [
        "Digest",
        "Digest username",
        'Digest username="x", realm="Samaan"',
        'Digest username="x", realm="Samaan", nonce="n", uri="/odk/formList", qop=auth, nc=1, cnonce="c", response="r"',
        "Basic",
        "Basic !!!",
        "Basic /////w==",
        f"Basic {'A' * 5000}",
        "Negotiate abc",
    ],
)
def test_what_is_not_readable_is_asked_anew(header):
    assert Client().get(LIST, secure=True, headers={"Authorization": header}).status_code == 401


def test_the_answer_to_one_address_opens_no_other(manager):
    phone = phone_of(manager)
    proof = phone.proof("GET", "/odk/formList", phone.once("GET", LIST))

    assert phone.once("GET", LIST, headers={"Authorization": proof}).status_code == 200
    assert phone.once("GET", "/odk/forms/1/form.xml", headers={"Authorization": proof}).status_code == 401
    assert phone.once("HEAD", LIST, headers={"Authorization": proof}).status_code == 401


def test_whoever_tries_on_and_on_waits_and_the_phone_elsewhere_does_not(manager):
    phone = phone_of(manager, scheme="Basic")
    guesser = Client(REMOTE_ADDR="192.0.2.7")

    tried = [
        guesser.get(LIST, secure=True, headers=basic(phone.username, f"guess{number}")).status_code
        for number in range(12)
    ]

    assert tried == [401] * 10 + [429] * 2
    assert guesser.get(LIST, secure=True, headers=basic(phone.username, phone.secret)).status_code == 429
    assert phone.get(LIST).status_code == 200


def test_who_has_not_accepted_the_code_of_conduct_is_told_to(manager):
    phone = phone_of(manager)
    manager.conduct_version = "older"
    manager.save()

    answer = phone.get(LIST)

    assert (answer.status_code, message(answer)) == (
        403,
        "Sign in to the pages and accept the code of conduct first.",
    )


def test_when_it_was_used_is_written_down_once_a_minute(manager):
    phone = phone_of(manager)
    phone.get(LIST)
    first = DeviceToken.objects.get().last_used_at
    phone.get(LIST)

    assert first is not None and DeviceToken.objects.get().last_used_at == first


def test_nothing_that_is_kept_opens_it(manager):
    added = make_device(manager)
    token = DeviceToken.objects.get()

    kept = f"{token.digest} {bytes(token.ha1)!r} {token.username}"
    assert added.secret not in kept
    assert Phone(token.username, token.digest, "Basic").get(LIST).status_code == 401
