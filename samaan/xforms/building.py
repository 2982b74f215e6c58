"""Questions out of drafts: words in every language, expressions compiled, each fault in its cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext as _

from samaan.xforms import paths, vocabulary
from samaan.xforms.bindings import Bindings
from samaan.xforms.columns import Columns
from samaan.xforms.compiling import Expression, compile_expression
from samaan.xforms.definition import ChoiceList, Offer, OfSamaan, Question, Wording, Words
from samaan.xforms.faults import Fault
from samaan.xforms.grammar import Unreadable
from samaan.xforms.outline import Draft
from samaan.xforms.shape import Shape

REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
# Column of the sheet -> attribute of pyxform's bind.
BOUND = {
    "relevant": "relevant",
    "required": "required",
    "constraint": "constraint",
    "calculation": "calculate",
    "read_only": "readonly",
}


@dataclass
class Builder:
    columns: Columns
    bindings: Bindings
    shape: Shape
    lists: Mapping[str, ChoiceList]
    by_name: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def question(self, draft: Draft) -> Question:
        row = draft.row
        bound = {column: self.bound(draft, column) for column in BOUND}
        return Question(
            path=draft.path,
            kind=draft.kind,
            row=row.number,
            label=self.wording(draft, "label"),
            hint=self.wording(draft, "hint"),
            guidance=self.wording(draft, "guidance_hint"),
            constraint_message=self.wording(draft, "constraint_message"),
            required_message=self.wording(draft, "required_message"),
            appearance=tuple(self.columns.text(row, "appearance").split()),
            parameters=parameters(self.columns.text(row, "parameters")),
            **bound,
            default=self.bindings.defaults.get(draft.path, ""),
            calculated_default=self.expression(draft, "default", self.bindings.calculated_defaults.get(draft.path, "")),
            preload=draft.kind if draft.kind in ("start", "end", "today") else "",
            offer=self.offer(draft),
            count=self.expression(draft, "repeat_count", self.counted(draft)),
            of_samaan=self.of_samaan(draft),
            children=tuple(self.question(child) for child in draft.children),
        )

    def bound(self, draft: Draft, column: str) -> Expression | None:
        return self.expression(draft, column, self.bindings.bind(draft.path, BOUND[column]))

    def expression(self, draft: Draft, column: str, source: str) -> Expression | None:
        """A compiled expression; a fault in its cell when it cannot be used."""
        if not source.strip() or not draft.row.number:
            return None
        try:
            return compile_expression(source, draft.path, self.shape)
        except Unreadable as error:
            self.say(draft, column, str(error), _("docs/forms.md lists what is supported."))
            return None

    def counted(self, draft: Draft) -> str:
        """How often something is repeated; of a count that is more than `${name}` pyxform makes a node of its own."""
        made = count_node(draft.path)
        if made not in self.shape.paths and self.bindings.bind(made, "calculate"):
            return self.bindings.bind(made, "calculate")
        return self.bindings.counts.get(draft.path, "")

    def say(self, draft: Draft, column: str, problem: str, remedy: str = "") -> None:
        head = self.columns.head(column)
        self.faults.append(Fault("survey", draft.row.number, head, problem, remedy))

    def offer(self, draft: Draft) -> Offer | None:
        if draft.kind not in vocabulary.SELECTS:
            return None
        nodeset = self.bindings.offers.get(draft.path, "")
        if not nodeset or nodeset == f"instance('{draft.list_name}')/root/item":
            return Offer(draft.list_name)
        return Offer(draft.list_name, self.expression(draft, "choice_filter", nodeset))

    def of_samaan(self, draft: Draft) -> OfSamaan:
        text = partial(self.columns.text, draft.row)
        return OfSamaan(
            stored_as=text("stored_as"),
            prefill=text("prefill"),
            compartment=text("compartment"),
            sealed=text("sealed"),
            third_person=text("third_person"),
            guiding_question=self.wording(draft, "guiding_question"),
            indicator=text("indicator"),
        )

    def wording(self, draft: Draft, column: str) -> Wording:
        written = self.columns.by_language(draft.row, column)
        return Wording({language: self.words(draft, column, text) for language, text in written.items()})

    def words(self, draft: Draft, column: str, text: str) -> Words:
        """A text in pieces: what is fixed, and what `${name}` puts in."""
        pieces: list[str | Expression] = []
        for place, piece in enumerate(REFERENCE.split(text)):
            if place % 2 == 0:
                pieces += [piece] if piece else []
            elif piece in self.by_name:
                source = paths.reference(draft.path, self.by_name[piece], self.shape.repeats)
                pieces += [found for found in [self.expression(draft, column, source)] if found]
        return tuple(pieces)


def parameters(text: str) -> dict[str, str]:
    """`start=1 end=10`: names in small letters."""
    pairs = [pair.partition("=") for pair in re.split(r"[\s,;]+", re.sub(r"\s*=\s*", "=", text)) if "=" in pair]
    return {name.lower(): value for name, _mark, value in pairs}


def names(root: Draft) -> dict[str, str]:
    """The path of each name; a name that two questions have belongs to none."""
    found: dict[str, list[str]] = {}
    for draft in list(root.walk())[1:]:
        found.setdefault(draft.name, []).append(draft.path)
    return {name: where[0] for name, where in found.items() if len(where) == 1}


def count_node(path: str) -> str:
    """Where pyxform puts the number of a repeat: beside it."""
    return f"{path}_count"


def references(text: str) -> Iterator[str]:
    yield from REFERENCE.findall(text)


def form_paths(root: Draft) -> frozenset[str]:
    return frozenset(draft.path for draft in root.walk()) | {"/data/meta", "/data/meta/instanceID"}
