"""An answer that is a file, or one that is sealed: kept where it belongs, with a name or a mark as the answer."""

import secrets

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.questionnaires.models import Attachment, Submission
from samaan.questionnaires.rendering.values import FILES, MASK
from samaan.questionnaires.workflow.answering import Saved, open_filled, refuse_hidden, save_answers
from samaan.questionnaires.workflow.steps import ANSWER
from samaan.sealed import workflow as sealed
from samaan.sealed.classes import CLASSES
from samaan.sealed.workflow.steps import ENTER
from samaan.transitions import NotPermitted
from samaan.vault import files
from samaan.xforms.faults import Refused


@transaction.atomic
def attach(
    submission: Submission, address: str, upload: UploadedFile, *, base: int, by: User, language: str = ""
) -> Saved:
    """Keep a file as the answer to a question, in the compartment of that question.

    Raises NotPermitted, WrongState, Refused, or ValidationError when the file is none that is taken.
    """
    filled = open_filled(submission, ANSWER, by=by)
    node = filled.instance.at(address)
    refuse_hidden(filled, [node])
    if filled.instance.question(node).kind not in FILES:
        raise Refused(_("This question takes no file."))
    compartment = filled.compartment(node)
    stored = files.store(upload, record=submission, compartment=compartment, by=by)
    name = f"{node.name[:60]}-{secrets.token_hex(4)}{ending(stored.name)}"
    Attachment(
        submission=submission,
        of_record=submission.of_record,
        of_kind=submission.of_kind,
        compartment=compartment,
        name=name,
        file=stored,
        added_by=by,
    ).save(force_insert=True)
    return save_answers(submission, {address: name}, base=base, by=by, language=language, strict=False)


def ending(name: str) -> str:
    """Of a file’s name, what says its type."""
    _stem, dot, last = name.rpartition(".")
    return f".{last.lower()}" if dot and last.isalnum() and len(last) <= 5 else ""


@transaction.atomic
def seal_answer(submission: Submission, address: str, words: str, *, base: int, by: User, language: str = "") -> Saved:
    """Seal what was answered; the form holds a mark that there is an answer. Raises as `save_answers` does."""
    filled = open_filled(submission, ANSWER, by=by)
    node = filled.instance.at(address)
    refuse_hidden(filled, [node])
    named = CLASSES.get(filled.instance.question(node).of_samaan.sealed)
    if named is None or named.record_kind != submission.of_kind:
        raise Refused(_("This record keeps nothing sealed of this kind."))
    if not named.may_enter(by, submission.record):
        raise NotPermitted(ENTER, submission)
    sealed.enter(submission.record, named.code, {named.parts[0].code: words}, by=by)
    return save_answers(submission, {address: MASK}, base=base, by=by, language=language, strict=False)
