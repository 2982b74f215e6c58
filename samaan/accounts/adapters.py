from time import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are by invitation only."""
        return False

    def is_reauthentication_required(self, *, app):
        """Not of somebody who gave their password or code a moment ago, as on the way to setting up their phone."""
        since = time() - app_settings.REAUTHENTICATION_TIMEOUT
        given = get_authentication_records(context.request, context.request.user)
        return not any(step["at"] > since for step in given)
