"""Which model stands behind a record's kind. The contexts above register theirs in `ready()`.

A registered model offers `organisation`, `alert_facts() -> dict`, `related_users(name) -> list[User]`
and `get_absolute_url()`.
"""

from typing import Any
from uuid import UUID

MODELS: dict[str, Any] = {}


def register(model: Any) -> None:
    MODELS[model.record_kind] = model


def load(kind: str, record_id: UUID) -> Any:
    """The record, as far as the present context may see it."""
    return MODELS[kind].objects.filter(pk=record_id).first()
