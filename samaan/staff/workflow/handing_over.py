"""A colleague's whole load goes to another."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.staff import load
from samaan.staff.load import Line, Passing
from samaan.staff.permissions import can_hand_over
from samaan.staff.workflow.refusing import refuse_unless


@transaction.atomic
def hand_over_load(colleague: User, *, by: User, to: User, reason: str) -> list[Line]:
    """Give everything a colleague has in hand to another: all that may go, in one transaction, one event a record.

    Returns each record, with what of it went and what stayed and why.
    """
    refuse_unless(can_hand_over(by, colleague), "work.handed_over", colleague)
    refuse_unfit(colleague, to, by, reason)
    passing = Passing(colleague, to, by, reason)
    done, gone_whole = [], []
    with load.acting_for(passing):
        held = [(source, record) for source in load.SOURCES for record in source.find(colleague)]
        for source, record in held:
            plan = source.plan(record, passing)
            if plan.goes:
                source.give(record, passing)
                if not plan.stays:
                    gone_whole.append((source, record))
            done.append(Line(source.kind, record.reference, plan.goes, plan.stays))
        # The case last: its referrals are seen through it.
        for source, record in reversed(gone_whole):
            source.let_go(record, colleague)
    gone = sum(1 for line in done if line.goes)
    stream.append(
        "work.handed_over", by=by, purpose="accounts", user=colleague.pk, to=to.pk, reason=reason, records=gone
    )
    return done


def refuse_unfit(colleague: User, to: User, by: User, reason: str) -> None:
    if to in (colleague, by):
        raise ValidationError({"to": _("Somebody else has to take the work over.")})
    if not to.is_active or to.organisation_id != colleague.organisation_id:
        raise ValidationError({"to": _("Choose a colleague of the same organisation.")})
    if reason not in dict(countrypack.pack().choices("reassign_reasons")):
        raise ValidationError({"reason": _("Say why the work changes hands.")})
