"""What a form says about those who may be the same: none of these, or this one."""

from uuid import UUID

from django.http import QueryDict


def not_these(posted: QueryDict) -> set[UUID]:
    """Those that were shown, when the one who asks said it is none of them."""
    return {pk for value in posted.getlist("shown") if (pk := as_id(value))} if "none_of_these" in posted else set()


def chosen(posted: QueryDict) -> UUID | None:
    """The one it is."""
    return as_id(posted.get("same", ""))


def as_id(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
