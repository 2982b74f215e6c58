"""Which roles an administrator may give, and which take a second person."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samaan.accounts.models import Organisation, Role, User
from samaan.countrypack.accounts import has_seat

# A role with one of these, or that oversees records by itself, opens more than an administrator has to give.
WEIGHTY = frozenset(
    {
        "administer.users",
        "administer.organisation",
        "administer.pack",
        "pack.approve",
        "administer.jobs",
        "access.grant",
        "access.exclude",
        "access.watch",
        "export.approve",
        "audit.view",
        "organisation.approve",
        "organisation.propose",
        "work.hand_over",
        "case.assign",
        "report.assign",
    }
)


def needs_second_person(role: Role) -> bool:
    """Administrators cannot make more of their kind alone, nor a seat that sees records without being added."""
    return bool(WEIGHTY & set(role.permissions)) or bool(role.oversight)


def roles_to_give(organisation: Organisation) -> list[Role]:
    """The roles the pack allows in such an organisation."""
    return [role for role in Role.objects.order_by("code") if has_seat(role, organisation)]


def refuse_seat(role: Role, organisation: Organisation) -> None:
    if not has_seat(role, organisation):
        raise ValidationError({"role": _("There is no such role in this organisation.")})


def refuse_oneself(by: User | None, email: str) -> None:
    """Nobody gives themselves a seat, under whatever address they sign in."""
    if by is not None and by.email.lower() == email.lower():
        raise ValidationError({"email": _("You cannot invite yourself.")})
