"""A backup as it is really made: one at a time, noted in the database and in the event stream."""

import time
from collections.abc import Callable
from pathlib import Path

from samaan.access import context
from samaan.audit import stream
from samaan.audit.checkpoints import parse
from samaan.config import Config
from samaan.server.backup import BackupError, dumping
from samaan.server.backup.dumping import Made
from samaan.server.backup.restoring import Restored
from samaan.server.locking import only_one
from samaan.vault import erased
from samaan.vault.models import Backup

Say = Callable[[str], None]
ABANDONED_SECONDS = 24 * 3600


def make(config: Config, folder: Path, keys: list[str], *, say: Say) -> Made:
    """Make one archive and note it; Django works as the worker's role.

    1. one backup at a time, 2. the archive, 3. the list of the erased beside it, 4. its row and its event.
    """
    with only_one(config.data_dir / "backup.lock", "Another `samaan backup` is at work."):
        if not folder.is_dir():
            raise BackupError(f"{folder} is not there. Is the share mounted? No archive was made.")
        forget_abandoned(folder)
        made = dumping.back_up(config, folder, keys, say=say)
        erased.merge(config.data_dir, folder / erased.COPY_NAME)
        note(made)
    return made


def forget_abandoned(folder: Path) -> None:
    """Drafts that a lost machine left behind; a younger one may be another server's that is being written."""
    for draft in folder.glob("samaan-*Z.partial"):
        if draft.stat().st_mtime < time.time() - ABANDONED_SECONDS:
            draft.unlink(missing_ok=True)


def note(made: Made) -> None:
    facts = {
        "archive": made.path.name,
        "size": made.size,
        "sha256": made.sha256,
        "rows": made.rows,
        "documents": made.manifest.files.count,
        "missing": len(made.manifest.missing),
    }
    with context.acting(context.of_job("backup")):
        Backup.objects.create(**facts)
        stream.append("backup.made", purpose="backup", checkpoint=number_of(made.manifest.checkpoint), **facts)


def note_restored(archive: Path, restored: Restored) -> None:
    """The first event after those that came back."""
    with context.acting(context.of_job("backup")):
        stream.append(
            "backup.restored",
            purpose="backup",
            archive=archive.name,
            made_at=restored.examined.header.made_at,
            checkpoint=number_of(restored.examined.signed.manifest.checkpoint),
            erased_again=restored.erased_again,
        )


def number_of(checkpoint: str) -> int:
    """The number of a checkpoint told as one line; 0 before the first."""
    return parse(checkpoint).number if checkpoint else 0
