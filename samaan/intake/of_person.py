"""The reports that name a person, for whoever finds the person and may open them."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.intake.models import ReportPerson
from samaan.intake.queries import visible
from samaan.people.files import File


def reports_of(user: User, person_ids: Collection[UUID]) -> Iterator[tuple[UUID, File]]:
    naming = ReportPerson.objects.visible_to(user).filter(person_id__in=person_ids, report__in=visible(user))
    for named in naming.select_related("report").order_by("-report__received_at"):
        yield named.person_id, File(_("Report"), named.report.reference, named.report.get_absolute_url())
