"""What waits for whom."""

from samaan.accounts.models import User
from samaan.people.models import Question
from samaan.people.permissions import can_decide


def questions_to_decide(user: User, *, most: int) -> list[Question]:
    """What others ask about persons this one works with, the oldest first."""
    waiting = Question.objects.visible_to(user).filter(status=Question.Status.WAITING).order_by("asked_at")
    found = waiting.select_related("asked_by__organisation")[:most]
    return [question for question in found if can_decide(user, question)]
