"""The worker's part: releasing the figures of a half-year once it is settled."""

from samaan.access import context
from samaan.common.jobs import app
from samaan.insights import releasing

PURPOSE = "figures"


@app.periodic(cron="40 4 * * *")
@app.task(queue="cleaning", queueing_lock="release_figures", pass_context=False)
def release_figures(timestamp: int = 0) -> None:
    """Each night: the half-years that are over by now, each for itself."""
    with context.acting(context.of_job(PURPOSE)):
        periods = releasing.due()
    for period in periods:
        with context.acting(context.of_job(PURPOSE)):
            releasing.release(period)
