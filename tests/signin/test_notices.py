"""A change to how somebody signs in is told to them, and stands in the log."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.signin import jobs
from samaan.signin.models import Session
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mango-breeze-over-caroni"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def anna():
    user = make_user(full_name="Anna Invented")
    user.set_password(PASSWORD)
    user.save()
    user.secret = generate_totp_secret()
    TOTP.activate(user, user.secret)
    return user


def enter(user, code: str = "") -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    cache.clear()
    code = code or next_code(user)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    return client


def next_code(user) -> str:
    """One that was not used yet."""
    user.step = next(step for step in counters() if step > getattr(user, "step", 0))
    return format_hotp_value(hotp_value(user.secret, user.step))


def told() -> list[str]:
    """What the mail jobs that wait would say."""
    waiting = ProcrastinateJob.objects.filter(task_name="samaan.signin.jobs.mail_notice").order_by("id")
    return [job.args["what"] for job in waiting]


def noted(connection, user) -> list[tuple]:
    query = "SELECT kind, data FROM audit_event WHERE actor_id = %s AND kind !~ '^session' ORDER BY id"
    return connection.execute(query, [user.pk]).fetchall()


def test_the_password_was_changed(anna, admin_connection):
    new = "cascadura-sunday-river"
    client, elsewhere = enter(anna), enter(anna)
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert told() == ["password_changed"]
    assert noted(admin_connection, anna) == [("password.changed", {})]
    assert client.get("/").status_code == 200 and elsewhere.get("/").status_code == 302


def test_the_authenticator_app_was_removed(anna, admin_connection):
    client, elsewhere = enter(anna), enter(anna)
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert told() == ["totp_removed"]
    assert noted(admin_connection, anna) == [("factor.removed", {"type": "totp"})]
    assert client.get("/").headers["Location"] == "/accounts/2fa/totp/activate/", "nothing else opens in between"
    assert elsewhere.get("/").headers["Location"].startswith("/accounts/login/")


def test_a_recovery_code_was_used_and_few_are_left(anna, admin_connection):
    codes = RecoveryCodes.activate(anna).get_unused_codes()
    row = Authenticator.objects.get(user=anna, type="recovery_codes")
    row.data["used_mask"] = 0b1111110
    row.save()
    page = enter(anna, codes[0]).get("/").content.decode()
    assert told() == ["code_used"]
    assert noted(admin_connection, anna) == [("recovery_code.used", {"left": 3})]
    assert "You have 3 recovery codes left" in page


def test_new_recovery_codes(anna, admin_connection):
    RecoveryCodes.activate(anna)
    assert enter(anna).post("/accounts/2fa/recovery-codes/generate/").status_code == 302
    assert told() == ["codes_renewed"]
    assert noted(admin_connection, anna) == [("recovery_codes.renewed", {})]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "A passkey was added"), ("es", "Se agregó una llave de acceso")]
)
def test_the_mail_holds_fixed_words_alone(anna, mailoutbox, language, words):
    anna.language = language
    anna.save()
    jobs.mail_notice(anna.pk, "webauthn_added")
    (mail,) = mailoutbox
    assert mail.to == [anna.email] and words in mail.body and "/signed-in/" in mail.body
    assert "Anna" not in mail.subject + mail.body and anna.email not in mail.body


def test_somebody_who_left_is_not_written_to(anna, mailoutbox):
    anna.is_active = False
    anna.save()
    jobs.mail_notice(anna.pk, "webauthn_added")
    assert mailoutbox == []


def test_signing_in_is_an_event_with_its_device(anna, admin_connection):
    enter(anna).get("/")
    rows = admin_connection.execute("SELECT data FROM audit_event WHERE kind = 'session.begun'").fetchall()
    assert rows == [({},)]
    assert Session.objects.filter(user=anna).count() == 1


def test_secrets_of_factors_lie_sealed(anna):
    RecoveryCodes.activate(anna)
    lying = {row.type: row.data.get("secret") or row.data["seed"] for row in Authenticator.objects.all()}
    assert all(secret.startswith("sealed:") for secret in lying.values()) and len(lying) == 2
    assert anna.secret not in str(lying)


def test_secrets_written_before_are_still_read(anna):
    row = Authenticator.objects.get(user=anna)
    row.data["secret"] = anna.secret
    row.save()
    enter(anna)
