"""The worker's part in the directory: places that nobody answered for are free again."""

from django.utils import timezone

from samaan.access import context
from samaan.common.jobs import app
from samaan.directory.models import HeldPlace
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
