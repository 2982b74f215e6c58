"""Who may do what with a case. Each rule counts only on cases the person can see at all."""

from samaan.access.records import compartments_of, is_let_in, represented_by
from samaan.accounts.models import User
from samaan.cases import compartments
from samaan.cases.models import Case, Status, Task
from samaan.walls.permissions import can_see_readers as role_sees_readers


def can_list(user: User | None) -> bool:
    """Whoever works with cases."""
    return user is not None and user.can("case.view")


def can_work(user: User | None, case: Case) -> bool:
    """Whoever works with cases."""
    return can_list(user)


def can_open(user: User | None, person: object = None) -> bool:
    """Whoever's role opens cases; the report it comes from says whether the time has come."""
    return user is not None and user.can("case.open")


def can_manage(user: User | None, case: Case) -> bool:
    """Its own case manager, or one to whom every part of it is open, and not for an emergency alone: who stands in."""
    if user is None or not may_let_in(user, case, "case.manage"):
        return False
    return case.case_manager_id == user.pk or compartments_of(case, user).issuperset(compartments.ALL)


def may_let_in(user: User | None, case: Case, permission: str) -> bool:
    """Whoever's role does it, on a case that is open to them not for an emergency alone."""
    if user is None or not user.can(permission):
        return False
    return case.case_manager_id == user.pk or is_let_in(case, user)


def can_hand_over(user: User | None, case: Case) -> bool:
    """Those who give out cases; they choose who, and need not see more of it."""
    return user is not None and user.can("work.hand_over") and user.can("case.assign")


def opened_it(user: User | None, case: Case) -> bool:
    """Whoever opened the case, or stands in for them, looks after it until a case manager has it."""
    if user is None or not user.can("case.open") or case.case_manager_id:
        return False
    return case.opened_by_id == user.pk or case.opened_by_id in represented_by(case.pk, user)


def looks_after(user: User | None, case: Case) -> bool:
    """The case manager; before there is one, whoever opened the case."""
    return can_manage(user, case) or opened_it(user, case)


def can_assign(user: User | None, case: Case) -> bool:
    """Those who assign cases, the case manager who hands over, and at first whoever opened the case."""
    return may_let_in(user, case, "case.assign") or looks_after(user, case)


def can_add_to_team(user: User | None, case: Case) -> bool:
    """Whoever looks after the case, and those who grant access."""
    return may_let_in(user, case, "access.grant") or looks_after(user, case)


def can_assess_risk(user: User | None, case: Case) -> bool:
    """Whoever looks after the case."""
    return looks_after(user, case)


def can_edit_person(user: User | None, case: Case) -> bool:
    """Whoever looks after the case; that they hold its identity is the database's rule."""
    return looks_after(user, case)


def can_write_note(user: User | None, case: Case) -> bool:
    """Whoever writes notes, in the compartments they hold."""
    return user is not None and user.can("case.note")


def can_fill_forms(user: User | None, case: Case) -> bool:
    """Whoever works with cases, on one that is not closed and is open to them not for an emergency alone."""
    return may_let_in(user, case, "case.view") and case.status != Status.CLOSED


def can_add_task(user: User | None, case: Case) -> bool:
    """Whoever works with tasks, in the compartments they hold."""
    return user is not None and user.can("case.task")


def can_finish_task(user: User | None, task: Task) -> bool:
    """The task's owner, and whoever looks after the case."""
    return user is not None and (task.owner_id == user.pk or looks_after(user, task.case))


def can_add_document(user: User | None, case: Case) -> bool:
    """Whoever keeps documents, in the compartments they hold."""
    return user is not None and user.can("case.document")


def can_declare_conflict(user: User | None, case: Case) -> bool:
    """Everybody about themselves; nobody asks why."""
    return user is not None and user.is_active


def can_keep_out(user: User | None, case: Case) -> bool:
    """Those who may declare somebody else's conflict of interest, and lift one."""
    return may_let_in(user, case, "access.exclude")


def can_see_readers(user: User | None, case: Case) -> bool:
    """The case manager, and those whose role asks who opened a file: head, director, auditor."""
    return looks_after(user, case) or role_sees_readers(user)


def can_close(user: User | None, case: Case) -> bool:
    """Those who close cases; a case manager only those they manage."""
    if user is not None and user.can("case.manage"):
        return user.can("case.close") and can_manage(user, case)
    return may_let_in(user, case, "case.close")


def can_record_consent(user: User | None, case: Case) -> bool:
    """Whoever looks after the case or refers the survivor to services; that they hold its identity is asked as well."""
    return user is not None and (looks_after(user, case) or user.can("referral.send"))


def can_reopen(user: User | None, case: Case) -> bool:
    """Those who close cases; not one kept beside another case of the same person."""
    return can_close(user, case) and not case.set_aside
