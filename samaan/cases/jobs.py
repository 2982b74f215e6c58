"""What the worker does for cases: consent that runs out."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from samaan.access import context
from samaan.access.models import ConsentEntry
from samaan.cases.workflow import consent_ending
from samaan.common.jobs import app

BATCH = 200


@app.periodic(cron="*/5 * * * *")
@app.task(queue="clocks", queueing_lock="end_consent", pass_context=False)
def end_consent(timestamp: int = 0) -> None:
    """Every five minutes: consent that has run out, then what will within two weeks."""
    each_entry(consent_ending.over, consent_ending.expire_consent)
    each_entry(consent_ending.soon_over, consent_ending.warn_of_end)


def each_entry(found: Callable[[], QuerySet[ConsentEntry]], act: Callable[[UUID], None]) -> None:
    """Each in a transaction of its own: one that fails holds up no other."""
    with context.acting(context.of_job(consent_ending.PURPOSE)):
        ids = list(found().values_list("pk", flat=True)[:BATCH])
    for pk in ids:
        with context.acting(context.of_job(consent_ending.PURPOSE)):
            act(pk)
