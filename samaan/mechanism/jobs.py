"""The worker's part: laying out the booklet takes longer than anybody waits for a page."""

from samaan.access import context
from samaan.common.jobs import app, retrying
from samaan.mechanism import workflow


@app.task(queue="exports", retry=retrying, pass_context=False)
def make_booklet(language: str) -> None:
    """Make it once; one that was made since it was asked for is left as it is."""
    with context.acting(context.of_job("booklet")):
        workflow.make_booklet(language)
