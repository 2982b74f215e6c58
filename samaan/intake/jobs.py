"""The worker's part: what a reporter tells with their code reaches the report, which they cannot see."""

from uuid import UUID

from samaan.access import context
from samaan.common.jobs import app, retrying
from samaan.intake.models import Report


@app.task(queue="reports", retry=retrying, pass_context=False)
def mark_danger(report_id: str) -> None:
    """Mark an open report: somebody is in danger now. The message that said so is the event."""
    from samaan.intake.workflow.holding import hurry  # the workflow defers this very job

    with context.acting(context.of_job("danger")):
        for report in Report.objects.select_for_update().filter(pk=UUID(report_id), status__in=Report.OPEN):
            report.immediate_danger = True
            report.save(update_fields=["immediate_danger"])
            hurry(report)
