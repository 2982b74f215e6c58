"""The instruments of Trinidad and Tobago's pack, filled in by the names of their questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

from samaan.xforms.definition import Definition, Question
from samaan.xforms.reading import Read, read_form
from samaan.xforms.verdict import Verdict, apply_answers, new_instance

TT = Path(__file__).resolve().parents[3] / "packs" / "tt"
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@cache
def read(form_id: str) -> Read:
    return read_form((TT / "forms" / f"{form_id}.xlsx").read_bytes())


def form(form_id: str) -> Definition:
    found = read(form_id)
    assert found.faults == ()
    assert found.form is not None
    return found.form


@cache
def questions(form_id: str) -> dict[str, Question]:
    """By name; a group may share its name with a question and is left out."""
    return {found.name: found for found in form(form_id).root.walk() if not found.is_container}


@cache
def choices(form_id: str, question: str) -> tuple[str, ...]:
    """What a select of a form offers when nothing filters it."""
    offer = questions(form_id)[question].offer
    assert offer
    return tuple(form(form_id).lists[offer.list].by_name)


@dataclass(frozen=True)
class Filled:
    """A form with its verdict, asked by the names of its questions."""

    form_id: str
    verdict: Verdict

    def __getitem__(self, name: str) -> str:
        """An answer or a calculation; nothing where the question is not asked."""
        found = self.verdict[self.address(name)]
        return found.value if found.relevant else ""

    def address(self, name: str) -> str:
        return questions(self.form_id)[name].path

    def asks(self, name: str) -> bool:
        return self.verdict[self.address(name)].relevant

    @property
    def problems(self) -> dict[str, str]:
        return {address.rpartition("/")[2]: words for address, words in self.verdict.problems.items()}

    @property
    def missing(self) -> set[str]:
        """Questions without an answer that should have one."""
        found = self.verdict.judged.values()
        return {each.question.name for each in found if each.required and each.relevant and not each.value}

    def notes(self, group: str) -> list[str]:
        """What the notes of a group say."""
        shown = self.verdict.judged.items()
        return [
            self.verdict.label(address)
            for address, found in shown
            if found.question.kind == "note" and found.relevant and f"/{group}/" in address
        ]


def fill(form_id: str, answers: Mapping[str, str], *, language: str = "en", now: datetime = NOW) -> Filled:
    """The form after these answers, by the names of their questions."""
    instance = new_instance(form(form_id), now=now, chance=Random(1))
    known = questions(form_id)
    given = {known[name].path: text for name, text in answers.items()}
    return Filled(form_id, apply_answers(instance, given, now=now, language=language, chance=Random(1)))
