"""A submission's answers as one instance: put together from the parts one sees, and taken apart to be kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from samaan.questionnaires.compartments import compartment_of, compartments
from samaan.questionnaires.models import Part, Submission
from samaan.xforms.instance import Instance
from samaan.xforms.instance_xml import read_instance, write_instance
from samaan.xforms.nodes import Node


class Mark(NamedTuple):
    """When an answer was given: the revision, the user (nobody: filled in from the record), the moment."""

    revision: int
    by: int | None
    at: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass
class Filled:
    """The instance with a mark for each answer. `hidden` are the compartments that this reader does not see."""

    submission: Submission
    instance: Instance
    marks: dict[str, Mark]
    hidden: frozenset[str] = frozenset()
    parts: dict[str, Part] = field(default_factory=dict)

    def compartment(self, node: Node) -> str:
        return compartment_of(self.instance.form, node.path, self.submission.compartment)

    def is_hidden(self, node: Node) -> bool:
        return self.compartment(node) in self.hidden


def read(submission: Submission, hidden: frozenset[str] = frozenset()) -> Filled:
    """The answers, without those of the compartments `hidden` from this reader."""
    form, base = submission.form, submission.compartment
    parts = {part.compartment: part for part in Part.objects.filter(submission=submission)}
    if base not in parts:
        raise Part.DoesNotExist
    instance = read_instance(form, parts[base].instance)
    for compartment in set(parts) - {base}:
        overlay(instance, read_instance(form, parts[compartment].instance), compartment, base)
    marks = {address: Mark(*mark) for part in parts.values() for address, mark in part.marks.items()}
    return Filled(submission, instance, marks, hidden, parts)


def overlay(instance: Instance, other: Instance, compartment: str, base: str) -> None:
    """Lay the answers of one more compartment over those there are; repeats are as in the form's own."""
    theirs = {node.address: node for node in other.root.walk()}
    for node in instance.root.walk():
        if compartment_of(instance.form, node.path, base) == compartment and node.address in theirs:
            node.text = theirs[node.address].text


def store(filled: Filled, *, finished: bool = False) -> None:
    """Keep the answers, each part in its compartment; what is hidden from the writer stays as it is."""
    submission, instance = filled.submission, filled.instance
    for compartment in compartments(instance.form, submission.compartment) - filled.hidden:
        part = filled.parts.get(compartment) or a_part(submission, compartment)
        part.instance = xml_of(filled, {compartment}, finished=finished)
        part.marks = marks_in(filled, compartment)
        part.save(force_insert=part._state.adding, update_fields=None if part._state.adding else ["instance", "marks"])
        filled.parts[compartment] = part


def a_part(submission: Submission, compartment: str) -> Part:
    return Part(
        submission=submission, of_record=submission.of_record, of_kind=submission.of_kind, compartment=compartment
    )


def xml_of(filled: Filled, kept: Iterable[str], *, finished: bool = False, named: str = "") -> str:
    """The XForm's instance with the answers of these compartments only."""
    form, base, kept = filled.instance.form, filled.submission.compartment, set(kept)
    written = write_instance(
        filled.instance, finished=finished, named=named, keep=lambda path: compartment_of(form, path, base) in kept
    )
    return written.decode()


def marks_in(filled: Filled, compartment: str) -> dict[str, list]:
    at = {node.address: node for node in filled.instance.root.walk()}
    return {
        address: list(mark)
        for address, mark in filled.marks.items()
        if address in at and filled.compartment(at[address]) == compartment
    }
