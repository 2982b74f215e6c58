"""The worker's part of keeping files: once a day, what failed acts left on disk goes."""

from samaan.access import context
from samaan.common.jobs import app
from samaan.vault import files

DAY_MINUTES = 24 * 60


@app.periodic(cron="30 3 * * *")
@app.task(queue="cleaning", queueing_lock="remove_orphans", pass_context=False)
def remove_orphans(timestamp: int = 0) -> None:
    """Remove encrypted files that have no row a day after they were written."""
    with context.acting(context.of_job("cleaning")):
        for path in files.orphans(minutes=DAY_MINUTES):
            path.unlink(missing_ok=True)
