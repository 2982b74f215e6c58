"""What a steward of the demo finds in the directory: hours, verified facts, some overdue, a change that waits."""

from datetime import time, timedelta

from django.utils import timezone

from samaan import countrypack
from samaan.accounts.models import User
from samaan.demo.telling import acting
from samaan.directory import seats, workflow
from samaan.directory.facts import groups_of
from samaan.directory.models import Fact, Group, Schedule, Service

OFFICE = "Monday to Friday, 8 am to 4 pm"
# Of seven services one was never verified; of five groups one is overdue.
NEVER, OVERDUE = 7, 5


def tell() -> None:
    """Once, and only where a steward can sign in."""
    if Fact.objects.exists() or not seats.stewards().exists():
        return
    services = list(Service.objects.select_related("organisation").filter(is_active=True).order_by("code"))
    keep_hours(services)
    verify(services)
    propose()


def keep_hours(services: list[Service]) -> None:
    Schedule.objects.bulk_create(
        Schedule(service=service, weekday=day, opens=time(8), closes=time(16))
        for service in services
        if service.opening.get("en") == OFFICE
        for day in range(1, 6)
    )


def verify(services: list[Service]) -> None:
    """By whoever keeps the entries, else by nobody: it came with the pack."""
    today, times = timezone.localdate(), countrypack.pack().directory
    keepers = {user.organisation_id: user for user in people()}
    facts = []
    for number, service in enumerate(services):
        for place, group in enumerate(groups_of(service) if number % NEVER else ()):
            every = times.contact_every if group == Group.CONTACT else times.verify_every
            late = (number + place) % OVERDUE == 0
            day = today - (every + timedelta(days=9) if late else timedelta(days=5 + number))
            facts.append(
                Fact(
                    organisation=service.organisation,
                    service=service,
                    group=group,
                    verified_on=day,
                    verified_by=keepers.get(service.organisation_id),
                    due_on=day + every,
                )
            )
    Fact.objects.bulk_create(facts)


def people() -> list[User]:
    return list(User.objects.filter(is_active=True, role__permissions__contains=["directory.keep"]))


def propose() -> None:
    """Whoever keeps the entries of a provider would change when one of its services is open."""
    open_ones = Service.objects.filter(is_active=True, is_sealed_location=False, schedules__isnull=False).distinct()
    for user in people():
        service = open_ones.filter(organisation=user.organisation_id).first()
        if service is None:
            continue
        week = {str(day): ["08:00-16:00"] for day in range(1, 6)} | {"6": ["09:00-12:00"]}
        with acting(user):
            workflow.propose_change(service, Group.HOURS, {"week": week}, by=user, note="Now on Saturdays too")
        return
