"""The worker's part in the directory: held places lapse, and whoever keeps an overdue entry is asked for it."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from samaan import countrypack
from samaan.access import context
from samaan.accounts.models import Organisation, User
from samaan.common.jobs import app, retrying
from samaan.directory import seats
from samaan.directory.models import Fact, HeldPlace
from samaan.directory.workflow import lapse_place

BATCH = 200
PURPOSE = "clocks"


@app.periodic(cron="* * * * *")
@app.task(queue="clocks", queueing_lock="release_places", pass_context=False)
def release_places(timestamp: int = 0) -> None:
    """Once a minute: each in a transaction of its own, one that fails holds up no other."""
    with context.acting(context.of_job(PURPOSE)):
        due = list(over().values_list("pk", flat=True)[:BATCH])
    for pk in due:
        with context.acting(context.of_job(PURPOSE)):
            place = over().select_related("capacity__service").filter(pk=pk).first()
            if place is not None:
                lapse_place(place)


def over():
    return HeldPlace.objects.filter(ended_at=None, taken_at=None, until__lte=timezone.now()).order_by("until")


@app.periodic(cron="40 6 * * *")
@app.task(queue="mail", queueing_lock="chase_directory", retry=retrying, pass_context=False)
def chase_overdue(timestamp: int = 0) -> None:
    """Each morning: one e-mail to whoever keeps entries of which some are due, and not again for a while."""
    with context.acting(context.of_job("directory")):
        organisations = list(Organisation.objects.filter(pk__in=overdue().values("organisation")))
    for organisation in organisations:
        with context.acting(context.of_job("directory")):
            remind(organisation)


def overdue():
    """Facts that are due and of which nobody was reminded lately."""
    lately = timezone.now() - countrypack.pack().directory.remind_every
    due = Fact.objects.filter(due_on__lte=timezone.localdate(), organisation__is_active=True)
    return due.exclude(service__is_active=False).filter(Q(reminded_at=None) | Q(reminded_at__lte=lately))


@transaction.atomic
def remind(organisation: Organisation) -> None:
    """Mark them first: when the mail server refuses, the mark is undone and the job is tried again."""
    overdue().filter(organisation=organisation).update(reminded_at=timezone.now())
    for user in seats.keepers(organisation):
        write_to(user)


def write_to(user: User) -> None:
    message = countrypack.pack().message("directory_due", user.language)
    link = settings.BASE_URL + reverse("entries:own")
    send_mail(message.subject, message.fill(link=link), settings.DEFAULT_FROM_EMAIL, [user.email])
