"""The worker's part in cases: consent that runs out, and what follows a person who was merged."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from samaan.access import context
from samaan.access.models import ConsentEntry
from samaan.cases.models import Case
from samaan.cases.workflow import consent_ending
from samaan.cases.workflow.survivor import follow_person
from samaan.common.jobs import app, retrying

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


@app.task(queue="cases", retry=retrying, pass_context=False)
def follow_merged_person(person_id: str) -> None:
    """What stands in clear on a case follows its person, whoever merged them and saw the case or not."""
    with context.acting(context.of_job("merging")):
        for case in Case.objects.filter(person_id=UUID(person_id)).select_related("person", "organisation"):
            follow_person(case)


def when_merged(person_id: UUID) -> None:
    app.configure_task("samaan.cases.jobs.follow_merged_person", queue="cases").defer(person_id=str(person_id))
