"""user and token: accounts from the command line, for the first one and for emergencies."""

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from samaan.cli.base import Group, administering, database
from samaan.cli.console import say, table

if TYPE_CHECKING:
    from samaan.accounts.models import User


@click.group(cls=Group)
def user() -> None:
    """People who sign in."""


@user.command()
@click.option("--email", required=True, help="E-mail address, with which the person signs in.")
@click.option("--name", required=True, help="Full name.")
@click.option("--role", required=True, help="Code of a role in the country pack, such as intake_officer.")
@click.option("--organisation", required=True, help="Code of an organisation in the country pack.")
@click.option("--unit", help="Code of a unit of the organisation.")
@click.option("--language", default="en", show_default=True, help="Language of pages and e-mails.")
@click.option("--without-password", is_flag=True, help="They sign in at their organisation's own provider only.")
def add(
    email: str, name: str, role: str, organisation: str, unit: str | None, language: str, without_password: bool
) -> None:
    """Make an account and print its first password, once."""
    with database("app"):
        from samaan.accounts.models import Organisation, Role, Unit

        fields = {
            "full_name": name,
            "role": one(Role, role, "role"),
            "organisation": one(Organisation, organisation, "organisation"),
            "unit": one(Unit, unit, "unit") if unit else None,
            "language": language,
        }
        password = add_user(email, fields, without_password=without_password)
    if without_password:
        say(f"{email} can sign in at the provider of {organisation}.")
        return
    say(f"{email} can sign in with the password  {password}")
    say_how_long_it_lasts()


@user.command(name="list")
def list_() -> None:
    """List all accounts."""
    with database("app"):
        from samaan.accounts.models import User

        users = User.objects.select_related("organisation", "role").order_by("organisation__name", "full_name")
        rows = [[who.email, who.full_name, who.role_id, who.organisation.code, who.status] for who in users]
    table(["e-mail", "name", "role", "organisation", "account"], rows)


@user.command()
@click.argument("email")
def reset(email: str) -> None:
    """Give an account a new password and let it set up a new second factor.

    Ends its sessions and tokens, unlinks it from its organisation's own provider, and lifts a lock-out.
    """
    with database("app"):
        password = reset_user(find(email))
    say(f"{email} can sign in with the password  {password}")
    say_how_long_it_lasts()


@user.command()
@click.argument("email")
@click.option("--reason", default="left", show_default=True, help="Code of the list end_reasons.")
def end(email: str, reason: str) -> None:
    """End an account for good: sessions, tokens and access by name are over at once."""
    with database("app"):
        from samaan.staff.workflow import end_account
        from samaan.transitions import WrongState

        try:
            with administering():
                left = end_account(find(email), by=None, reason=reason)
        except WrongState:
            raise click.ClickException(f"The account {email} has ended already.") from None
    say(f"The account {email} has ended. {left} records wait to be handed over.")


@user.command()
@click.argument("email")
def unlock(email: str) -> None:
    """Open an account again that was locked because nobody confirmed it in time."""
    with database("app"):
        from samaan.staff.workflow import unlock_account
        from samaan.transitions import WrongState

        try:
            with administering():
                unlock_account(find(email), by=None)
        except WrongState:
            raise click.ClickException(f"The account {email} is not locked.") from None
    say(f"{email} can sign in again.")


@click.group(cls=Group)
def token() -> None:
    """Tokens for programs that use the API."""


@token.command()
@click.option("--user", "email", required=True, metavar="E-MAIL", help="Whose rights the token has.")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="How long it is valid.")
@click.option("--name", default="", help="What it is for; the person sees it where they are signed in.")
@click.option("--may-reveal", is_flag=True, help="It may open sealed fields; valid for a day at most.")
def create(email: str, days: int, name: str, may_reveal: bool) -> None:
    """Print a bearer token with a person's rights, once."""
    with database("app"):
        say(issue(find(email), 1 if may_reveal else days, name[:60], may_reveal=may_reveal))


def say_how_long_it_lasts() -> None:
    from django.conf import settings

    hours = settings.FIRST_PASSWORD_LASTS // timedelta(hours=1)
    say(f"It lasts {hours} hours. At the next sign-in a second factor is set up and a password of their own is chosen.")


def find(email: str) -> "User":
    """The account with this address."""
    from samaan.accounts.models import User

    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise click.ClickException(f"There is no account {email}. `samaan user list` shows all.")
    return found


def one(model, code: str, word: str):
    """The row of the pack with this code; the message lists what there is."""
    key = "pk" if model._meta.pk.name == "code" else "code"
    found = model.objects.filter(**{key: code}).first()
    if found is None:
        known = ", ".join(sorted(model.objects.values_list("code", flat=True))) or "none: load a country pack first"
        raise click.ClickException(f"There is no {word} “{code}”. There are: {known}.")
    return found


def add_user(email: str, fields: dict, *, without_password: bool = False) -> str | None:
    """Make the account and its event; returns the first password, if it has one."""
    from django.core.exceptions import ValidationError

    from samaan.accounts.models import User
    from samaan.staff.workflow import add_account

    try:
        with administering():
            return add_account(User(email=email, **fields), without_password=without_password)
    except ValidationError as unfit:
        raise click.ClickException("\n".join(unfit.messages)) from None


def reset_user(who: "User") -> str:
    """New password, no second factor, no tokens, no lock-out, and the event; returns the password."""
    from axes.utils import reset as lift_lock_out

    from samaan.staff.workflow import reset_account
    from samaan.transitions import WrongState

    try:
        with administering():
            password = reset_account(who)
    except WrongState:
        raise click.ClickException(f"The account {who.email} has ended.") from None
    lift_lock_out(username=who.email)
    return password


def issue(who: "User", days: int, name: str = "", *, may_reveal: bool = False) -> str:
    """A token and its event."""
    from samaan.staff.workflow import issue_token
    from samaan.transitions import WrongState

    try:
        with administering():
            return issue_token(who, days=days, name=name, may_reveal=may_reveal)
    except WrongState:
        raise click.ClickException(f"The account {who.email} is closed.") from None
