"""Whose pages are measured: a case manager and an investigator with a full list, a director and a head who see all."""

from dataclasses import dataclass
from datetime import timedelta

from bench.filling import Owner
from bench.sessions import cookie_of

TASKS = 4
NOTES = 8
SECTION = "act"


@dataclass(frozen=True)
class People:
    """Cookies, and the records that are opened: each is a real one."""

    manager: str
    investigator: str
    director: str
    head: str
    managers: Owner
    investigators: Owner
    case: str
    referral: str
    screening: str


def find() -> People:
    """The people of the demo, and of theirs a case, a referral and a screening."""
    from samaan.access import context
    from samaan.intake.models import Screening

    manager, director, head = (user_called(name) for name in ("case.manager", "director", "head"))
    with context.acting(context.of_user(manager)):
        case, referral = case_of(manager)
        fill_in(case, manager)
    for name in ("investigator", "investigator2", "investigator3", "investigator4"):
        investigator = user_called(name)
        with context.acting(context.of_user(investigator)):
            begun = Screening.objects.visible_to(investigator).filter(status="open", report__assigned_to=investigator)
            screening = begun.order_by("-changed_at").first()
        if screening:
            break
    else:
        raise SystemExit("no screening is being filled in")
    return People(
        manager=cookie_of(manager),
        investigator=cookie_of(investigator),
        director=cookie_of(director),
        head=cookie_of(head),
        managers=owner(manager, "case"),
        investigators=owner(investigator, "report"),
        case=str(case.pk),
        referral=str(referral.pk),
        screening=str(screening.pk),
    )


def user_called(name: str):
    from samaan.accounts.models import User

    return User.objects.select_related("role", "organisation", "unit").get(email=f"{name}@ctu.example")


def owner(user, kind: str) -> Owner:
    from samaan.access import principals
    from samaan.accounts.models import Role

    roles = Role.objects.filter(oversight__has_key=kind)
    return Owner(
        principals.user(user.pk), user.pk, [principals.seat(role.code, user.organisation_id) for role in roles]
    )


def case_of(manager):
    """A case with an accepted referral, and that referral: its conversation is open."""
    from samaan.cases.models import Case
    from samaan.referrals.models import Referral

    referral = Referral.objects.filter(sender=manager, status="accepted").first()
    assert referral is not None
    return Case.objects.get(pk=referral.case_id), referral


def fill_in(case, manager) -> None:
    """What a case of some months holds: tasks to do and notes, besides what the demo's acts left on it."""
    from django.utils import timezone

    from samaan.cases import workflow

    today = timezone.localdate()
    for number in range(TASKS):
        due = today + timedelta(days=number * 3 - 2)
        workflow.add_task(case, by=manager, title=f"Ring the clinic again ({number})", due=due, compartment="care")
    for number in range(NOTES):
        workflow.add_note(
            case, by=manager, compartment="care", text=f"Visit {number}: she asked about the course. " * 6
        )
