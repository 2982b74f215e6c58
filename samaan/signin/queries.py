"""Where a person is signed in."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from samaan.accounts.models import ApiToken, User
from samaan.signin.models import Session


def live_sessions(user: User) -> QuerySet[Session]:
    """The sessions of this person that open something now, the one used last first."""
    now = timezone.now()
    return Session.objects.filter(
        user=user,
        expire_date__gt=now,
        seen_at__gt=now - settings.SESSION_IDLE,
        started_at__gt=now - settings.SESSION_ABSOLUTE,
    ).order_by("-seen_at")


def live_tokens(user: User) -> QuerySet[ApiToken]:
    """The programs that act with this person's rights."""
    return ApiToken.objects.filter(user=user, expires_at__gt=timezone.now()).order_by("-created_at")
