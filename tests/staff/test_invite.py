"""The only way in: who may invite whom, the link, and what becomes of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import User
from samaan.audit.models import Event
from samaan.staff import workflow
from samaan.staff.jobs import mail_invitation
from samaan.staff.models import Invitation
from samaan.staff.workflow import LinkDead
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.staff import PASSWORD, acting, administrator, director, link_of, make_invitation
from tests.factories.staff import organisation as organisation_called
from tests.factories.staff import role as role_called

pytestmark = pytest.mark.django_db


def accept(token: str, **given) -> User:
    with context.acting(context.of_public()):
        return workflow.accept_invitation(token, **({"full_name": "Ingrid Salas", "password": PASSWORD} | given))


def kinds(job_role) -> list[str]:
    with job_role(), context.acting(context.of_job("test")):
        return list(Event.objects.filter(kind__startswith="account.").values_list("kind", flat=True))


def test_whoever_is_invited_gets_an_account_with_that_seat(job_role):
    invitation = make_invitation()
    user = accept(link_of(invitation))
    assert (user.email, user.role_id, user.organisation.code) == ("newcomer@fia.example", "service_provider", "fia")
    assert user.check_password(PASSWORD)
    assert kinds(job_role) == ["account.invited", "account.accepted"]


def test_a_link_works_once():
    token = link_of(make_invitation())
    accept(token)
    with pytest.raises(LinkDead):
        accept(token)


def test_an_expired_a_withdrawn_and_an_unknown_link_are_dead():
    admin = administrator()
    invitation = make_invitation(admin)
    token = link_of(invitation)
    with pytest.raises(LinkDead):
        accept("x" * 43)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(LinkDead):
        accept(token)
    token = link_of(invitation)
    with acting(admin):
        workflow.withdraw_invitation(invitation, by=admin)
    with pytest.raises(LinkDead):
        accept(token)


def test_sent_anew_the_link_before_is_dead():
    admin = administrator()
    invitation = make_invitation(admin)
    token = link_of(invitation)
    with acting(admin):
        workflow.resend_invitation(invitation, by=admin)
    with pytest.raises(LinkDead):
        accept(token)
    accept(link_of(invitation))


def test_the_database_holds_no_link():
    invitation = make_invitation()
    token = link_of(invitation)
    invitation.refresh_from_db()
    assert token not in invitation.digest and invitation.digest != ""
    assert invitation.expires_at - timezone.now() > timedelta(days=6, hours=23)


def test_the_mail_names_the_organisation_and_nobody():
    invitation = make_invitation(language="es")
    mail_invitation(str(invitation.pk))
    (sent,) = mail.outbox
    assert sent.to == ["newcomer@fia.example"]
    assert "Families in Action" in sent.body and "/invitation/" in sent.body and "Su invitación" in sent.subject
    assert str(invitation.invited_by) not in sent.body
    mail_invitation(str(invitation.pk))
    assert len(mail.outbox) == 1


def test_an_organisations_administrator_invites_into_their_own_only():
    own = make_user("organisation_administrator", organisation_called("fia"))
    make_invitation(own)
    with pytest.raises(NotPermitted):
        make_invitation(own, email="other@svp.example", organisation=organisation_called("svp"))


@pytest.mark.parametrize("stranger", ["director", "investigator", "case_manager"])
def test_others_invite_nobody(stranger: str):
    with pytest.raises(NotPermitted):
        make_invitation(make_user(stranger, organisation_called("ctu")))


def test_a_role_that_the_pack_does_not_put_there_is_refused():
    with pytest.raises(ValidationError):
        make_invitation(role=role_called("investigator"))


def test_nobody_invites_themselves():
    admin = administrator()
    with pytest.raises(ValidationError):
        make_invitation(admin, email=admin.email.upper())


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("director", "ctu"), ("system_administrator", "ctu"), ("intake_officer", "ctu"), ("auditor", "oversight"),
        ("head_of_investigations", "ctu"), ("organisation_administrator", "fia"),
    ],
)  # fmt: skip
def test_a_role_that_opens_much_waits_for_a_second_person(role: str, code: str):
    admin, second = administrator(), director()
    invitation = make_invitation(admin, role=role_called(role), organisation=organisation_called(code))
    assert invitation.status == Invitation.Status.UNCONFIRMED
    mail_invitation(str(invitation.pk))
    assert mail.outbox == []
    with acting(admin), pytest.raises(NotPermitted):
        workflow.confirm_invitation(invitation, by=admin)
    with acting(second):
        workflow.confirm_invitation(invitation, by=second)
        with pytest.raises(WrongState):
            workflow.confirm_invitation(invitation, by=second)
    accept(link_of(invitation))


def test_an_administrator_of_one_organisation_confirms_none_of_another():
    invitation = make_invitation(role=role_called("organisation_administrator"))
    stranger = make_user("organisation_administrator", organisation_called("svp"))
    with acting(stranger), pytest.raises(NotPermitted):
        workflow.confirm_invitation(invitation, by=stranger)


def test_one_address_has_one_account_and_one_invitation():
    admin = administrator()
    make_invitation(admin)
    with pytest.raises(ValidationError):
        make_invitation(admin)
    with pytest.raises(ValidationError):
        make_invitation(admin, email=make_user().email)


def test_a_weak_password_and_no_name_are_refused_and_the_link_stays():
    token = link_of(make_invitation())
    for given in ({"password": "short"}, {"full_name": " "}):
        with pytest.raises(ValidationError):
            accept(token, **given)
    accept(token)


def test_what_somebody_who_left_had_asked_for_is_withdrawn():
    admin, second = administrator(), director()
    token = link_of(make_invitation(admin))
    with acting(second):
        workflow.end_account(admin, by=second, reason="left")
    with pytest.raises(LinkDead):
        accept(token)


def test_the_page_says_the_same_of_every_dead_link(client):
    token = link_of(make_invitation())
    assert client.get(f"/invitation/{token}/").status_code == 200
    given = {"full_name": "Ingrid Salas", "password": PASSWORD, "again": PASSWORD}
    assert client.post(f"/invitation/{token}/", given)["Location"] == "/"
    client.logout()
    used, unknown = client.get(f"/invitation/{token}/"), client.get("/invitation/nothing/")
    assert (used.status_code, used.content) == (404, unknown.content)
    assert unknown.status_code == 404


def test_accepted_leads_to_the_second_factor_and_nowhere_else(client):
    token = link_of(make_invitation())
    client.post(f"/invitation/{token}/", {"full_name": "Ingrid Salas", "password": PASSWORD, "again": PASSWORD})
    for page in ("/", "/referrals/", "/profile/"):
        assert client.get(page)["Location"].startswith("/accounts/2fa/")
