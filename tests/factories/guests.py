"""Providers without an account: links into a referral, and browsers that came in by one."""

from typing import Any

from django.test import Client

from samaan.access import context
from samaan.guests import throttle, workflow
from samaan.guests.workflow import Invited
from samaan.referrals.models import Referral


def invite(referral: Referral, **given: Any) -> Invited:
    """The sender makes a link."""
    throttle.wrong.forget()
    with context.acting(context.of_user(referral.sender)):
        asked = {"name": "Fr. Anselm", "email": "anselm@example.org"} | given
        return workflow.invite_guest(Referral.objects.get(pk=referral.pk), by=referral.sender, **asked)


def browser_of(made: Invited) -> Client:
    """A browser that came in by the link and the code."""
    browser = Client()
    answer = browser.post("/guest/open/", {"key": made.token, "code": made.code})
    assert answer.status_code == 302, answer.content.decode()
    return browser
