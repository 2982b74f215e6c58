"""Which account a failed sign-in counts against."""

from django.http import HttpRequest


def email(request: HttpRequest, credentials: dict | None = None) -> str | None:
    """The address as typed into the form, or as passed to `authenticate`; without it no attempt is counted."""
    given = credentials or request.POST
    address = given.get("email") or given.get("login") or ""
    return address.strip().lower() or None
