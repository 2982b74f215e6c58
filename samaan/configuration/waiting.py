"""Changes that wait already, for roles that a new version lets change the pack or approve changes."""

from samaan.access.records import live_grants
from samaan.accounts.models import User
from samaan.configuration.models import Change
from samaan.configuration.seats import grants
from samaan.countrypack.models import PackVersion

OPEN = (Change.Status.DRAFT, Change.Status.PROPOSED)


def open_what_waits(version: PackVersion, by: User | None) -> None:
    """A seat that has come to it sees what is being prepared or waits, as those before it do."""
    for change in Change.objects.filter(status__in=OPEN).select_related("organisation"):
        there = {grant.principal for grant in live_grants(change.pk)}
        for grant in grants(change.organisation):
            if grant.principal not in there:
                grant.record_id = change.pk
                grant.save(force_insert=True)
