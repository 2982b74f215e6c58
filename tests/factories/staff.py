"""Invitations, links and colleagues of the unit, made by the same functions the pages call."""

from samaan.access import context
from samaan.accounts.models import Organisation, Role, User
from samaan.staff import workflow
from samaan.staff.models import Invitation
from samaan.staff.workflow.inviting import new_link
from tests.factories.accounts import make_user

PASSWORD = "a-quiet-river-at-dusk-77"  # of invented people


def acting(user: User):
    return context.acting(context.of_user(user))


def as_worker():
    return context.acting(context.of_job("test"))


def organisation(code: str = "fia") -> Organisation:
    """One of the pack's."""
    return Organisation.objects.get(code=code)


def role(code: str) -> Role:
    return Role.objects.get(code=code)


def administrator() -> User:
    return make_user("system_administrator", organisation("ctu"))


def director() -> User:
    return make_user("director", organisation("ctu"))


def make_invitation(by: User | None = None, email: str = "newcomer@fia.example", **seat) -> Invitation:
    by = by or administrator()
    seat = {"organisation": organisation(), "role": role("service_provider")} | seat
    with acting(by):
        return workflow.invite(email, by=by, **seat)


def link_of(invitation: Invitation) -> str:
    """The token the worker would mail."""
    with as_worker():
        invitation.refresh_from_db()
        return new_link(invitation)
