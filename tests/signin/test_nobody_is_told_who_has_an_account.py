"""Known, unknown, closed, or without a password: whoever has no account here cannot tell which is which."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils.module_loading import import_string
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.signin import jobs
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mango-breeze-over-caroni"
HASHER = "tests.support.counting_hasher.CountingHasher"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def addresses() -> list[str]:
    known, closed, keyless = make_user(), make_user(is_active=False), make_user()
    for user in (known, closed):
        user.set_password(PASSWORD)
        user.save()
    keyless.set_unusable_password()
    keyless.save()
    return [known.email, closed.email, keyless.email, "nobody@example.org"]


def words(response, address: str) -> str:
    page = re.sub(r'value="[A-Za-z0-9]{64}"', "", " ".join(response.content.decode().split()))
    return page.replace(address, "")


def try_to_enter(address: str, password: str = "not-the-password-at-all"):
    cache.clear()
    return Client().post("/accounts/login/", {"login": address, "password": password})


def test_a_wrong_password_says_the_same(addresses):
    answers = [try_to_enter(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    assert len({words(answer, address) for answer, address in zip(answers, addresses, strict=True)}) == 1


def test_the_right_password_of_a_closed_account_says_the_same(addresses):
    _, closed, _, unknown = addresses
    answers = {words(try_to_enter(closed, PASSWORD), closed), words(try_to_enter(unknown, PASSWORD), unknown)}
    assert len(answers) == 1


def test_as_much_is_worked_out_for_each(addresses, settings):
    settings.PASSWORD_HASHERS = [HASHER]
    hasher = import_string(HASHER)
    work = []
    for address in addresses:
        before = hasher.worked
        try_to_enter(address)
        work.append(hasher.worked - before)
    assert work[0] >= 1 and set(work) == {work[0]}


def test_the_lock_says_the_same(addresses):
    answers = []
    for address in addresses:
        for _attempt in range(5):
            answer = try_to_enter(address)
        answers.append((answer.status_code, words(answer, address)))
    assert len(set(answers)) == 1 and answers[0][0] == 429


def test_a_forgotten_password_says_and_does_the_same(addresses):
    for address in addresses:
        cache.clear()
        answer = Client().post("/accounts/password/reset/", {"email": address})
        assert answer.headers["Location"] == "/accounts/password/reset/done/"
    waiting = ProcrastinateJob.objects.filter(task_name="samaan.signin.jobs.mail_reset_link")
    assert len(waiting) == len(addresses) and mail.outbox == []
    assert not any("http" in str(job.args) or "@" in str(job.args) for job in waiting), "no link lies in the database"


def test_only_whoever_has_an_account_gets_a_letter(addresses, mailoutbox):
    for address in addresses:
        cache.clear()
        Client().post("/accounts/password/reset/", {"email": address})
    for job in ProcrastinateJob.objects.filter(task_name="samaan.signin.jobs.mail_reset_link").order_by("id"):
        jobs.mail_reset_link(**job.args)
    known, _closed, keyless, _unknown = addresses
    assert [letter.to for letter in mailoutbox] == [[known], [keyless]]
    assert "/accounts/password/reset/key/" in mailoutbox[0].body
    assert "/accounts/password/reset/key/" not in mailoutbox[1].body


def test_the_link_opens_once(addresses, mailoutbox):
    known = addresses[0]
    Client().post("/accounts/password/reset/", {"email": known})
    job = ProcrastinateJob.objects.get(task_name="samaan.signin.jobs.mail_reset_link")
    jobs.mail_reset_link(**job.args)
    link = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", mailoutbox[0].body)[1]
    new = {"password1": "cascadura-sunday-river", "password2": "cascadura-sunday-river"}
    client = Client()
    form = client.get(link).headers["Location"]
    assert client.post(form, new).headers["Location"] == "/accounts/password/reset/key/done/"
    assert try_to_enter(known, "cascadura-sunday-river").status_code == 302
    assert "This link no longer works" in Client().get(link).content.decode()
