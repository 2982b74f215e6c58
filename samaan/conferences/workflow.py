"""A case conference: convened with its agenda, people invited to each item, what was said and decided, and held."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import begin_record, excluded_user_ids, grant_to, inherit, open_to
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.cases.workflow import add_task
from samaan.common.references import next_reference
from samaan.conferences import agenda, permissions
from samaan.conferences.models import AgendaItem, Conference, Decision, Minute, Participant, Status
from samaan.transitions import NotPermitted, Transition, announce, lock, move

PLANNED, EVER = (Status.PLANNED,), (Status.PLANNED, Status.HELD)
HOLD = Transition(
    "conference.held",
    PLANNED,
    Status.HELD,
    permissions.can_convene,
    gettext_lazy("The conference was held"),
    "conferences:hold",
    style="post",
)
CONVENE = Transition("conference.convened", (), Status.PLANNED, permissions.can_convene)
INVITE = Transition("agenda_item.invited", PLANNED, None, permissions.can_invite)
MINUTE = Transition("agenda_item.minuted", EVER, None, permissions.can_minute)
DECIDE = Transition("agenda_item.decided", EVER, None, permissions.can_decide)
# With its conference.
HELD = Transition("agenda_item.held", PLANNED, Status.HELD, permissions.by_conference)
STEPS = [HOLD]


@transaction.atomic
def convene_conference(*, by: User, meets_at: datetime) -> Conference:
    """Convene, with the agenda that the rules of the pack make of the cases this person sees.

    Each case is an item of its own record: whoever cares for the case sees it; the convener sees that it is there.
    """
    if not permissions.can_convene(by):
        raise NotPermitted(CONVENE, None)
    if meets_at <= timezone.now():
        raise ValidationError({"meets_at": _("This time has passed.")})
    own = grant_to(principals.user(by.pk), ["summary"], basis=Basis.AUTHOR, purpose="conference", by=by)
    conference = Conference(
        id=begin_record(Conference.record_kind, owned_by=by.organisation, grants=[own]),
        reference=next_reference("K"),
        organisation=by.organisation,
        meets_at=meets_at,
        convened_by=by,
    )
    conference.save(force_insert=True)
    listed = agenda.cases_for(by)
    for number, (case, why) in enumerate(listed, start=1):
        add_item(conference, case, why, number, by)
    announce(CONVENE.kind, conference, by=by, items=len(listed))
    return conference


def add_item(conference: Conference, case: Case, why: list[str], number: int, by: User) -> AgendaItem:
    own = grant_to(principals.user(by.pk), ["summary"], basis=Basis.AUTHOR, purpose="conference", by=by)
    item = AgendaItem(
        id=begin_record(AgendaItem.record_kind, owned_by=by.organisation, grants=[own]),
        conference=conference, case=case, organisation=by.organisation, number=number, why=why,
        reference=f"{conference.reference}/{number}", meets_at=conference.meets_at, convened_by=by,
    )  # fmt: skip
    inherit(case, "care", item)
    item.save(force_insert=True)
    return item


@transaction.atomic
def invite_participant(item: AgendaItem, *, by: User, user: User) -> Participant:
    """Open one item, and that the conference takes place, to somebody for as long as the pack says after it."""
    lock(item)
    if user.pk in excluded_user_ids(item.pk) | excluded_user_ids(item.case_id):
        raise ValidationError({"user": _("A conflict of interest keeps this person out of this case.")})
    if not user.can("case.view"):
        raise ValidationError({"user": _("This person does not work with cases.")})
    if Participant.objects.filter(item=item, user=user).exists():
        raise ValidationError({"user": _("This person is invited already.")})
    item.inviting = user
    move(item, INVITE, by=by, event_data={"user": user.pk})
    until = item.meets_at + countrypack.pack().conference.invited_for
    guest = {"basis": Basis.TEAM, "purpose": "conference", "by": by, "ends_at": until}
    open_to(item, principals.user(user.pk), ["summary", "minutes"], **guest)
    # A case manager invites to the case, not to the meeting.
    meeting = Conference.objects.filter(pk=item.conference_id).first()
    if meeting:
        open_to(meeting, principals.user(user.pk), ["summary"], **guest)
    participant = Participant(item=item, user=user, until=until, invited_by=by)
    participant.save(force_insert=True)
    return participant


@transaction.atomic
def write_minute(item: AgendaItem, *, by: User, text: str) -> Minute:
    """Write down what was said of this case; nobody changes it afterwards."""
    move(item, MINUTE, by=by)
    minute = Minute(item=item, text=text, written_by=by)
    minute.save(force_insert=True)
    return minute


@transaction.atomic
def decide(
    item: AgendaItem, *, by: User, text: str, owner: User, due: date, compartment: str, nonce: UUID | None = None
) -> Decision:
    """What was decided becomes a task of the case, with its owner and its day. One `nonce`, one decision."""
    found = Decision.objects.filter(pk=nonce, decided_by=by).first() if nonce else None
    if found:
        return found
    case = Case.objects.visible_to(by).filter(pk=item.case_id).first()
    if case is None:
        raise NotPermitted(DECIDE, item)
    move(item, DECIDE, by=by, event_data={"owner": owner.pk, "due": due})
    task = add_task(case, by=by, title=text, due=due, compartment=compartment, owner=owner)
    decision = Decision(id=nonce or uuid4(), item=item, text=text, task_id=task.pk, owner=owner, due=due, decided_by=by)
    decision.save(force_insert=True)
    return decision


@transaction.atomic
def hold_conference(conference: Conference, *, by: User) -> None:
    """It took place: nobody is invited any more; minutes and decisions may still be written down."""
    move(conference, HOLD, by=by)
    for item in AgendaItem.objects.filter(conference=conference):
        move(item, HELD, by=by)
