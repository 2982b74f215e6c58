"""The worker's part: making files, and destroying them when their day is over."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from samaan.access import context
from samaan.common.jobs import app, retrying
from samaan.exports import workflow
from samaan.exports.models import Export, Status

# Whoever asks for a second person and gets no answer within a week asks anew.
WAITS = timedelta(days=7)


@app.task(queue="exports", retry=retrying, pass_context=False)
def make_export(export_id: str) -> None:
    """Make one file, once."""
    with context.acting(context.of_job("export")):
        related = Export.objects.select_related("asked_by__role", "asked_by__organisation", "organisation")
        export = related.select_for_update(of=("self",)).filter(pk=UUID(export_id)).first()
        if export is not None:
            workflow.make(export)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="exports", queueing_lock="end_exports", pass_context=False)
def end_exports(timestamp: int = 0) -> None:
    """Every ten minutes: what is over is destroyed, each in a transaction of its own."""
    now = timezone.now()
    with context.acting(context.of_job("export")):
        over = list(Export.objects.filter(status=Status.READY, expires_at__lte=now).values_list("pk", flat=True))
        stale = Export.objects.filter(status=Status.ASKED, asked_at__lte=now - WAITS).values_list("pk", flat=True)
        over += list(stale)
    for pk in over:
        with context.acting(context.of_job("export")):
            workflow.end(Export.objects.get(pk=pk))
