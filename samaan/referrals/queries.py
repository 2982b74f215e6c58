"""Questions asked of referrals. All of them stay within what the person asking may see."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from samaan.accounts.models import Organisation, User
from samaan.cases.models import Case
from samaan.countrypack.models import PackVersion
from samaan.countrypack.words import in_language
from samaan.directory.models import Service
from samaan.referrals.guest import Actor, account_of
from samaan.referrals.models import (
    UNANSWERED,
    WAITING,
    Appointment,
    Message,
    OutsideMap,
    Reading,
    Referral,
    ReferralSlice,
    Status,
)
from samaan.vault import keyring
from samaan.vault.models import StoredFile

# A place on a waiting list that is to be confirmed by then is work of today.
SOON = timedelta(days=2)
PAGE = 50
LATEST = 20

# The tabs of the work list: which statuses stand under each.
TABS = {
    "waiting": UNANSWERED,
    "under_way": (Status.WAITING_LIST, Status.ACCEPTED, Status.IN_PROGRESS),
    "ended": (Status.DECLINED, Status.DELIVERED, Status.NOT_DELIVERED, Status.SENT_BACK, Status.EXPIRED),
    "closed": (Status.CLOSED, Status.WITHDRAWN),
    "drafts": (Status.DRAFT,),
}
# What a row of a list says; a page of fifty fetches nothing else.
LISTED = (
    "pk", "reference", "status", "priority", "answer_by", "information_by", "confirm_by", "changed_at",
    "last_message_at", "case_id", "service_id", "organisation_id",
)  # fmt: skip
# By when somebody has to do something, by the status that says what.
DUE = {
    Status.SENT: "answer_by",
    Status.VIEWED: "answer_by",
    Status.INFORMATION_ASKED: "information_by",
    Status.WAITING_LIST: "confirm_by",
}
SHOWN_WITH = ("service", "provider", "organisation", "sender")


@dataclass(frozen=True)
class Row:
    """A referral in a list. `pseudonym` only where the reader may see the case; `unread` messages of others."""

    pk: UUID
    reference: str
    service: str
    provider: str
    organisation: str
    pseudonym: str
    status: str
    priority: str
    due: datetime | None
    changed_at: datetime
    unread: int


def visible(user: User) -> QuerySet[Referral]:
    # No join to the case: where the case is closed to the reader, the referral would vanish with it.
    return Referral.objects.visible_to(user).select_related(*SHOWN_WITH)


def received(user: User) -> QuerySet[Referral]:
    """What was sent to this person's organisation, when they answer for it."""
    if not user.can("referral.respond"):
        return visible(user).none()
    return visible(user).filter(provider=user.organisation_id).exclude(sender=user).exclude(status=Status.DRAFT)


def sent(user: User) -> QuerySet[Referral]:
    """What this person follows on the sending side. A draft is its writer's own."""
    found = visible(user).filter(~Q(status=Status.DRAFT) | Q(sender=user))
    if user.can("referral.respond"):
        found = found.filter(~Q(provider=user.organisation_id) | Q(sender=user))
    return found


def work_list(user: User, found: QuerySet[Referral], tab: str, page: int = 1) -> tuple[list[Row], bool]:
    """One page of a list, and whether more follow: what waits the longest first, elsewhere the latest changed."""
    order = ["answer_by", "id"] if tab == "waiting" else ["-changed_at", "id"]
    start = (page - 1) * PAGE
    listed = found.filter(status__in=TABS[tab]).select_related(None).order_by(*order).values(*LISTED)
    referrals = list(listed[start : start + PAGE + 1])
    return rows(user, referrals[:PAGE]), len(referrals) > PAGE


def of_case(user: User, case_id: UUID) -> list[Row]:
    """The referrals of a case, the newest first."""
    found = visible(user).filter(case=case_id).filter(~Q(status=Status.DRAFT) | Q(sender=user)).select_related(None)
    listed = found.exclude(status=Status.WITHDRAWN, sent_at=None).order_by("-created_at").values(*LISTED)
    return rows(user, list(listed))


def rows(user: User, referrals: list[dict[str, Any]]) -> list[Row]:
    """Plain values and a few small queries for the names: fifty records with their relations would cost more."""
    services = Service.objects.filter(pk__in={found["service_id"] for found in referrals})
    names = {
        pk: (in_language(words), by) for pk, words, by in services.values_list("pk", "names", "organisation__name")
    }
    senders = Organisation.objects.filter(pk__in={found["organisation_id"] for found in referrals})
    organisations = dict(senders.order_by().values_list("pk", "name"))
    pseudonyms = pseudonyms_of(user, {found["case_id"] for found in referrals})
    counts = unread_counts(user, [found["pk"] for found in referrals if found["last_message_at"]])
    return [
        Row(
            pk=found["pk"],
            reference=found["reference"],
            service=names[found["service_id"]][0],
            provider=names[found["service_id"]][1],
            organisation=organisations[found["organisation_id"]],
            pseudonym=pseudonyms.get(found["case_id"], ""),
            status=found["status"],
            priority=found["priority"],
            due=found[DUE[found["status"]]] if found["status"] in DUE else None,
            changed_at=found["changed_at"],
            unread=counts.get(found["pk"], 0),
        )
        for found in referrals
    ]


def pseudonyms_of(user: User, case_ids: set[UUID]) -> dict[UUID, str]:
    """What the cases are called, where this person may see them."""
    if not user.can("case.view"):
        return {}
    return dict(Case.objects.visible_to(user).filter(pk__in=case_ids).order_by().values_list("pk", "pseudonym"))


def drafts_of(user: User, batch: UUID) -> list[Referral]:
    """The drafts of one sitting."""
    found = visible(user).filter(batch=batch, sender=user, status=Status.DRAFT).order_by("reference")
    return list(found)


def called(user: User, words: str) -> Referral | None:
    """A referral by its reference, however typed: `f-2026-42`, `F-2026-00042`."""
    number = re.fullmatch(r"f-?(?:(\d{4})-)?0*(\d{1,7})", words.strip(), re.IGNORECASE)
    if not number:
        return None
    year = number[1] or timezone.localdate().year
    return visible(user).filter(reference=f"F-{year}-{int(number[2]):05}").first()


def slice_of(referral: Referral) -> ReferralSlice | None:
    """What was shared, while it is open to this reader."""
    return ReferralSlice.objects.filter(referral=referral).first()


def may_open(user: User, referral: Referral, stored: StoredFile) -> bool:
    """Whether a document of this referral belongs to what this person sees of it: the slice, or the chat."""
    if stored.original_of_id:
        return False
    if stored.compartment == "slice":
        return ReferralSlice.objects.visible_to(user).filter(referral=referral).exists()
    return Message.objects.visible_to(user).filter(referral=referral, attachment=stored).exists()


# ---- what waits, for the home page


def to_answer(user: User, *, most: int = PAGE) -> list[Referral]:
    """Waiting for this person's organisation to answer, or to confirm a place on its list, the pressing first."""
    waits = Q(status__in=WAITING) | Q(status=Status.WAITING_LIST, confirm_by__lt=timezone.now() + SOON)
    return list(received(user).filter(waits).order_by(Coalesce("confirm_by", "answer_by"))[:most])


def not_answered(user: User, *, most: int = PAGE) -> list[Referral]:
    """Sent, and not answered in time."""
    return list(sent(user).filter(status__in=WAITING, answer_by__lt=timezone.now()).order_by("answer_by")[:most])


def to_follow(user: User, *, most: int = PAGE) -> list[Referral]:
    """Asked about, declined, delivered or not, and not yet closed: the next step is the sender's."""
    return list(sent(user).filter(status__in=(Status.INFORMATION_ASKED, *TABS["ended"])).order_by("-changed_at")[:most])


def still_open(case: Case) -> int:
    """How many referrals of a case are still under way, also those that whoever asks may not see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.open_referrals_of_case(%s)", [case.pk])
        return cursor.fetchone()[0]


def appointments_of(referral: Referral) -> list[Appointment]:
    """When the person was or will be seen, while that is open to this reader; the next first."""
    found = list(Appointment.objects.filter(referral=referral).select_related("made_by"))
    return sorted(found, key=lambda appointment: (not appointment.is_planned, appointment.starts_at))


def need_left(referral: Referral) -> str:
    """What the person still needs: what a provider said who sent them back, else what was asked for."""
    last = referral.sendings_back.order_by("-recorded_at").first()
    return last.need if last else referral.need


# ---- messages


def unread_messages(user: User) -> QuerySet[Message]:
    read_until = Reading.objects.filter(referral=OuterRef("referral"), user=user).values("read_at")
    others = Message.objects.visible_to(user).exclude(sender=user).annotate(read_until=Subquery(read_until))
    return others.filter(Q(read_until=None) | Q(sent_at__gt=F("read_until")))


def unread_counts(user: User, referral_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many messages of others this person has not read, by referral, with one query."""
    ids = list(referral_ids)
    if not ids:
        return {}
    found = unread_messages(user).filter(referral__in=ids).order_by().values("referral")
    return {row["referral"]: row["count"] for row in found.annotate(count=Count("pk"))}


def messages_of(referral: Referral, *, everything: bool = False) -> tuple[list[Message], bool]:
    """The latest messages, oldest first, with their keys open; and whether there are earlier ones."""
    related = ("sender", "attachment", "referral__provider")
    found = Message.objects.filter(referral=referral).select_related(*related).order_by("-sent_at")
    messages = list(found) if everything else list(found[: LATEST + 1])
    keyring.preload([referral.pk])
    shown = messages if everything else messages[:LATEST]
    return shown[::-1], len(messages) > len(shown)


def read_until(referral: Referral, user: Actor):
    """When this person last read the chat; None for never."""
    return Reading.objects.filter(referral=referral, user=account_of(user)).values_list("read_at", flat=True).first()


def map_version(referral: Referral) -> str:
    """The number of the referral map it was sent under; the pack itself is large and stays where it is."""
    if referral.map_version_id is None:
        return ""
    return PackVersion.objects.values_list("version", flat=True).get(pk=referral.map_version_id)


def outside_map(user: User) -> QuerySet[OutsideMap]:
    """What was sent outside the referral map, the newest first."""
    return OutsideMap.objects.visible_to(user).select_related("provider", "sender__organisation", "noted_by")


def outside_by(user: User, column: str) -> list[tuple[str, int]]:
    """How often each need, or each reason: the most frequent first."""
    found = OutsideMap.objects.visible_to(user).order_by().values_list(column).annotate(n=Count("pk"))
    return list(found.order_by("-n", column))


def outside_to_note(user: User, *, most: int) -> list[OutsideMap]:
    """What whoever keeps the map has not seen yet, the oldest first."""
    return list(outside_map(user).filter(status=OutsideMap.Status.REPORTED).order_by("sent_at")[:most])
