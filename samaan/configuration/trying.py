"""A form filled in on trial: the same verdict and the same questions as users get, and nothing of it kept anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core import signing
from django.utils import timezone

from samaan.questionnaires import queries
from samaan.questionnaires.filled import Filled
from samaan.questionnaires.models import Attachment, Submission
from samaan.questionnaires.rendering.slots import Drawing, Slot, slots_in
from samaan.questionnaires.sections import Section, sections_of
from samaan.xforms.definition import Definition
from samaan.xforms.faults import Refused
from samaan.xforms.instance import Instance
from samaan.xforms.instance_xml import read_instance, write_instance
from samaan.xforms.verdict import Verdict, apply_answers, judge, new_instance

SALT = "samaan.configuration.trying"


class OnTrial(Drawing):
    """Files are not taken: a question shows the name of the one that was chosen."""

    @cached_property
    def attachments(self) -> dict[str, Attachment]:
        return {}


@dataclass
class Trial:
    """The sample answers to one version of a form, and what follows from them."""

    checksum: str
    filled: Filled
    verdict: Verdict

    @property
    def form(self) -> Definition:
        return self.filled.instance.form

    @property
    def state(self) -> str:
        """The answers as the page carries them from one step to the next: signed, and nowhere else."""
        written = write_instance(self.filled.instance).decode()
        return signing.dumps([self.checksum, written], salt=SALT, compress=True)

    @property
    def sections(self) -> list[Section]:
        return sections_of(self.form)

    @property
    def progress(self) -> list[queries.Progress]:
        return queries.progress(self.filled, self.verdict)

    def drawing(self, *, every_problem: bool) -> Drawing:
        return OnTrial(self.filled, self.verdict, every_problem=every_problem)

    def answer(self, given: Mapping[str, str], language: str) -> None:
        """Take answers and judge anew; Refused or TooMuch takes none of them."""
        self.verdict = apply_answers(self.filled.instance, given, now=timezone.localtime(), language=language)

    def repeat(self, act: str, address: str) -> None:
        """One more, or one less, of a repeat."""
        change = {"add": self.filled.instance.add_repeat, "remove": self.filled.instance.remove_repeat}[act]
        change(address)
        self.verdict = judge(self.filled.instance, now=timezone.localtime(), language=self.verdict.language)

    def after(self, section: Section) -> Section | None:
        """The next section in which something is asked."""
        codes = [each.section.code for each in self.progress]
        follows = self.sections[self.sections.index(section) + 1 :]
        return next((each for each in follows if each.code in codes), None)

    def read(self) -> list[tuple[str, list[Slot]]]:
        """Every answer and calculation in words, section by section."""
        drawing = self.drawing(every_problem=True)
        found = []
        for each in self.progress:
            slots = [slot for slot in slots_in(drawing.items(each.section)) if slot.is_asked and slot.way != "note"]
            found.append((each.title, slots))
        return found

    def stored(self) -> list[tuple[str, str, str]]:
        """What statistics and other records would take from it: the column, the question, the value."""
        return [
            (judged.question.of_samaan.stored_as, judged.question.name, judged.value)
            for judged in self.verdict.judged.values()
            if judged.question.of_samaan.stored_as and judged.relevant and not judged.question.of_samaan.sealed
        ]


def begin(form: Definition, checksum: str, language: str) -> Trial:
    """An empty form with its defaults."""
    return of_instance(new_instance(form, now=timezone.localtime()), checksum, language)


def go_on(form: Definition, checksum: str, state: str, language: str) -> Trial:
    """Where the page left it; anew when it is of another version, or not what this page was given."""
    try:
        known, written = signing.loads(state, salt=SALT)
        instance = read_instance(form, written) if known == checksum else None
    except (signing.BadSignature, Refused, ValueError):
        instance = None
    return of_instance(instance, checksum, language) if instance else begin(form, checksum, language)


def of_instance(instance: Instance, checksum: str, language: str) -> Trial:
    filled = Filled(Submission(compartment="summary"), instance, {})
    return Trial(checksum, filled, judge(instance, now=timezone.localtime(), language=language))
