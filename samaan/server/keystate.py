"""How the master key is: where it comes from, its versions, what each of them wraps."""

from collections.abc import Iterator

from samaan.config import Config
from samaan.server.rotating import within
from samaan.vault import backups, master
from samaan.vault.models import DataKey, MasterVersion
from samaan.vault.rewrapping import note_marks, refuse_other_key


def told(config: Config) -> Iterator[str]:
    """In lines for people; Django works as the worker's role."""
    with within():
        note_marks()
        refuse_other_key()
        yield f"Master key from  {config.master_key_from} ({config.master_key_file()})"
        here = {key.version: key for key in master.versions()}
        for row in MasterVersion.objects.all():
            count = DataKey.objects.filter(master_id=row.version).count()
            key = here.get(row.version)
            where = key.mark if key else f"{row.mark}, NOT HERE"
            yield f"Version {row.version:<9}{where}  wraps {count:,} data keys, since {row.begun_at:%Y-%m-%d}"
        if len(here) > 1:
            yield "It is being changed: `samaan keys rotate` goes on with it."
        newest = backups.last()
        yield (
            f"Last backup      {newest.made_at:%Y-%m-%d %H:%M} UTC, {newest.archive}"
            if newest
            else "Last backup      none"
        )
