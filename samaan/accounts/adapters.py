from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context

from samaan.accounts import stepup


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are by invitation only."""
        return False

    def is_reauthentication_required(self, *, app):
        """Not of somebody who gave their password or code a moment ago, as on the way to setting up their phone."""
        return not stepup.has_recent_proof(context.request)
