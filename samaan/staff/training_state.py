"""Who is trained, and how many are trained and registered: what the indicators count."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from samaan.accounts.models import Organisation, User
from samaan.staff import code_of_conduct, training_kinds
from samaan.staff.models import Training


def trained_ids(user_ids: Iterable[int], *, on: date | None = None) -> set[int]:
    """Of these accounts, those with every needed training, counting on that day (today)."""
    on = on or timezone.localdate()
    needed = set(training_kinds.needed())
    held: dict[int, set[str]] = {pk: set() for pk in user_ids}
    counting = Training.objects.filter(completed_on__lte=on, kind__in=needed, user__in=held)
    for user_id, kind in counting.filter(Q(valid_until=None) | Q(valid_until__gte=on)).values_list("user_id", "kind"):
        held[user_id].add(kind)
    return {pk for pk, kinds in held.items() if needed <= kinds}


def trained_and_registered(*, on: date | None = None, organisation: Organisation | None = None) -> int:
    """How many people hold an account at work, accepted the code of conduct and are trained, on a day (today).

    An account is at work from its first day until it is locked or has ended; each person has one, and counts once.
    """
    on = on or timezone.localdate()
    people = User.objects.filter(created_at__date__lte=on, organisation__is_active=True)
    people = people.filter(Q(ended_at=None) | Q(ended_at__date__gt=on)).filter(
        Q(locked_at=None) | Q(locked_at__date__gt=on)
    )
    if organisation:
        people = people.filter(organisation=organisation)
    if code_of_conduct.version():
        people = people.filter(conduct_acceptances__accepted_at__date__lte=on).distinct()
    return len(trained_ids(people.values_list("pk", flat=True), on=on))
