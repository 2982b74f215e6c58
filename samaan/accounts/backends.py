"""One query loads a person with what every page asks of them: role, organisation, unit."""

from allauth.account.auth_backends import AuthenticationBackend

from samaan.accounts.models import User


class EmailBackend(AuthenticationBackend):
    def get_user(self, user_id):
        user = User.objects.select_related("role", "organisation", "unit").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
