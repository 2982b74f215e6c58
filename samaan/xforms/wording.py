"""What a form says, in the language of a run."""

from dataclasses import dataclass

from samaan.xforms.definition import Definition, Wording, Words
from samaan.xforms.running import Run, Scope
from samaan.xforms.values import to_string


def say(wording: Wording, scope: Scope, form: Definition) -> str:
    """A text in the language of the run, with the answers it mentions."""
    words: Words = wording.words(scope.run.language, form.default_language)
    return "".join(piece if isinstance(piece, str) else to_string(piece(scope)) for piece in words)


def plain(words: Words) -> str:
    return "".join(piece for piece in words if isinstance(piece, str))


@dataclass(frozen=True)
class ChoiceLabels:
    """`jr:choice-name()`: the words of a choice, in the language of the run."""

    form: Definition

    def __call__(self, question: str, value: str, run: Run) -> str:
        offer = self.form.questions[question].offer
        choice = self.form.lists[offer.list].by_name.get(value) if offer else None
        return plain(choice.label.words(run.language, self.form.default_language)) if choice else ""
