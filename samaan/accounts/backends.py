"""One small query loads whoever asks; their seat is at hand."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from samaan.accounts import seats
from samaan.accounts.models import User


class EmailBackend(AuthenticationBackend):
    @classmethod
    def _stash_user(cls, user):
        """The library remembers who gave the right password of a closed account, to tell them; nobody is told."""
        return

    def get_user(self, user_id):
        # Whether the organisation is still at work is asked each time: the seat may be two seconds old.
        found = User.objects.filter(pk=user_id, organisation__is_active=True).order_by()
        user = next(iter(found), None)
        return seats.seat(user) if user and user.is_active else None

    def user_can_authenticate(self, user):
        """Neither who has left or is locked out, nor by a first password that has ended, nor where nobody works."""
        ended = user.first_password_until is not None and user.first_password_until < timezone.now()
        return super().user_can_authenticate(user) and user.organisation.is_active and not ended
