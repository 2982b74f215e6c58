"""The worker's part of asking: it alone sees both sides. It puts each ask to whoever works with a person it may be, and
brings back what they answered.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samaan.access import principals
from samaan.access.models import Basis, Grant
from samaan.access.records import begin_record, grant_to, wall
from samaan.people.asking import sought_again
from samaan.people.holding import Holder, holder_of
from samaan.people.known_elsewhere import who_is_meant
from samaan.people.models import Answer, Ask, Question
from samaan.transitions import announce, lock

FINAL = (Answer.SHARED, Answer.WILL_CONTACT)


@transaction.atomic
def put_questions(ask: Ask) -> None:
    """Put the ask to whoever works with each person it may be; once, however often it is called."""
    lock(ask)
    if ask.waiting_for is not None:
        return
    holders = {person: holder_of(person) for person in who_is_meant(sought_again(ask.typed), ask.asked_by)}
    for person, holder in holders.items():
        if holder:
            put_question(ask, person, holder)
    ask.waiting_for = sum(1 for holder in holders.values() if holder)
    ask.save(update_fields=["waiting_for"])
    if not ask.waiting_for:
        tell_asker(ask, Answer.CANNOT_SAY)


def put_question(ask: Ask, person: UUID, holder: Holder) -> None:
    question = Question(
        id=begin_record(Question.record_kind, owned_by=holder.organisation, grants=grants_for(holder)),
        ask_id=ask.pk,
        person_id=person,
        organisation=holder.organisation,
        owner=holder.owner,
        file_kind=holder.file.record_kind,
        file_id=holder.file.record_id,
        asked_by=ask.asked_by,
        typed=ask.typed,
        reason=ask.reason,
    )
    question.save(force_insert=True)
    # Whoever is kept out of the file is kept out of the question; nobody sees a question because they see the file.
    wall(holder.file, question)
    announce("question.asked", question, by=ask.asked_by)


def grants_for(holder: Holder) -> list[Grant]:
    if holder.owner is None:
        return []
    owner = principals.user(holder.owner.pk)
    return [grant_to(owner, ["summary"], basis=Basis.ASSIGNMENT, purpose="question")]


@transaction.atomic
def carry_answer(question: Question) -> None:
    """Tell the asker: at once that it is the same person; that it is not, when the last one asked has said so."""
    ask = Ask.objects.get(pk=question.ask_id)
    lock(ask)
    if ask.answer in FINAL:
        return
    waiting = Question.objects.filter(ask_id=ask.pk, status=Question.Status.WAITING).count()
    ask.waiting_for = waiting
    ask.save(update_fields=["waiting_for"])
    if question.answer in FINAL:
        tell_asker(ask, question.answer, question)
    elif not waiting:
        answers = set(Question.objects.filter(ask_id=ask.pk).values_list("answer", flat=True))
        tell_asker(ask, Answer.CANNOT_SAY if Answer.CANNOT_SAY in answers else Answer.NOT_SAME)


def tell_asker(ask: Ask, answer: str, question: Question | None = None) -> None:
    ask.answer, ask.answered_at = answer, timezone.now()
    if question and answer == Answer.SHARED:
        ask.shared_kind, ask.shared_id = question.file_kind, question.file_id
        ask.shared_until = question.shared_until
    ask.save(update_fields=["answer", "answered_at", "shared_kind", "shared_id", "shared_until"])
    # Nobody is named as who answered: the asker reads the events of their own question.
    announce("ask.answered", ask, by=None, answer=answer)
