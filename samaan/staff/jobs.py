"""The worker's part: links of invitations, reviews that are due, delegations that begin and end."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from samaan import countrypack
from samaan.access import context
from samaan.common.jobs import app, retrying
from samaan.staff import due
from samaan.staff.models import Delegation, Invitation
from samaan.staff.workflow import begin_delegation, end_delegation, lock_unreviewed, open_review
from samaan.staff.workflow.inviting import new_link


@app.task(queue="mail", retry=retrying, pass_context=False)
def mail_invitation(invitation_id: str) -> None:
    """Make the link and send it; when the mail server refuses, there is no link and the job is tried again."""
    with context.acting(context.of_job("mail")):
        waiting = Invitation.objects.select_for_update(of=("self",)).filter(digest="", status=Invitation.Status.SENT)
        invitation = waiting.select_related("organisation").filter(pk=UUID(invitation_id)).first()
        if invitation is None:
            return
        link = settings.BASE_URL + reverse("invitation", args=[new_link(invitation)])
        message = countrypack.pack().message("invitation", invitation.language)
        with translation.override(invitation.language):
            until = date_format(timezone.localtime(invitation.expires_at), "j F, H:i")
        words = {"link": link, "organisation": invitation.organisation.name, "deadline": until}
        send_mail(message.subject, message.fill(**words), settings.DEFAULT_FROM_EMAIL, [invitation.email])


@app.periodic(cron="20 5 * * *")
@app.task(queue="clocks", queueing_lock="review_accounts", pass_context=False)
def review_accounts(timestamp: int = 0) -> None:
    """Once a day: open the reviews whose time has come, lock what nobody confirmed in time."""
    each(due.organisations_to_review, open_review)
    each(due.reviews_to_lock, lock_unreviewed)


@app.periodic(cron="* * * * *")
@app.task(queue="clocks", queueing_lock="delegations", pass_context=False)
def turn_delegations(timestamp: int = 0) -> None:
    """Once a minute: delegations that begin and end by the clock."""
    each(lambda: Delegation.objects.filter(status="planned", starts_at__lte=timezone.now()), begin_delegation)
    each(lambda: Delegation.objects.filter(status="running", ends_at__lte=timezone.now()), end_delegation)


def each(find: Callable, act: Callable) -> None:
    """Handle each row in a transaction of its own: one that fails holds up no other."""
    with context.acting(context.of_job("accounts")):
        rows = list(find())
    for row in rows:
        with context.acting(context.of_job("accounts")):
            act(row, by=None)
