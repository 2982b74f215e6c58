"""What waits for a person: short lists, the most pressing first, each for those whose role acts on it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.alerts import late_backup as late_backups
from samaan.cases import queries as cases
from samaan.cases.models import Case, Task
from samaan.configuration import queries as configuration
from samaan.countrypack import pack
from samaan.directory import terms
from samaan.intake.models import Report, Screening
from samaan.people import queries as people
from samaan.referrals import queries as referrals
from samaan.referrals.models import Referral
from samaan.sealed import queries as sealed
from samaan.staff import queries as staff
from samaan.transfers import queries as transfers
from samaan.vault import backups
from samaan.walls import queries as walls

SHOWN = 6


@dataclass(frozen=True)
class Line:
    """One thing that waits: what it is called, a word about it, when it is due, where it leads."""

    title: str
    about: str
    url: str
    due: date | datetime | None = None
    badge: str = ""


@dataclass(frozen=True)
class Section:
    """One list on the home page."""

    title: str | Promise
    lines: list[Line]
    more_url: str

    @property
    def has_more(self) -> bool:
        return len(self.lines) > SHOWN

    @property
    def shown(self) -> list[Line]:
        return self.lines[:SHOWN]


def sections(user: User) -> list[Section]:
    """The lists for this person that are not empty."""
    found = []
    for permission, title, more, lines in LISTS:
        if user.can(permission):
            waiting = lines(user)
            if waiting:
                found.append(Section(title, waiting, reverse(more)))
    return found


def reports(*statuses: str, mine: bool = False) -> Callable[[User], list[Line]]:
    def lines(user: User) -> list[Line]:
        found = Report.objects.visible_to(user).filter(status__in=statuses)
        if mine:
            found = found.filter(assigned_to=user)
        return [report_line(report) for report in found.order_by("due_at", "received_at")[: SHOWN + 1]]

    return lines


def report_line(report: Report) -> Line:
    about = [pack().label("urgency", report.level), pack().label("regions", report.region)]
    badge = "child" if report.children else ""
    return Line(report.reference, joined(about), report.get_absolute_url(), report.due_at, badge)


def screenings_to_review(user: User) -> list[Line]:
    found = Screening.objects.visible_to(user).filter(status=Screening.Status.SUBMITTED).select_related("report")
    return [screening_line(screening) for screening in found.order_by("submitted_at")[: SHOWN + 1]]


def screenings_sent_back(user: User) -> list[Line]:
    found = Screening.objects.visible_to(user).filter(status=Screening.Status.SENT_BACK, report__assigned_to=user)
    return [screening_line(screening) for screening in found.select_related("report")[: SHOWN + 1]]


def screening_line(screening: Screening) -> Line:
    badge = "child" if screening.is_child else ""
    return Line(
        screening.report.reference,
        str(screening.get_status_display()),
        screening.get_absolute_url(),
        screening.report.due_at,
        badge,
    )


def tasks(user: User) -> list[Line]:
    return [task_line(task) for task in cases.tasks_to_do(user, most=SHOWN + 1)]


def task_line(task: Task) -> Line:
    return Line(task.title, task.case.reference, task.case.get_absolute_url(), task.due)


def case_lines(find: Callable[..., list[Case]]) -> Callable[[User], list[Line]]:
    return lambda user: [case_line(case) for case in find(user, most=SHOWN + 1)]


def case_line(case: Case) -> Line:
    return Line(
        f"{case.pseudonym} · {case.reference}",
        pack().label("age_bands", case.age_band),
        case.get_absolute_url(),
        case.next_review,
        case.risk if case.risk in ("high", "medium", "low") else "",
    )


def referral_lines(find: Callable[..., list[Referral]]) -> Callable[[User], list[Line]]:
    return lambda user: [referral_line(referral, user) for referral in find(user, most=SHOWN + 1)]


def referral_line(referral: Referral, user: User) -> Line:
    other = referral.organisation if referral.provider_id == user.organisation_id else referral.provider
    about = [str(referral.get_status_display()), other.name]
    return Line(
        f"{referral.reference} · {referral.service}", joined(about), referral.get_absolute_url(), referral.next_due
    )


def unread_chats(user: User) -> list[Line]:
    waiting = referrals.unread_messages(user).order_by().values_list("referral", flat=True).distinct()
    found = referrals.visible(user).filter(pk__in=list(waiting[: SHOWN + 1])).order_by("-last_message_at")
    return [referral_line(referral, user) for referral in found]


def late_backup(user: User) -> list[Line]:
    """One line while no backup was made in time."""
    if not backups.is_late():
        return []
    return [Line(gettext("No backup was made in time"), late_backups.told(), f"{reverse('alerts:jobs')}#backups")]


def transfers_to_answer(user: User) -> list[Line]:
    """Whole cases that another organisation would hand over."""
    return [
        Line(found.reference, found.organisation.name, found.get_absolute_url())
        for found in transfers.to_answer(user, most=SHOWN + 1)
    ]


def joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def sealed_to_approve(user: User) -> list[Line]:
    return [
        Line(str(request.named.label), request.asked_by.full_name, request.get_absolute_url())
        for request in sealed.to_decide(user, most=SHOWN + 1)
    ]


def pack_changes(user: User) -> list[Line]:
    """Changes to the country pack that wait for this person as the second."""
    found = configuration.to_decide(user, most=SHOWN + 1)
    return [Line(change.reason, change.proposed_by.full_name, change.get_absolute_url()) for change in found]


def terms_to_decide(user: User) -> list[Line]:
    """Terms of reference to accept for one's organisation, or to approve for the unit."""
    return [
        Line(one.provider.name, str(one.get_status_display()), one.get_absolute_url(), one.ends_on)
        for one in terms.to_decide(user, most=SHOWN + 1)
    ]


def outside_map(user: User) -> list[Line]:
    return [
        Line(pack().label("needs", one.need), joined([one.reference, one.provider.name]), one.get_absolute_url())
        for one in referrals.outside_to_note(user, most=SHOWN + 1)
    ]


def emergencies_to_review(user: User) -> list[Line]:
    return [
        Line(opened.user.full_name, opened.user.organisation.name, reverse("walls:emergency_review", args=[opened.pk]))
        for opened in walls.to_review(user, most=SHOWN + 1)
    ]


def questions_to_answer(user: User) -> list[Line]:
    return [
        Line(question.asked_by.full_name, question.asked_by.organisation.name, question.get_absolute_url())
        for question in people.questions_to_decide(user, most=SHOWN + 1)
    ]


def accounts_to_decide(user: User) -> list[Line]:
    """Invitations, roles and organisations that wait for a second person, and reviews that are due."""
    invitations = staff.invitations_to_confirm(user)
    return [
        *[
            Line(one.email, joined([str(one.role), one.organisation.name]), reverse("staff:invitations"))
            for one in invitations
        ],
        *[
            Line(one.user.full_name, str(one.role), reverse("staff:account", args=[one.user_id]))
            for one in staff.roles_to_decide(user)
        ],
        *[Line(one.name, gettext("Organisation"), one.get_absolute_url()) for one in staff.proposals_to_decide(user)],
        *[
            Line(one.organisation.name, gettext("Review of accounts"), one.get_absolute_url(), one.due_at)
            for one in staff.reviews_to_do(user)
        ],
    ]


S = Report.Status
# (permission, title, the page with all of them, the lines)
LISTS: list[tuple[str, str | Promise, str, Callable[[User], list[Line]]]] = [
    ("administer.jobs", _("The server"), "alerts:jobs", late_backup),
    ("alerts.view", _("Sealed fields to approve"), "sealed:requests", sealed_to_approve),
    ("pack.view", _("Changes to the country pack to approve"), "configuration:overview", pack_changes),
    ("administer.organisation", _("Terms of reference to accept"), "directory:terms", terms_to_decide),
    ("pack.approve", _("Terms of reference to approve"), "directory:terms", terms_to_decide),
    ("directory.steward", _("Sent outside the referral map"), "referrals:outside", outside_map),
    ("access.review", _("Opened in an emergency: look at why"), "alerts:inbox", emergencies_to_review),
    ("report.triage", _("Reports to triage"), "intake:reports", reports(S.RECEIVED, S.TRIAGED)),
    ("report.assign", _("Reports to assign"), "intake:reports", reports(S.FORWARDED)),
    ("report.assign", _("Assigned, not yet accepted"), "intake:reports", reports(S.ASSIGNED)),
    ("report.accept", _("Assigned to you: accept or give back"), "intake:reports", reports(S.ASSIGNED, mine=True)),
    ("screening.conduct", _("Screenings that came back with questions"), "intake:reports", screenings_sent_back),
    ("report.accept", _("Your reports"), "intake:reports", reports(*Report.IN_HAND, mine=True)),
    ("screening.review", _("Screenings to decide on"), "intake:reports", screenings_to_review),
    ("case.view", _("Cases offered to your organisation"), "alerts:inbox", transfers_to_answer),
    ("case.assign", _("Cases without a case manager"), "cases:list", case_lines(cases.without_manager)),
    ("case.task", _("Your tasks"), "cases:list", tasks),
    ("case.manage", _("Reviews that are due"), "cases:list", case_lines(cases.review_due)),
    ("referral.respond", _("Referrals to answer"), "referrals:list", referral_lines(referrals.to_answer)),
    (
        "referral.send",
        _("Referrals without an answer in time"),
        "referrals:list",
        referral_lines(referrals.not_answered),
    ),
    ("referral.send", _("Referrals that came back to you"), "referrals:list", referral_lines(referrals.to_follow)),
    ("person.view", _("Questions about a person"), "people:asks", questions_to_answer),
    ("accounts.view", _("Accounts and organisations to decide on"), "staff:accounts", accounts_to_decide),
    ("chat.write", _("Unread messages"), "referrals:list", unread_chats),
]
