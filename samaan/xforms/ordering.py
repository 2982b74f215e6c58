"""In which order answers are worked out: each question after all it looks at."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from samaan.xforms import paths
from samaan.xforms.compiling import Expression
from samaan.xforms.definition import Question


def expressions(question: Question) -> Iterator[tuple[str, Expression]]:
    """What must be known before a question is: by the column it stands in. A constraint comes afterwards.

    Whether an answer is required or may be changed could come afterwards too, but ODK Collect refuses a form in which
    such expressions go round in a circle.
    """
    if question.relevant:
        yield "relevant", question.relevant
    if question.required:
        yield "required", question.required
    if question.read_only:
        yield "read_only", question.read_only
    if question.calculation:
        yield "calculation", question.calculation
    if question.count:
        yield "repeat_count", question.count


def looks_at(question: Question) -> set[str]:
    """The paths that come before a question: its group, and what its expressions refer to."""
    found = {paths.parent(question.path)} - {"/"}
    for _column, expression in expressions(question):
        # A group that merely lies around both is already known: both stand in it.
        found |= {path for path in expression.uses if not question.path.startswith(f"{path}/")}
        if expression.reads_itself or any(path.startswith(f"{question.path}/") for path in expression.uses):
            found -= {question.path}
    return found


def order(questions: Mapping[str, Question]) -> tuple[tuple[Question, ...], list[str]]:
    """The questions in order; else the paths of a circle, each looking at the next."""
    sorter = TopologicalSorter({path: sorted(looks_at(question)) for path, question in questions.items()})
    try:
        return tuple(questions[path] for path in sorter.static_order() if path in questions), []
    except CycleError as error:
        return (), list(error.args[1])
