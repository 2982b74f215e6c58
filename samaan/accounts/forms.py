"""Signing in."""

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.forms import PasswordInput

from samaan.accounts import demonstration


class LoginForm(AllauthLoginForm):
    """E-mail and password; filled in for who chose an account of a demonstration (`?as=`)."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        account = demonstration.chosen(self.request.GET.get("as")) if self.request and not self.is_bound else None
        if account:
            self.initial |= {"login": account.email, "password": account.password}
            widget = self.fields["password"].widget
            assert isinstance(widget, PasswordInput)
            widget.render_value = True
