"""A telephone is added, and ended: by whose it is, by an administrator, with the account."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.devices.models import DeviceToken
from samaan.devices.permissions import can_add_device, can_end_device
from samaan.devices.proof import keep_secret, new_secret, new_username

TOUCH = timedelta(minutes=1)


class TooManyDevices(ValidationError):
    """This person has as many telephones as one may have."""

    def __init__(self) -> None:
        words = _("You have %(count)s phones already. End one of them first.")
        super().__init__(words % {"count": settings.DEVICE_TOKENS_MOST}, "most")


class Added(NamedTuple):
    """A telephone, and its secret, which nobody can say again."""

    token: DeviceToken
    secret: str


@transaction.atomic
def add_device(name: str, *, by: User) -> Added:
    """Let a telephone fetch forms and send filled-in ones as this person. Raises TooManyDevices."""
    if not can_add_device(by):
        raise PermissionDenied
    # Two at once count each other.
    User.objects.select_for_update().get(pk=by.pk)
    if DeviceToken.objects.live().filter(user=by).count() >= settings.DEVICE_TOKENS_MOST:
        raise TooManyDevices
    ends_at = timezone.now() + settings.DEVICE_TOKEN_LASTS
    token, secret = DeviceToken(user=by, name=name, username=new_username(), ends_at=ends_at), new_secret()
    keep_secret(token, secret)
    token.save(force_insert=True)
    stream.append("device.added", by=by, device=token.pk)
    return Added(token, secret)


@transaction.atomic
def end_device(token: DeviceToken, *, by: User) -> None:
    """From the next request on it opens nothing; what it still holds cannot be sent."""
    if not can_end_device(by, token):
        raise PermissionDenied
    if DeviceToken.objects.live().filter(pk=token.pk).update(revoked_at=timezone.now()):
        stream.append("device.ended", by=by, device=token.pk, user=token.user_id)


def end_silently(user: User) -> int:
    """All of a person's telephones, as part of an act that has its own event; says how many."""
    return DeviceToken.objects.live().filter(user=user).update(revoked_at=timezone.now())


def touch(token: DeviceToken) -> None:
    """Write down once a minute that it is in use."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > TOUCH:
        DeviceToken.objects.filter(pk=token.pk).update(last_used_at=now)
