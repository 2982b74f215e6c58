"""Questions asked of conferences, within what the person asking may see."""

from uuid import UUID

from samaan.access.records import compartments_of
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.conferences.models import AgendaItem, Conference

SHOWN = 50


def visible(user: User):
    return Conference.objects.visible_to(user).select_related("convened_by", "organisation")


def latest(user: User) -> list[Conference]:
    return list(visible(user)[:SHOWN])


def items_seen(user: User):
    return AgendaItem.objects.visible_to(user).select_related("convened_by", "organisation")


def items_of(conference: Conference, user: User) -> list[AgendaItem]:
    """The items open to this person, with what the case is called where they see it."""
    found = list(items_seen(user).filter(conference=conference).order_by("number"))
    return named(found, user)


def items_of_case(case_id: UUID, user: User) -> list[AgendaItem]:
    """What conferences said of a case. Their meetings need not be open to whoever cares for the case."""
    return list(AgendaItem.objects.visible_to(user).filter(case=case_id).order_by("-changed_at")[:SHOWN])


def named(items: list[AgendaItem], user: User) -> list[AgendaItem]:
    cases = Case.objects.visible_to(user).in_bulk([item.case_id for item in items])
    for item in items:
        item.case_seen = cases.get(item.case_id)
    return items


def compartments_for_tasks(case: Case, user: User) -> list[str]:
    return sorted(compartments_of(case, user))
