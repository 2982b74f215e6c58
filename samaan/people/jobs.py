"""The worker's part: tokens follow the key by themselves; questions find whom they are for, and answers the asker."""

from uuid import UUID

from samaan.access import context
from samaan.common.jobs import app, retrying
from samaan.people import answering
from samaan.people.models import Ask, Question
from samaan.people.retokenising import retokenise


@app.periodic(cron="*/10 * * * *")
@app.task(queue="cleaning", queueing_lock="retokenise_people", pass_context=False)
def retokenise_people(timestamp: int = 0) -> None:
    """Make anew the tokens that a new key or a new version of the program left behind."""
    retokenise()


@app.task(queue="people", retry=retrying, pass_context=False)
def put_questions(ask_id: str) -> None:
    """Ask whoever works with the person."""
    with context.acting(context.of_job("asking")):
        answering.put_questions(Ask.objects.select_related("asked_by").get(pk=UUID(ask_id)))


@app.task(queue="people", retry=retrying, pass_context=False)
def carry_answer(question_id: str) -> None:
    """Tell whoever asked."""
    with context.acting(context.of_job("asking")):
        answering.carry_answer(Question.objects.get(pk=UUID(question_id)))
