"""The worker's part: tokens follow the key and the algorithm by themselves."""

from samaan.common.jobs import app
from samaan.people.retokenising import retokenise


@app.periodic(cron="*/10 * * * *")
@app.task(queue="cleaning", queueing_lock="retokenise_people", pass_context=False)
def retokenise_people(timestamp: int = 0) -> None:
    """Make anew the tokens that a new key or a new version of the program left behind."""
    retokenise()
