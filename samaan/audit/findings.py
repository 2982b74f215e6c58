"""What a verification can find, in plain words: what is wrong, and where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.audit.checkpoints import Signed

# The log was changed.
CHANGED: dict[str, str | Promise] = {
    "event_edited": _("Event %(event)s was edited: what it says no longer gives the hash it was written with."),
    "event_rehashed": _(
        "Event %(event)s was edited and its hash computed anew: checkpoint %(checkpoint)s, sealed %(sealed_at)s,"
        " holds another one."
    ),
    "event_deleted": _("Event %(event)s was deleted: checkpoint %(checkpoint)s, sealed %(sealed_at)s, holds its hash."),
    "event_slipped_in": _(
        "Event %(event)s was slipped in afterwards: when checkpoint %(checkpoint)s was sealed, everything of its time"
        " had been sealed, and it was not there."
    ),
    "leaves_missing": _(
        "%(count)s of the hashes that checkpoint %(checkpoint)s, sealed %(sealed_at)s, is signed for were deleted."
    ),
    "leaves_changed": _(
        "Among the events %(first)s to %(last)s at least one was changed together with its hashes: they do not give"
        " what checkpoint %(checkpoint)s, sealed %(sealed_at)s, is signed for."
    ),
    "leaves_beyond": _(
        "%(count)s hashes stand beyond the newest checkpoint, %(checkpoint)s: the checkpoint after it was deleted."
    ),
    "tile_changed": _("The stored hash of the events at places %(first)s to %(last)s was changed; proofs would fail."),
    "checkpoint_missing": _("Checkpoints %(first)s to %(last)s were deleted."),
    "checkpoint_edited": _("Checkpoint %(checkpoint)s is not as it was signed: its signature does not fit it."),
    "checkpoint_not_next": _("Checkpoint %(checkpoint)s does not follow the one before it: one of them was replaced."),
    "key_unknown": _(
        "Checkpoint %(checkpoint)s is signed with the key %(key)s, which is none of this installation's"
        " (%(known)s): somebody else signed it, or the key was swapped."
    ),
    "newest_gone": _(
        "The witness %(witness)s holds checkpoints up to %(last)s, the database ends with %(checkpoint)s: everything"
        " sealed after %(sealed_at)s was deleted, or an older state of the database was put back."
    ),
    "witness_differs": _(
        "Checkpoint %(checkpoint)s in the database is another than the one the witness %(witness)s holds: the log was"
        " rewritten from there on."
    ),
    "witness_forked": _(
        "The witness %(witness)s holds two different checkpoints %(checkpoint)s: the log was once set back and"
        " continued differently."
    ),
    "witness_forged": _("Checkpoint %(checkpoint)s in the witness %(witness)s is not as it was signed."),
    "witness_other_key": _(
        "The witness %(witness)s holds checkpoints signed with the key %(key)s, which is none of this installation's"
        " (%(known)s): the key was swapped."
    ),
    "witness_behind": _(
        "The witness %(witness)s was handed checkpoint %(delivered)s and ends with %(last)s: it was cut or replaced by"
        " an older copy."
    ),
}
# Nothing says that the log was changed, and something keeps from saying that it was not.
INCOMPLETE: dict[str, str | Promise] = {
    "nothing_sealed": _("Nothing is sealed yet: only single hashes could be compared."),
    "sealing_late": _("%(count)s events wait to be sealed, the oldest since %(since)s: the sealer does not run."),
    "no_witness": _(
        "No witness could be read (%(trouble)s). Without one nobody notices when the newest checkpoints are deleted"
        " together with their events."
    ),
    "witness_empty": _("The witness %(witness)s holds no checkpoint yet."),
}
WORDS = CHANGED | INCOMPLETE


@dataclass(frozen=True)
class Finding:
    """One of the above with its facts."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_change(self) -> bool:
        return self.code in CHANGED

    def words(self) -> str:
        return str(WORDS[self.code]) % self.facts

    def __str__(self) -> str:
        return self.words()


def from_stored(stored: list[dict[str, Any]]) -> Iterator[Finding]:
    """Findings as a Verification keeps them."""
    return (Finding(one["code"], one["facts"]) for one in stored)


def when(checkpoint: Signed) -> dict[str, Any]:
    """A checkpoint as a fact of a finding."""
    return {"checkpoint": checkpoint.number, "sealed_at": said(datetime.fromisoformat(checkpoint.sealed_at))}


def said(moment: datetime) -> str:
    """A time as anybody reads it anywhere."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S %z")
