"""Who may open a sealed field, and who may approve that somebody else does."""

from typing import Any

from samaan import countrypack
from samaan.access.models import Basis
from samaan.access.principals import of as principals_of
from samaan.access.records import live_grants
from samaan.accounts.models import User
from samaan.countrypack.parts import SealedRights
from samaan.countrypack.vocabulary import SECOND_PERSON
from samaan.sealed.models import Request, SealedField

NO_RIGHTS = SealedRights({}, 0, ())


def rights_of(user: User) -> SealedRights:
    role = countrypack.pack().roles.get(user.role_id)
    return role.sealed if role and user.is_active else NO_RIGHTS


def way_of(user: User | None, field: SealedField) -> str:
    """`alone`, `second_person`, or nothing for whoever may not open it at all."""
    if user is None or (field.replaced_at and not field.named.keeps_earlier) or not is_near(user, field):
        return ""
    return rights_of(user).reveals.get(field.sealed_class, "")


def can_reveal(user: User | None, field: SealedField) -> bool:
    """Whoever holds that part of the file, or oversees it, and whose role the country pack names for it."""
    return bool(way_of(user, field))


def is_near(user: User, field: SealedField) -> bool:
    """Holds the compartment the field belongs to, or oversees the record by their role."""
    if field.seen_in == field.belongs_to:
        return sees(user, field)
    acting_as = set(principals_of(user))
    return any(
        grant.principal in acting_as and (field.belongs_to in grant.compartments or grant.basis == Basis.OVERSIGHT)
        for grant in live_grants(field.of_record)
    )


def can_decide(user: User | None, request: Request) -> bool:
    """A colleague, never the one who asks, whose role approves this kind of field and who sees the record.

    Whoever asks does not choose: all who may are told. Nobody approves for others what they would themselves need a
    second person for, so two of those who must ask cannot help each other.
    """
    if user is None or user.pk == request.asked_by_id or request.has_lapsed:
        return False
    rights = rights_of(user)
    return request.sealed_class in rights.approves and rights.reveals.get(request.sealed_class) != SECOND_PERSON


def asked_it(user: User | None, request: Request) -> bool:
    """Whoever asked, when nobody has answered in time."""
    return user is not None and user.pk == request.asked_by_id and request.has_lapsed


def approvers_of(request: Request) -> list[User]:
    """Everybody who may decide on it: their role approves, they see the record, nothing keeps them out of it."""
    roles = [code for code, role in countrypack.pack().roles.items() if request.sealed_class in role.sealed.approves]
    found = User.objects.filter(role__in=roles, is_active=True)
    return [user for user in found if can_decide(user, request) and sees(user, request)]


def sees(user: User, row: Request | SealedField) -> bool:
    """Whether the record is open to them, by a grant of its own or by inheritance."""
    return type(row).objects.visible_to(user).filter(pk=row.pk).exists()


def can_look(user: User, request: Request) -> bool:
    """Whoever asked, and whoever may decide."""
    return user.pk == request.asked_by_id or can_decide(user, request)


def can_enter(user: User | None, record: Any, sealed_class: Any) -> bool:
    """What the context that keeps the field says."""
    return user is not None and sealed_class.may_enter(user, record)
