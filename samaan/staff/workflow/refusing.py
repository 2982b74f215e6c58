"""What an act refuses, said as the engine says it."""

from typing import Any

from samaan.audit import stream
from samaan.transitions import NotPermitted, Transition, WrongState


def nobody(user: Any, record: Any) -> bool:
    """Asked of nobody: the act has a rule of its own."""
    return False


def refuse_unless(allowed: bool, kind: str, record: Any) -> None:
    """The wrong person."""
    if not allowed:
        raise NotPermitted(Transition(kind, (), None, nobody), record)


def refuse_state(fits: bool, kind: str, record: Any) -> None:
    """Somebody was faster."""
    if not fits:
        last = stream.last(record.record_id) if hasattr(record, "record_id") else None
        raise WrongState(Transition(kind, (), None, nobody), record, last)
