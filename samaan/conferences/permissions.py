"""Who may do what in a case conference. Each docstring is the rule; what is seen at all, grants say."""

from samaan.access.records import compartments_of, live_grants, opened_to
from samaan.accounts.models import User
from samaan.conferences.models import AgendaItem, Conference


def can_list(user: User | None) -> bool:
    """Whoever works with cases or convenes."""
    return user is not None and (user.can("case.view") or user.can("conference.convene"))


def can_convene(user: User | None, conference: Conference | None = None) -> bool:
    """Whoever's role convenes case conferences; only their own once there is one."""
    if user is None or not user.can("conference.convene"):
        return False
    return conference is None or conference.convened_by_id == user.pk


def can_invite(user: User | None, item: AgendaItem) -> bool:
    """Whoever convened it, and whoever manages cases and cares for this one; not those who are invited themselves."""
    if user is None:
        return False
    return item.convened_by_id == user.pk or (user.can("case.manage") and cares(user, item))


def can_minute(user: User | None, item: AgendaItem) -> bool:
    """Whoever writes notes in cases and sees the minutes: through the case, or as one who is invited."""
    return user is not None and user.can("case.note") and sees_minutes(user, item)


def can_decide(user: User | None, item: AgendaItem) -> bool:
    """Whoever adds tasks to cases and sees the minutes; that they see the case, the task asks."""
    return user is not None and user.can("case.task") and sees_minutes(user, item)


def by_conference(user: User | None, item: AgendaItem) -> bool:
    """Nobody is asked: an item is over when its conference is."""
    return True


def sees_minutes(user: User, item: AgendaItem) -> bool:
    """Invited to it, or let in by the case."""
    return "minutes" in compartments_of(item, user) or cares(user, item)


def cares(user: User, item: AgendaItem) -> bool:
    """The care of the case is open to them."""
    return "care" in opened_to(user, "case", live_grants(item.case_id))
