"""Another role for an account; one that opens much takes two."""

import pytest
from django.core.exceptions import ValidationError

from samaan.accounts.models import User
from samaan.staff import workflow
from samaan.staff.models import RoleChange
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.staff import acting, administrator, director, organisation, role

pytestmark = pytest.mark.django_db


def ask(user: User, code: str, by: User) -> RoleChange:
    with acting(by):
        return workflow.ask_for_role(user, by=by, role=role(code))


def decide(change: RoleChange, by: User, *, agrees: bool = True) -> None:
    with acting(by):
        workflow.decide_role(change, by=by, agrees=agrees)


def role_of(user: User) -> str:
    return User.objects.get(pk=user.pk).role_id


def test_a_small_role_counts_at_once():
    user = make_user("case_manager", organisation("ctu"))
    ask(user, "investigator", administrator())
    assert role_of(user) == "investigator"


def test_a_great_one_counts_once_another_agrees():
    user, admin, chief = make_user("case_manager", organisation("ctu")), administrator(), director()
    change = ask(user, "director", admin)
    assert role_of(user) == "case_manager"
    for nobody in (admin, user):
        with pytest.raises(NotPermitted):
            decide(change, nobody)
    decide(change, chief)
    assert role_of(user) == "director"
    with pytest.raises(WrongState):
        decide(change, chief)


def test_refused_it_stays():
    user, chief = make_user("case_manager", organisation("ctu")), director()
    decide(ask(user, "system_administrator", administrator()), chief, agrees=False)
    assert role_of(user) == "case_manager"


@pytest.mark.parametrize("stranger", ["director", "head_of_investigations", "investigator"])
def test_others_give_no_role(stranger: str):
    user = make_user("case_manager", organisation("ctu"))
    with pytest.raises(NotPermitted):
        ask(user, "investigator", make_user(stranger, organisation("ctu")))


def test_nobody_changes_their_own():
    admin = administrator()
    with pytest.raises(NotPermitted):
        ask(admin, "investigator", admin)


def test_not_what_the_pack_does_not_put_there_and_not_the_same():
    user = make_user("service_provider", organisation("fia"))
    for code in ("investigator", "service_provider"):
        with pytest.raises(ValidationError):
            ask(user, code, administrator())
