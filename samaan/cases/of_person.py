"""The case of a person, for whoever finds the person and may open it."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.cases.queries import visible
from samaan.people.files import File


def cases_of(user: User, person_ids: Collection[UUID]) -> Iterator[tuple[UUID, File]]:
    for case in visible(user).filter(person_id__in=person_ids).order_by("set_aside", "opened_at"):
        kind = _("Earlier case") if case.set_aside else _("Case")
        yield case.person_id, File(kind, f"{case.pseudonym}, {case.reference}", case.get_absolute_url())
