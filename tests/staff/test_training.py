"""Training is confirmed by somebody else and runs out; who is trained and registered is counted."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from samaan.accounts.models import User
from samaan.staff import training_kinds, workflow
from samaan.staff.models import Training
from samaan.staff.training_state import trained_and_registered, trained_ids
from samaan.transitions import NotPermitted
from tests.factories.accounts import make_user
from tests.factories.staff import acting, administrator, organisation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def confirm(user: User, kind: str, day: date = TODAY, by: User | None = None) -> Training:
    by = by or administrator()
    with acting(by):
        return workflow.confirm_training(user, by=by, kind=kind, completed_on=day)


def accept_conduct(user: User) -> None:
    from samaan.staff import code_of_conduct

    with acting(user):
        assert workflow.accept_conduct(user, version=code_of_conduct.version(), language="en")


def test_it_counts_for_the_months_of_the_pack():
    user = make_user("service_provider", organisation("fia"))
    assert confirm(user, "psea", date(2025, 2, 28)).valid_until == date(2026, 2, 28)
    assert training_kinds.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)


def test_trained_is_who_has_every_needed_one_on_that_day():
    user = make_user("service_provider", organisation("fia"))
    confirm(user, "system")
    assert trained_ids([user.pk]) == set()
    confirm(user, "confidentiality")
    assert trained_ids([user.pk]) == {user.pk}
    assert trained_ids([user.pk], on=TODAY + timedelta(days=800)) == set()
    assert trained_ids([user.pk], on=TODAY - timedelta(days=1)) == set()


def test_trained_and_registered_counts_accounts_at_work_that_accepted_the_code():
    admin = administrator()
    users = [make_user("service_provider", organisation("fia")) for _number in range(4)]
    for user in users:
        confirm(user, "system", by=admin)
        confirm(user, "confidentiality", by=admin)
    for user in users[:3]:
        accept_conduct(user)
    assert trained_and_registered() == 3
    with acting(admin):
        workflow.end_account(users[0], by=admin, reason="left")
    assert trained_and_registered() == 2
    assert trained_and_registered(organisation=organisation("svp")) == 0


def test_nobody_confirms_their_own_and_strangers_nobodys():
    admin, stranger = administrator(), make_user("organisation_administrator", organisation("svp"))
    user = make_user("service_provider", organisation("fia"))
    for colleague, by in ((admin, admin), (user, stranger), (user, user)):
        with pytest.raises(NotPermitted):
            confirm(colleague, "system", by=by)


def test_not_tomorrow_and_not_what_there_is_not():
    user = make_user("service_provider", organisation("fia"))
    for kind, day in (("system", TODAY + timedelta(days=1)), ("juggling", TODAY)):
        with pytest.raises(ValidationError):
            confirm(user, kind, day)
