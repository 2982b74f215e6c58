"""Who may look for people, say that two records are one person, and answer whether somebody is known."""

from samaan.accounts.models import User
from samaan.people.models import Question


def can_search(user: User | None) -> bool:
    """Whoever's role works with persons; they find only those they may see anyway."""
    return user is not None and user.can("person.view")


def can_merge(user: User | None, record: object = None) -> bool:
    """Those whose role merges persons; that they see both in full is the database's rule."""
    return user is not None and user.can("person.merge")


def can_decide(user: User | None, question: Question) -> bool:
    """Whoever works with the person, and those who grant access, never of their own question; that they see it is the
    database's rule.
    """
    if user is None or user.pk == question.asked_by_id:
        return False
    return user.pk == question.owner_id or user.can("access.grant")


def can_keep_from_asking(user: User | None, record: object = None) -> bool:
    """Those who grant access, and case managers, of the persons they see."""
    return user is not None and (user.can("access.grant") or user.can("case.manage"))
