"""More for one day: asked, and allowed by somebody else."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.access import principals, quota
from samaan.access.models import Basis
from samaan.access.records import begin_record, grant_to
from samaan.accounts.models import User
from samaan.transitions import announce, move
from samaan.watching import watchers
from samaan.watching.models import More
from samaan.watching.workflow.steps import GRANT, REFUSE

MOST_MORE = 200
ASKABLE = (*quota.COUNTED, quota.LINE, quota.EXPORT)


@transaction.atomic
def ask(what: str, *, by: User, number: int, reason: str) -> More:
    """Ask for more of something today; whoever watches is told. Asked twice in a day, it is one wish."""
    refuse_nonsense(what, number, reason)
    # Two presses at once are one wish: the second waits here for the first.
    User.objects.select_for_update().get(pk=by.pk)
    waiting = More.objects.filter(user=by, what=what, status=More.Status.ASKED).first()
    if waiting and waiting.day == quota.today():
        return waiting
    if waiting:
        waiting.day = quota.today()
        waiting.number, waiting.reason = number, reason
        waiting.save(update_fields=["day", "number", "reason"])
        announce("limit.asked", waiting, by=by, what=what, number=number)
        return waiting
    more_id = begin_record("limit", owned_by=by.organisation, grants=grants(by))
    more = More(
        id=more_id, organisation=by.organisation, user=by, what=what, number=number, reason=reason, day=quota.today()
    )
    more.save(force_insert=True)
    announce("limit.asked", more, by=by, what=what, number=number)
    return more


def grants(by: User) -> list:
    own = grant_to(principals.user(by.pk), ["summary"], basis=Basis.AUTHOR, purpose="limits")
    return [own, *(watcher_grant(watcher) for watcher in watchers.of(by))]


def watcher_grant(watcher: User):
    return grant_to(principals.user(watcher.pk), ["summary"], basis=Basis.OVERSIGHT, purpose="watching")


def refuse_nonsense(what: str, number: int, reason: str) -> None:
    if what not in ASKABLE:
        raise ValidationError({"what": _("There is no such limit.")})
    if not 1 <= number <= MOST_MORE:
        raise ValidationError({"number": _("Ask for 1 to %(most)d.") % {"most": MOST_MORE}})
    if not reason.strip():
        raise ValidationError({"reason": _("Write what you need it for.")})


@transaction.atomic
def grant(more: More, *, by: User) -> None:
    """Allow it, for the day it was asked on. Raises ValidationError once that day is over."""
    if more.day != quota.today():
        raise ValidationError(_("That day is over. Whoever still needs it asks anew."))
    facts = {"what": more.what, "number": more.number, "user": more.user_id}
    move(more, GRANT, by=by, decided_by=by, decided_at=timezone.now(), event_data=facts)
    quota.allow_more(more.user, more.what, more.number)


@transaction.atomic
def refuse(more: More, *, by: User, answer: str) -> None:
    """Say no, with a reason that whoever asked will read."""
    if not answer.strip():
        raise ValidationError({"answer": _("Say why.")})
    facts = {"what": more.what, "user": more.user_id}
    move(more, REFUSE, by=by, decided_by=by, decided_at=timezone.now(), answer=answer, event_data=facts)
