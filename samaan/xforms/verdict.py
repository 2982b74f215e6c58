"""The server's verdict on a filled-in form: what is relevant, required, valid, calculated and on offer.

Answers that are no longer relevant are kept while somebody fills the form in, because a slip on one question must not
lose what was said to the next ten. No expression sees them, and a finished form leaves them out.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random, SystemRandom

from django.utils import translation
from django.utils.translation import gettext as _

from samaan.xforms.dates import moment_text
from samaan.xforms.definition import Choice, Definition, Question, Wording
from samaan.xforms.faults import Refused, TooMuch
from samaan.xforms.instance import MOST_REPEATS, Instance, empty_instance
from samaan.xforms.judging import Judged, is_read_only, judge_all, on_offer
from samaan.xforms.languages import code
from samaan.xforms.nodes import Node, inside
from samaan.xforms.running import Run, scope_of, standing
from samaan.xforms.settling import settle
from samaan.xforms.values import to_boolean, to_string
from samaan.xforms.wording import ChoiceLabels, plain, say


@dataclass(frozen=True)
class Verdict:
    """Every node by its address, in the order of the form; words and choices are asked for as they are shown."""

    instance: Instance
    language: str
    judged: Mapping[str, Judged]
    run: Run = field(repr=False)

    def __getitem__(self, address: str) -> Judged:
        return self.judged[address]

    @property
    def problems(self) -> dict[str, str]:
        return {address: found.problem for address, found in self.judged.items() if found.problem}

    @property
    def is_complete(self) -> bool:
        """Whether the form may be finished."""
        return not any(found.problem for found in self.judged.values())

    @property
    def name(self) -> str:
        """What the form calls what was filled in, when its settings say so."""
        name = self.instance.form.instance_name
        return to_string(name(standing(self.run, meta_of(self.instance)))) if name else ""

    def label(self, address: str) -> str:
        return self.words(address, self.judged[address].question.label)

    def hint(self, address: str) -> str:
        return self.words(address, self.judged[address].question.hint)

    def guidance(self, address: str) -> str:
        return self.words(address, self.judged[address].question.guidance)

    def words(self, address: str, wording: Wording) -> str:
        return say(wording, scope_of(self.run, self.judged[address].node), self.instance.form)

    def may_add(self, address: str) -> bool:
        """Whether one more of a repeat may be added: `/data/place`, inside its group."""
        above, _mark, name = address.rpartition("/")
        parent = self.instance.at(above)
        question = self.instance.form.questions.get(f"{parent.path}/{name}")
        if question is None or not question.is_repeat or question.count or not parent.relevant:
            return False
        if len(parent.named.get(name, ())) >= MOST_REPEATS:
            return False
        return question.relevant is None or to_boolean(question.relevant(standing(self.run, inside(parent, name))))

    def choices(self, address: str) -> list[Choice]:
        """What a select offers just now."""
        found = self.judged[address]
        return on_offer(self.instance.form, found.question, scope_of(self.run, found.node))

    def choice_label(self, choice: Choice) -> str:
        return plain(choice.label.words(self.language, self.instance.form.default_language))


def offered_to_all(form: Definition, question: Question) -> list[Choice]:
    """What a select offers whose filter looks at no answer: the same in every filled-in form."""
    instance = empty_instance(form)
    run = a_run(instance, datetime.now(UTC), "", None)
    return on_offer(form, question, standing(run, instance.root))


def new_instance(form: Definition, *, now: datetime, chance: Random | None = None) -> Instance:
    """A form that somebody begins to fill in: its defaults, when it was begun, an identity."""
    instance = empty_instance(form)
    run = a_run(instance, now, "", chance)
    instance.instance_id = f"uuid:{uuid.UUID(int=run.chance.getrandbits(128), version=4)}"
    preload(instance, "start", moment_text(now))
    preload(instance, "today", now.date().isoformat())
    settle(instance, run)
    return instance


def preload(instance: Instance, kind: str, text: str) -> None:
    for nodes in instance.nodes().values():
        for node in nodes:
            if instance.question(node).preload == kind:
                node.text = text


def apply_answers(
    instance: Instance,
    answers: Mapping[str, str],
    *,
    now: datetime,
    language: str = "",
    chance: Random | None = None,
) -> Verdict:
    """Write answers at their addresses and judge the form anew; `Refused` writes none of them."""
    before = [(node, node.text) for node in map(instance.at, answers)]
    run = a_run(instance, now, language, chance)
    if any(is_read_only(instance.question(node), scope_of(run, node)) for node, _text in before):
        raise Refused(_("Nothing can be answered here."))
    try:
        for address, text in answers.items():
            instance.answer(address, text)
        return judge(instance, now=now, language=language, chance=chance)
    except (Refused, TooMuch):
        for node, text in before:
            node.text = text
        raise


def finish(instance: Instance, *, now: datetime, language: str = "", chance: Random | None = None) -> Verdict:
    """The last verdict, with the time; the form is only to be kept as finished when it is complete."""
    preload(instance, "end", moment_text(now))
    return judge(instance, now=now, language=language, chance=chance)


def judge(instance: Instance, *, now: datetime, language: str = "", chance: Random | None = None) -> Verdict:
    """Work out what follows from the answers, and judge every node."""
    run = a_run(instance, now, language, chance)
    settle(instance, run)
    with translation.override(code(run.language) or translation.get_language()):
        judged = {found.address: found for found in judge_all(instance, run)}
    return Verdict(instance, run.language, judged, run)


def a_run(instance: Instance, now: datetime, language: str, chance: Random | None) -> Run:
    form = instance.form
    lists = {name: found.tree for name, found in form.lists.items()}
    return Run(instance.root, lists, now, ChoiceLabels(form), form.language(language), chance or SystemRandom())


def meta_of(instance: Instance) -> Node:
    """Where `instance_name` stands: a node beside those of the form."""
    return inside(inside(instance.root, "meta"), "instanceName")
