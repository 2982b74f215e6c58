"""Whoever has left is nobody from the next request on: pages, chat, API, live updates."""

import pytest
from django.db import IntegrityError, transaction

from samaan.access import context, principals
from samaan.access.models import Grant
from samaan.accounts.models import ApiToken, User
from samaan.cases.models import Case
from samaan.staff import workflow
from samaan.transitions import NotPermitted, WrongState
from tests.api.calling import Program
from tests.factories import referrals
from tests.factories.accounts import make_user
from tests.factories.cases import make_case
from tests.factories.staff import PASSWORD, acting, administrator, director, organisation
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db


def end(user: User, by: User | None = None) -> int:
    by = by or administrator()
    with acting(by):
        return workflow.end_account(user, by=by, reason="left")


def test_an_open_page_and_an_open_chat_are_over(browse):
    case = referrals.make_case()
    manager = case.case_manager
    referral = referrals.make_referral("accepted", case=case)
    client = browse(manager)
    chat = f"/referrals/{referral.pk}/"
    assert client.get(chat).status_code == 200
    end(manager)
    for answer in (client.get(chat), client.post(f"{chat}messages/", {"text": "Hello"}), client.get("/cases/")):
        assert answer.status_code in (302, 404)
        assert answer.status_code == 404 or answer["Location"].startswith("/accounts/login/")


def test_a_program_is_over():
    user = make_user("case_manager", organisation("ctu"))
    program = Program(user)
    program.get("/me")
    end(user)
    program.get("/me", expect=401)
    assert not ApiToken.objects.filter(user=user).exists()


def test_the_password_no_longer_counts_even_if_the_account_did(client):
    user = make_user("case_manager", organisation("ctu"))
    user.set_password(PASSWORD)
    user.save()
    end(user)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 200


def test_what_they_held_by_name_is_closed_and_kept_for_another():
    case = make_case()
    manager = case.case_manager
    assert end(manager) == 1
    left = context.Context((principals.left_by(manager.pk),))
    with context.acting(left):
        assert [found.pk for found in Case.objects.all()] == [case.pk]
        by_name = Grant.objects.filter(principal=principals.user(manager.pk), revoked_at=None)
        assert not by_name.exists()
    with context.acting(context.Context((principals.user(manager.pk),))):
        assert not Case.objects.exists()


def test_the_database_ends_nobodys_grants_for_a_stranger():
    case, stranger = make_case(), make_user("organisation_administrator", organisation("fia"))
    with acting(stranger), pytest.raises(Exception, match="not the one who ends"), transaction.atomic():
        workflow.ending.end_grants(case.case_manager)
    with acting(case.case_manager):
        assert Case.objects.exists()


@pytest.mark.parametrize(("role", "code"), [("organisation_administrator", "fia"), ("investigator", "ctu")])
def test_strangers_end_nobody(role: str, code: str):
    user, stranger = make_user("case_manager", organisation("ctu")), make_user(role, organisation(code))
    with acting(stranger), pytest.raises(NotPermitted):
        workflow.end_account(user, by=stranger, reason="left")


def test_nobody_ends_their_own_and_nobody_twice():
    admin, other = administrator(), director()
    with acting(admin), pytest.raises(NotPermitted):
        workflow.end_account(admin, by=admin, reason="left")
    end(admin, by=other)
    with pytest.raises(WrongState):
        end(admin, by=other)


def test_an_ended_account_cannot_be_active():
    user = make_user("case_manager", organisation("ctu"))
    end(user)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=True)


def test_a_page_asks_for_proof_and_then_ends_it(browse):
    user, admin = make_user("case_manager", organisation("ctu")), administrator()
    client = browse(admin)
    page = f"/staff/{user.pk}/end/"
    assert "/accounts/" in client.get(page)["Location"]
    prove(client)
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": "left"}).status_code == 302
    assert User.objects.get(pk=user.pk).status == "ended"


def test_signed_out_everywhere_they_may_come_back(browse):
    user = make_user("case_manager", organisation("ctu"))
    client, program, by = browse(user), Program(user), administrator()
    program.get("/me")
    page = prove(browse(by)).post(f"/staff/{user.pk}/sign-out/", follow=True).content.decode()
    assert "2 sessions and programs have ended." in page
    assert client.get("/").headers["Location"].startswith("/accounts/login/")
    program.get("/me", expect=401)
    user.refresh_from_db()
    assert (user.status, browse(user).get("/").status_code) == ("active", 200)


def test_a_stranger_signs_nobody_out():
    user, stranger = make_user("case_manager", organisation("ctu")), make_user("case_manager", organisation("ctu"))
    with acting(stranger), pytest.raises(NotPermitted):
        workflow.sign_out_everywhere(user, by=stranger)
