"""The one engine that changes a record's status.

A context writes its lifecycle as a table of `Transition`s at the top of its `workflow.py`; the pages' buttons,
the API and the diagrams in docs/flows all come from that table.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise

from samaan.alerts import rules
from samaan.audit import stream
from samaan.audit.models import Event


@dataclass(frozen=True)
class Transition:
    """A step: its event kind, the statuses it starts from, the one it leads to (None: stays), who may take it.

    `may` is a function (user, record) -> bool whose docstring is the rule in prose. `url` names the page
    that asks for what the step needs; `label` is the verb on its button.
    """

    kind: str
    sources: tuple[str, ...]
    target: str | None
    may: Callable[..., bool]
    label: str | Promise = field(default="", compare=False)
    url: str = ""
    style: str = field(default="", compare=False)


class NotPermitted(Exception):
    """This person may not take this step."""

    def __init__(self, transition: Transition, record):
        super().__init__(transition.kind)
        self.transition, self.record = transition, record


class WrongState(Exception):
    """The record is no longer where the step starts from; `last_event` says what happened meanwhile."""

    def __init__(self, transition: Transition, record, last_event: Event | None = None):
        super().__init__(f"{transition.kind}: the record is {record.status}")
        self.transition, self.record, self.last_event = transition, record, last_event


@transaction.atomic
def move(record: Any, transition: Transition, *, by, purpose: str = "", event_data=None, **changes) -> Event:
    """Take one step.

    1. locks the row and reads it anew, 2. refuses the wrong person and the wrong state, 3. sets the status and
    `changes`, 4. saves only those, 5. appends the event, 6. lets the alert rules consider it.

    Raises NotPermitted or WrongState. `by` is a user, or None for the clock or the public.
    """
    lock(record)
    if not transition.may(by, record):
        raise NotPermitted(transition, record)
    if record.status not in transition.sources:
        raise WrongState(transition, record, stream.last(record.record_id))
    before = record.status
    if transition.target is not None:
        changes["status"] = transition.target
    changes["changed_at"] = timezone.now()
    for name, value in changes.items():
        setattr(record, name, value)
    record.save(update_fields=list(changes))
    return announce(
        transition.kind, record, by=by, purpose=purpose, before=before, after=record.status, **(event_data or {})
    )


def announce(kind: str, record, /, *, by, purpose: str = "", **data) -> Event:
    """Append an event that changes no status, and let the alert rules consider it."""
    event = stream.append(kind, record=record, by=by, purpose=purpose, **data)
    rules.consider(event, record)
    return event


def lock(record: models.Model) -> None:
    """Lock the row until the transaction ends and read its present values into `record`."""
    record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update(of=("self",)))


def steps_for(user, record, steps: Iterable[Transition]) -> list[Transition]:
    """The steps this person can take now."""
    return [step for step in steps if record.status in step.sources and step.may(user, record)]
