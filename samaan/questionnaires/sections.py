"""The sections of a form, one a page: each group at the top, and the questions between groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.xforms.definition import Definition, Question
from samaan.xforms.instance import Instance
from samaan.xforms.nodes import Node
from samaan.xforms.vocabulary import UNASKED

# So many questions that stand in no group are a page.
MOST_ALONE = 25


@dataclass(frozen=True)
class Section:
    """One page of a form. `group` is its group or repeat; without one, these questions stand by themselves."""

    code: str
    questions: tuple[Question, ...]
    group: Question | None = None
    name: str | Promise = ""

    def nodes(self, instance: Instance) -> Iterator[Node]:
        """Its topmost nodes, in the order of the form; each of a repeat."""
        for question in self.questions:
            yield from instance.root.named.get(question.name, ())

    def holds(self, path: str) -> bool:
        return any(path == question.path or path.startswith(f"{question.path}/") for question in self.questions)


def sections_of(form: Definition) -> list[Section]:
    """The sections with something to show, in order."""
    found: list[Section] = []
    for is_group, questions in groupby(form.root.children, key=lambda question: question.is_container):
        if is_group:
            found += [Section(group.name, (group,), group) for group in questions if shows(group)]
        else:
            alone = [question for question in questions if shows(question)]
            for start in range(0, len(alone), MOST_ALONE):
                some = tuple(alone[start : start + MOST_ALONE])
                name = _("Further questions") if found else _("To begin with")
                found.append(Section(some[0].name, some, name=name))
    return found


def shows(question: Question) -> bool:
    """Whether anything of it is ever seen: a calculation without a label is not."""
    if question.is_container:
        return any(shows(child) for child in question.children)
    return question.kind not in UNASKED or (question.kind == "calculate" and bool(question.label.by_language))


def section(form: Definition, code: str) -> Section | None:
    return next((found for found in sections_of(form) if found.code == code), None)


def section_at(form: Definition, path: str) -> Section | None:
    """The section a question is in."""
    return next((found for found in sections_of(form) if found.holds(path)), None)
