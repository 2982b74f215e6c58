"""Changes to the pack, made by the same functions as the pages call, upon a pack with one form."""

from collections.abc import Iterator
from contextlib import contextmanager

from samaan.access import context
from samaan.accounts.models import User
from samaan.configuration import workflow
from samaan.configuration.examining import examine
from samaan.configuration.models import Change
from tests.factories.forms import CHOICES, SETTINGS, SURVEY
from tests.factories.staff import acting, administrator, director
from tests.xforms.workbooks import workbook

NEW_QUESTION = "| text | phone_credit | Does the person have phone credit? | ¿Tiene crédito en el teléfono? |"
LIST = "code,en,es,fr,order,active\nyes,Yes,Sí,Oui,1,yes\nno,No,No,Non,2,yes\n"


def form(version: str = "1", more: str = "", survey: str = SURVEY, choices: str = CHOICES) -> bytes:
    """The needs assessment; `more` are rows below its own."""
    return workbook("\n".join(filter(None, [survey, more])), choices, SETTINGS.format(version=version))


def with_question(version: str = "2") -> bytes:
    """The same with one more question at its end."""
    return form(version, "| text | credit | Phone credit? | ¿Crédito? |")


def make_change(*files: tuple[str, bytes], by: User | None = None, reason: str = "One more question") -> Change:
    """A draft with these files."""
    by = by or administrator()
    with acting(by):
        change = workflow.begin_change(by=by, reason=reason)
        for name, data in files:
            workflow.put_file(change, by=by, name=name, data=data)
    return change


def propose(change: Change) -> Change:
    with acting(change.proposed_by):
        workflow.propose_change(change, by=change.proposed_by)
    return change


def publish(change: Change, by: User | None = None) -> Change:
    """Propose it, and approve it as somebody else, who has seen it."""
    by = by or director()
    propose(change)
    with acting(by):
        workflow.approve_change(change, by=by, shown=examine(change).shown)
    return change


def with_a_form() -> Change:
    """The pack at work gets its first form, by two people."""
    return publish(make_change(("needs.xlsx", form()), reason="The needs assessment"))


@contextmanager
def as_job() -> Iterator[None]:
    with context.acting(context.of_job("test")):
        yield
