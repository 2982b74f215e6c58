"""A referral outside the referral map is reported to whoever keeps the map, who says that it was seen."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import begin_record, grant_to
from samaan.accounts.models import Organisation, Role, User
from samaan.referrals import permissions
from samaan.referrals.models import OutsideMap, Referral
from samaan.referrals.outside import map_version
from samaan.transitions import Transition, announce, move

S = OutsideMap.Status
REPORT = Transition("outside_map.reported", (), S.REPORTED, permissions.can_refer)
NOTE = Transition("outside_map.noted", (S.REPORTED,), S.NOTED, permissions.can_note_outside, _("Seen"), style="post")
SEES = ["directory.steward", "pack.approve"]


def report_outside(referral: Referral, *, by: User) -> OutsideMap:
    """Report a referral just sent, without anything of the person; its own words stay with the sending side."""
    unit = Organisation.objects.get(code=countrypack.pack().unit_organisation)
    seats = Role.objects.filter(permissions__overlap=SEES).order_by("code")
    report = OutsideMap(
        organisation=unit,
        reference=referral.reference,
        need=referral.need,
        provider=referral.provider,
        sender=by,
        outside=referral.outside_map,
        reason=referral.outside_reason,
        map_version_id=map_version(),
    )
    report.id = begin_record(
        OutsideMap.record_kind,
        owned_by=unit,
        grants=[
            grant_to(principals.seat(role.code, unit.pk), ["summary"], basis=Basis.OVERSIGHT, purpose="referral_map")
            for role in seats
        ],
    )
    report.save(force_insert=True)
    announce(REPORT.kind, report, by=by, need=report.need, outside=report.outside, reason=report.reason)
    return report


@transaction.atomic
def note_outside(report: OutsideMap, *, by: User) -> None:
    """Whoever keeps the map has seen it; the sender is told."""
    move(report, NOTE, by=by, noted_by=by)
