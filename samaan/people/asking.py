"""Asking whoever works with a person one does not see, and their answer.

The asker and the one who is asked never see each other's record: between the two goes the worker (samaan.people.jobs).
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import begin_record, compartments_of, grant_to, open_to
from samaan.accounts.models import User
from samaan.alerts import registry
from samaan.audit import stream
from samaan.people.finding import Sought
from samaan.people.holding import OFFERED
from samaan.people.known_elsewhere import is_known_elsewhere
from samaan.people.models import Answer, Ask, Person, Question, SearchAllowance
from samaan.people.permissions import can_decide, can_keep_from_asking, can_search
from samaan.people.searching import terms_of, use_allowance
from samaan.transitions import NotPermitted, Transition, move

S = Question.Status
DECIDE = Transition("question.decided", (S.WAITING,), S.ANSWERED, can_decide)
KEEP = Transition("person.kept_from_asking", (), None, can_keep_from_asking)
WEEK = timedelta(days=7)
LONGEST = timedelta(days=90)
DECISIONS = (Answer.WILL_CONTACT, Answer.SHARED, Answer.NOT_SAME, Answer.CANNOT_SAY)


class TooManyAsks(Exception):
    """This colleague has asked as often as a week allows."""


class NobodyToAsk(Exception):
    """Nobody out of the asker's sight is surely enough the person meant."""


@transaction.atomic
def ask_owner(sought: Sought, *, by: User, reason: str) -> Ask:
    """Ask whoever works with the person; the worker finds them, and the asker learns their answer and no more.

    Counts against the hour's searches and the week's asks. Raises PermissionDenied, TooManySearches, TooManyAsks or
    NobodyToAsk.
    """
    if not can_search(by):
        raise PermissionDenied
    use_allowance(by)
    refuse_too_many(by)
    if not is_known_elsewhere(sought):
        raise NobodyToAsk
    own = grant_to(principals.user(by.pk), ["summary"], basis=Basis.AUTHOR, purpose="asked", by=by)
    ask = Ask(
        id=begin_record(Ask.record_kind, owned_by=by.organisation, grants=[own]),
        asked_by=by,
        organisation=by.organisation,
        typed=as_typed(sought),
        reason=reason,
    )
    ask.save(force_insert=True)
    stream.append("ask.sent", record=ask, by=by, terms=terms_of(sought))
    app.configure_task("samaan.people.jobs.put_questions", queue="people").defer(ask_id=str(ask.pk))
    return ask


def refuse_too_many(by: User) -> None:
    """The row of the allowance is locked, so that two who press at once are counted one after the other."""
    SearchAllowance.objects.select_for_update().get(user=by)
    if Ask.objects.filter(asked_by=by, asked_at__gt=timezone.now() - WEEK).count() >= settings.PEOPLE_ASKS_PER_WEEK:
        raise TooManyAsks


def as_typed(sought: Sought) -> dict[str, Any]:
    return {
        "names": list(sought.names),
        "phones": list(sought.phones),
        "documents": list(sought.documents),
        "birth_date": sought.birth_date,
        "age": sought.age,
    }


def sought_again(typed: dict[str, Any]) -> Sought:
    return Sought(
        tuple(typed["names"]),
        tuple(typed["phones"]),
        tuple(typed["documents"]),
        birth_date=typed["birth_date"],
        age=typed["age"],
    )


@transaction.atomic
def decide_question(
    question: Question,
    *,
    by: User,
    answer: str,
    compartments: Collection[str] = (),
    until: datetime | None = None,
) -> None:
    """Answer: nothing opens unless the answer is to share, and then the named parts of the file until that moment.

    Raises NotPermitted, WrongState or ValidationError.
    """
    if answer not in DECISIONS:
        raise ValidationError({"answer": _("Choose one of the answers.")})
    sharing = answer == Answer.SHARED
    kept: dict[str, Any] = {"answer": answer, "answered_by": by, "shared_until": until if sharing else None}
    opened = sorted(compartments) if sharing else []
    move(
        question, DECIDE, by=by, event_data={"answer": answer, "opened": opened, "until": kept["shared_until"]}, **kept
    )
    if sharing:
        share(question, by=by, compartments=compartments, until=until)
    app.configure_task("samaan.people.jobs.carry_answer", queue="people").defer(question_id=str(question.pk))


def share(question: Question, *, by: User, compartments: Collection[str], until: datetime | None) -> None:
    now = timezone.now()
    if until is None or not now < until <= now + LONGEST:
        raise ValidationError({"until": _("Choose a day from tomorrow on, within ninety days.")})
    if not compartments or not set(compartments) <= set(may_share(question, by)):
        raise ValidationError({"compartments": _("Choose a part that you hold and their role may have.")})
    open_to(
        registry.load(question.file_kind, question.file_id),
        principals.user(question.asked_by_id),
        sorted(compartments),
        basis=Basis.ANSWER,
        purpose="question",
        by=by,
        ends_at=until,
    )


def may_share(question: Question, by: User) -> list[str]:
    """The parts of the file that `by` holds and the asker's role may have; none where either does not work with it."""
    file = registry.load(question.file_kind, question.file_id)
    asker = question.asked_by
    if file is None or not asker.is_active or not asker.can(f"{question.file_kind}.view"):
        return []
    role = countrypack.pack().roles.get(asker.role_id)
    never = role.never.get(question.file_kind, ()) if role else ()
    held = compartments_of(file, by)
    return [part for part in OFFERED.get(question.file_kind, ()) if part in held and part not in never]


@transaction.atomic
def keep_from_asking(person: Person, *, by: User, kept: bool) -> None:
    """From now on nobody who does not see this person is told that they may be known; or again they are."""
    if not can_keep_from_asking(by):
        raise NotPermitted(KEEP, person)
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    person.kept_from_asking = kept
    person.save(update_fields=["kept_from_asking"])
    stream.append(KEEP.kind if kept else "person.may_be_asked_about", record=person, by=by)
