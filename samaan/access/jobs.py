"""The worker's cleaning, once a day: files of failed acts, sessions long over, answers nobody came back for."""

from importlib import import_module

from django.conf import settings

from samaan.access import context
from samaan.common.jobs import app
from samaan.vault import files, held

DAY_MINUTES = 24 * 60


@app.periodic(cron="30 3 * * *")
@app.task(queue="cleaning", queueing_lock="remove_orphans", pass_context=False)
def remove_orphans(timestamp: int = 0) -> None:
    """Remove encrypted files that have no row a day after they were written."""
    with context.acting(context.of_job("cleaning")):
        for path in files.orphans(minutes=DAY_MINUTES):
            path.unlink(missing_ok=True)


@app.periodic(cron="40 3 * * *")
@app.task(queue="cleaning", queueing_lock="forget_sessions", pass_context=False)
def forget_sessions(timestamp: int = 0) -> None:
    """Remove the rows of sessions long over, and what was held for people who did not come back."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    held.drop_old()
