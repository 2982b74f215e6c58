"""The worker's part: what is due each night, and destroying what two persons agreed to destroy."""

from uuid import UUID

from samaan.common.jobs import app, retrying
from samaan.retention import destroying, finding


@app.periodic(cron="50 2 * * *")
@app.task(queue="retention", queueing_lock="find_due", pass_context=False)
def find_due(timestamp: int = 0) -> None:
    """Once a night: put what has become due on the list. Nothing is destroyed by it."""
    finding.find_due()


@app.task(queue="disposal", retry=retrying, pass_context=False)
def dispose(proposal_id: str) -> None:
    """Destroy what an approved proposal names; run twice, the second finds nothing to do."""
    destroying.destroy(UUID(proposal_id))


@app.task(queue="disposal", retry=retrying, pass_context=False)
def remove_files(file_ids: list[str]) -> None:
    """Remove encrypted files whose keys are destroyed."""
    destroying.remove_files(file_ids)
