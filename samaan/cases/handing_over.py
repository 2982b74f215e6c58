"""What of a case somebody has in hand, and how it goes to another: managing it, a part on its team, tasks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import close_to, compartments_of, excluded_user_ids, open_to
from samaan.accounts.models import User
from samaan.cases import compartments
from samaan.cases.models import Case, CaseTeamMember, Part, Status, Task
from samaan.cases.workflow.steps import HAND_OVER
from samaan.staff.load import Passing, Plan, Source
from samaan.transitions import lock, move

BY_NAME = (Basis.ASSIGNMENT, Basis.TEAM, Basis.AUTHOR)


@dataclass
class Share:
    """What of one case goes to whoever takes it over."""

    manages: bool = False
    member: CaseTeamMember | None = None
    opened: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)


def find(colleague: User) -> Iterable[Case]:
    """Open cases they manage, opened and nobody manages yet, are on the team of, or have promised something in."""
    mine = Q(case_manager=colleague) | Q(case_manager=None, opened_by=colleague)
    team = Q(pk__in=CaseTeamMember.objects.filter(user=colleague, left_at=None).values("case"))
    tasks = Q(pk__in=Task.objects.filter(owner=colleague, done_at=None).values("case"))
    return Case.objects.filter(mine | team | tasks, status=Status.OPEN).order_by("reference")


def plan(case: Case, passing: Passing) -> Plan:
    return share(case, passing).plan


def share(case: Case, passing: Passing) -> Share:
    """What goes and what stays, for this successor; without one, what there is."""
    found, to = Share(), passing.to
    if to and to.pk in excluded_user_ids(case.pk):
        found.plan.stays.append(_("A conflict of interest keeps %(name)s out of it.") % {"name": to})
        return found
    if not HAND_OVER.may(passing.by, case):
        found.plan.stays.append(_("Your role does not pass on work on cases."))
        return found
    share_management(found, case, passing)
    share_team(found, case, passing)
    share_tasks(found, case, passing)
    return found


def share_management(found: Share, case: Case, passing: Passing) -> None:
    manages = case.case_manager_id == passing.of.pk
    if not manages and (case.case_manager_id or case.opened_by_id != passing.of.pk):
        return
    if passing.to and not passing.to.can("case.manage"):
        found.plan.stays.append(_("%(name)s does not manage cases.") % {"name": passing.to})
        return
    found.manages = True
    found.plan.goes.append(_("Case manager") if manages else _("Opened it; it has no case manager yet"))


def share_team(found: Share, case: Case, passing: Passing) -> None:
    member = CaseTeamMember.objects.filter(case=case, user=passing.of, left_at=None).first()
    if member is None:
        return
    to = passing.to
    opened = compartments.without_never(to, compartments.PARTS[member.part]) if to else ["summary"]
    if to and not (to.can("case.view") and opened):
        found.plan.stays.append(_("%(name)s may not have this part on a team: %(part)s.") % words(to, member))
        return
    found.member, found.opened = member, opened
    found.plan.goes.append(_("On the team: %(part)s") % {"part": Part(member.part).label})


def share_tasks(found: Share, case: Case, passing: Passing) -> None:
    tasks = list(Task.objects.filter(case=case, owner=passing.of, done_at=None))
    to = passing.to
    found.tasks = [task for task in tasks if to is None or task.compartment in will_hold(found, case, to)]
    if found.tasks:
        n = len(found.tasks)
        found.plan.goes.append(ngettext("%(n)d task", "%(n)d tasks", n) % {"n": n})
    for compartment, n in Counter(task.compartment for task in tasks if task not in found.tasks).items():
        label = countrypack.pack().label("compartments", compartment)
        stays = ngettext(
            "%(n)d task stays: %(name)s may not see %(part)s.", "%(n)d tasks stay: %(name)s may not see %(part)s.", n
        )
        found.plan.stays.append(stays % {"n": n, "name": to, "part": label})


def will_hold(found: Share, case: Case, to: User) -> set[str]:
    """The compartments the successor has once what goes has gone."""
    return compartments_of(case, to) | set(found.opened) | set(compartments.ALL if found.manages else ())


def words(to: User, member: CaseTeamMember) -> dict:
    return {"name": to, "part": Part(member.part).label}


def give(case: Case, passing: Passing) -> None:
    """Pass on what goes, with one event."""
    lock(case)
    going = share(case, passing)
    of, to, by = passing.of, passing.to, passing.by
    if not going.plan.goes or to is None:
        return
    if going.manages:
        manager = principals.user(to.pk)
        open_to(case, manager, compartments.ALL, basis=Basis.ASSIGNMENT, purpose="case management", by=by)
    if going.member:
        join_instead(case, going, passing)
    for task in going.tasks:
        task.owner = to
        task.save(update_fields=["owner"])
    changes: dict[str, Any] = {"case_manager": to} if going.manages else {}
    data = {
        "from": of.pk,
        "to": to.pk,
        "reason": passing.reason,
        "manager": going.manages,
        "part": going.member.part if going.member else "",
        "tasks": len(going.tasks),
    }
    move(case, HAND_OVER, by=by, event_data=data, **changes)


def join_instead(case: Case, going: Share, passing: Passing) -> None:
    """The same part on the team, for the other; whoever is on it already stays as they are."""
    member, to = going.member, passing.to
    if member is None or to is None:
        return
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    if CaseTeamMember.objects.filter(case=case, user=to, left_at=None).exists():
        return
    open_to(case, principals.user(to.pk), going.opened, basis=Basis.TEAM, purpose=member.part, by=passing.by)
    CaseTeamMember(case=case, user=to, part=member.part).save(force_insert=True)


def let_go(case: Case, of: User) -> None:
    """Whoever had it loses sight of the case, unless something of it stayed."""
    for basis in BY_NAME:
        close_to(case, principals.user(of.pk), basis=basis)
    close_to(case, principals.left_by(of.pk))


SOURCE = Source("case", find, plan, give, let_go)
