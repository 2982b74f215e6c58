"""Accounts by the machine's holder: the first one, and emergencies."""

import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samaan.accounts.models import ApiToken, User
from samaan.audit import stream
from samaan.countrypack.accounts import check_account
from samaan.staff.workflow.ending import end_what_acts_for
from samaan.staff.workflow.refusing import refuse_state


@transaction.atomic
def add_account(user: User, *, without_password: bool = False) -> str | None:
    """Make the account and its event; returns the first password, if it has one."""
    check_account(user)
    if User.objects.filter(email__iexact=user.email).exists():
        raise ValidationError(_("There is an account %(email)s already.") % {"email": user.email})
    password = None if without_password else new_password()
    user.email = user.email.lower()
    if password:
        user.set_first_password(password)
    else:
        user.set_unusable_password()
    user.save(force_insert=True)
    stream.append("user.added", purpose="administration", user=user.pk, role=user.role_id)
    return password


@transaction.atomic
def reset_account(user: User) -> str:
    """New password, no second factor, no tokens, and the event; returns the password."""
    refuse_state(user.ended_at is None, "user.reset", user)
    password = new_password()
    # Sessions carry a hash of the password and end with it.
    user.set_first_password(password)
    user.save(update_fields=["password", "first_password_until"])
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.api_tokens.all().delete()
    end_what_acts_for(user)
    stream.append("user.reset", purpose="administration", user=user.pk)
    return password


@transaction.atomic
def issue_token(user: User, *, days: int, name: str = "", may_reveal: bool = False) -> str:
    """A token with a person's rights, and its event; shown once. It opens what is sealed only if that is said."""
    refuse_state(user.status == "active", "token.issued", user)
    made = ApiToken.issue(user, lasting=timedelta(days=days), name=name, may_reveal=may_reveal)
    stream.append("token.issued", purpose="administration", user=user.pk, days=days, may_reveal=may_reveal)
    return made


def new_password() -> str:
    """Something one can read aloud and nobody can guess."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _each in range(5)) for _each in range(4))
