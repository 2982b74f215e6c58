"""The band on every page of a file that somebody has open in an emergency."""

from typing import Any
from uuid import UUID

from django import template

from samaan.walls.permissions import can_end_emergency, can_review_emergency, emergency_kinds
from samaan.walls.queries import to_tell

register = template.Library()


@register.inclusion_tag("walls/parts/band.html", takes_context=True)
def emergency_band(context: Any, file_id: UUID) -> dict[str, Any]:
    """What lasts, for everybody on the page; for a reviewer also what waits for review."""
    user = context["request"].user
    lines = [
        {
            "access": access,
            "mine": access.user_id == user.pk,
            "can_end": can_end_emergency(user, access),
            "can_review": can_review_emergency(user, access),
        }
        for access in to_tell(user, file_id)
    ]
    return {"lines": lines, "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def may_break_glass(context: Any, kind: str) -> bool:
    """Whether this person's role may open such a file in an emergency."""
    return kind in emergency_kinds(context["request"].user)
