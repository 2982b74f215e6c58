"""The files that the answers of a submission name, and which of them are here."""

from collections.abc import Iterator
from typing import NamedTuple

from samaan.accounts.models import User
from samaan.questionnaires.filled import Filled, read
from samaan.questionnaires.models import Attachment, Submission
from samaan.questionnaires.permissions import hidden
from samaan.questionnaires.rendering.values import FILES


class Named(NamedTuple):
    """A file by the name its answer says: the question, and its compartment."""

    name: str
    address: str
    compartment: str


def named_files(filled: Filled) -> Iterator[Named]:
    for node in filled.instance.root.walk():
        if node.text and filled.instance.question(node).kind in FILES and not filled.is_hidden(node):
            yield Named(node.text, node.address, filled.compartment(node))


def place_of(submission: Submission, name: str, user: User) -> str | None:
    """The compartment of the question that this file answers; None when none does."""
    found = named_files(read(submission, hidden(submission, user)))
    return next((each.compartment for each in found if each.name == name), None)


def attachments(submission: Submission) -> dict[str, Attachment]:
    """What is here, by name."""
    found = Attachment.objects.filter(submission=submission).select_related("file")
    return {row.name: row for row in found}


def missing_files(submission: Submission, user: User) -> list[str]:
    """What the answers name and nobody has sent yet."""
    here = attachments(submission)
    wanted = named_files(read(submission, hidden(submission, user)))
    return [each.name for each in wanted if each.name not in here]
