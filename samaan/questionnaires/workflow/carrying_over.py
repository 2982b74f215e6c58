"""A form that is being filled in goes on in the version that is at work now."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.countrypack import formversions
from samaan.countrypack.models import FormVersion
from samaan.questionnaires.carrying import Carried, carry
from samaan.questionnaires.compartments import compartments
from samaan.questionnaires.filled import Filled, Mark, store, xml_of
from samaan.questionnaires.models import Submission
from samaan.questionnaires.workflow.answering import note_earlier, open_filled
from samaan.questionnaires.workflow.beginning import about
from samaan.questionnaires.workflow.steps import CARRY_OVER
from samaan.transitions import move
from samaan.xforms.faults import Refused


def newer_version(submission: Submission) -> FormVersion | None:
    """The version that new forms of this kind are filled in with, when it came after this one's."""
    if submission.of is None:
        return None
    at_work = formversions.at_work(submission.of.form)
    return at_work if at_work.pk > submission.form_version_id else None


@transaction.atomic
def carry_over(submission: Submission, *, by: User) -> Carried:
    """Go on in the new version.

    1. each answer goes to its question, by path or by the column it fills, 2. what has no place any more, or is not
    possible there, is kept among the earlier answers, 3. the figures and reports of the form are of the new version.

    Raises NotPermitted, WrongState, or Refused where there is no newer version.
    """
    filled = open_filled(submission, CARRY_OVER, by=by)
    version = newer_version(submission)
    if version is None:
        raise Refused(_("There is no newer version of this form."))
    now = timezone.localtime()
    carried = carry(filled, formversions.definition(version), now=now)
    unknown = Mark(submission.revision, None, now.isoformat())
    for node in carried.left:
        note_earlier(filled, node, node.address, node.text, filled.marks.get(node.address, unknown), by=by)
    told = about(submission) | {"version": version.version, "before_version": submission.form_version.version}
    move(
        submission,
        CARRY_OVER,
        by=by,
        event_data=told | {"left": len(carried.left)},
        form_version=version,
        revision=submission.revision + 1,
    )
    keep_carried(Filled(submission, carried.instance, carried.marks, parts=filled.parts))
    return carried


def keep_carried(filled: Filled) -> None:
    """Each answer in the compartment that the new version says; a part that is none of its compartments is emptied."""
    store(filled)
    for compartment in set(filled.parts) - compartments(filled.instance.form, filled.submission.compartment):
        part = filled.parts[compartment]
        part.instance, part.marks = xml_of(filled, set()), {}
        part.save(update_fields=["instance", "marks"])
