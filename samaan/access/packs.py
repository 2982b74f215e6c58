"""The event of a country pack put to work."""

from samaan.access import context
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.countrypack.models import PackVersion


def note_pack(version: PackVersion, by: User | None) -> None:
    """Append it, whoever is acting: a command of the machine acts as nobody."""
    with context.acting(context.of_job("administration")):
        stream.append("pack.loaded", by=by, version=version.pk, checksum=version.checksum, changes=len(version.changes))
