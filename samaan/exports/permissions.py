"""Who may ask for an export, who may be the second person, who fetches it."""

from collections.abc import Collection
from uuid import UUID

from samaan import countrypack
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.exports.models import Export, RecipientKey

ASK, APPROVE = "export.ask", "export.approve"


def can_ask(user: User | None, export: Export | None = None) -> bool:
    """Whoever's role takes files out."""
    return user is not None and user.is_active and user.can(ASK)


def can_decide(user: User | None, export: Export) -> bool:
    """Somebody else, whose role approves exports, and who sees each of these cases."""
    if user is None or user.pk == export.asked_by_id or not user.can(APPROVE):
        return False
    return sees_all(user, ids_of(export))


def can_look(user: User, export: Export) -> bool:
    """Whoever asked, and whoever may decide, or did."""
    return user.pk in (export.asked_by_id, export.decided_by_id) or can_decide(user, export)


def can_fetch(user: User | None, export: Export) -> bool:
    """Whoever asked, while their role takes files out."""
    return can_ask(user) and user is not None and user.pk == export.asked_by_id


def can_confirm(user: User | None, key: RecipientKey) -> bool:
    """Somebody else of the organisation, whose role approves exports."""
    if user is None or not user.can(APPROVE):
        return False
    return user.pk != key.proposed_by_id and user.organisation_id == key.organisation_id


def can_withdraw(user: User | None, key: RecipientKey) -> bool:
    """Whoever approves, and whoever registered it."""
    return user is not None and (user.pk == key.proposed_by_id or can_confirm(user, key))


def sees_all(user: User, case_ids: Collection[UUID]) -> bool:
    return Case.objects.visible_to(user).filter(pk__in=case_ids).count() == len(set(case_ids))


def approvers_of(export: Export) -> list[User]:
    """Everybody who may decide on it."""
    roles = [code for code, role in countrypack.pack().roles.items() if APPROVE in role.permissions]
    found = User.objects.filter(role__in=roles, is_active=True).select_related("role", "organisation")
    return [user for user in found if can_decide(user, export)]


def ids_of(export: Export) -> list[UUID]:
    return [UUID(found) for found in export.cases]
