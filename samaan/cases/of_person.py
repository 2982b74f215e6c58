"""The case of a person, for whoever finds the person and may open it; and who works with them."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.cases.models import Case
from samaan.cases.queries import visible
from samaan.people.files import File
from samaan.people.holding import Holder


def cases_of(user: User, person_ids: Collection[UUID]) -> Iterator[tuple[UUID, File]]:
    found = list(visible(user).filter(person_id__in=person_ids).order_by("set_aside", "opened_at"))
    # Whoever is shown that there is a file has learnt something of it.
    stream.append_each("record.found", records=found, by=user)
    for case in found:
        kind = _("Earlier case") if case.set_aside else _("Case")
        yield case.person_id, File(kind, f"{case.pseudonym}, {case.reference}", case.get_absolute_url())


def holder_of(person_id: UUID) -> Holder | None:
    """The case manager, whom somebody asks who may know the person."""
    found = Case.objects.select_related("organisation", "case_manager").filter(person_id=person_id, set_aside=False)
    case = found.first()
    if case is None:
        return None
    manager = case.case_manager if case.case_manager and case.case_manager.is_active else None
    return Holder(case, case.organisation, manager, rank=0)
