"""One small query loads whoever asks; their seat is at hand."""

from allauth.account.auth_backends import AuthenticationBackend

from samaan.accounts import seats
from samaan.accounts.models import User


class EmailBackend(AuthenticationBackend):
    @classmethod
    def _stash_user(cls, user):
        """The library remembers who gave the right password of a closed account, to tell them; nobody is told."""
        return

    def get_user(self, user_id):
        user = next(iter(User.objects.filter(pk=user_id).order_by()), None)
        return seats.seat(user) if user and self.user_can_authenticate(user) else None
