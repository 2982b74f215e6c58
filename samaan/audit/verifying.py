"""A verification as it is really made: with this installation's keys and witnesses, and its result noted."""

from collections.abc import Sequence
from pathlib import Path

from samaan.audit import keys
from samaan.audit.models import Checkpoint, SealingState
from samaan.audit.verify import Result, verify
from samaan.audit.witness import Copy, FileWitness
from samaan.config import Config


def verify_and_keep(config: Config, *, key_file: Path | None = None, witnesses: Sequence[Path] = ()) -> Result:
    """Verify with these keys and witnesses, or the installation's own, and note the result.

    Raises keyfiles.KeyFileError when there are checkpoints and no public key.
    """
    # Read before the database: what a witness holds now must be there afterwards.
    held = copies(config, witnesses)
    result = verify(known_keys(key_file or config.seal_public_file()), held)
    result.keep()
    return result


def known_keys(path: Path) -> Sequence[str]:
    """Before anything is sealed there need be none."""
    return keys.read_public(path) if path.exists() or Checkpoint.objects.exists() else ()


def copies(config: Config, witnesses: Sequence[Path]) -> list[Copy]:
    if witnesses:
        return [FileWitness(path).copy() for path in witnesses]
    state = SealingState.objects.filter(name="file").first()
    return [FileWitness(config.witness_path()).copy(state.delivered if state else 0)]
