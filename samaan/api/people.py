"""Persons: found, merged and taken apart, asked about."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from samaan.access.records import get_visible
from samaan.api.kit import UserOut, Words, of_list, refuse_unless
from samaan.audit import stream
from samaan.people import asking, merging, words
from samaan.people.composing import CHOSEN
from samaan.people.files import files_of
from samaan.people.finding import Sought
from samaan.people.models import Answer, Ask, Merge, Person, Question
from samaan.people.permissions import can_decide, can_search
from samaan.people.searching import search_people

router = Router()
Short = Annotated[str, Field(max_length=200)]
MOST = 100
DECIDED = Literal[Answer.WILL_CONTACT, Answer.SHARED, Answer.NOT_SAME, Answer.CANNOT_SAY]


class SoughtIn(Schema):
    """Whom somebody looks for; a name, a telephone or a document number is needed."""

    names: Short = ""
    phones: list[Annotated[str, Field(max_length=40)]] = Field([], max_length=10)
    documents: list[Annotated[str, Field(max_length=40)]] = Field([], max_length=10)
    birth_date: Annotated[str, Field(max_length=40)] = ""
    age: int | None = Field(None, ge=0, le=120)
    age_band: Annotated[str, of_list("age_bands")] | None = None

    def sought(self) -> Sought:
        return Sought(
            names=(self.names,),
            phones=tuple(self.phones),
            documents=tuple(self.documents),
            age_band=self.age_band or "",
            birth_date=self.birth_date,
            age=self.age,
        )


class FileOut(Schema):
    kind: str
    name: str
    url: str

    @staticmethod
    def resolve_kind(file) -> str:
        return str(file.kind)


class PersonLine(Schema):
    id: UUID
    given_names: str
    family_names: str
    aliases: str
    about: str
    reasons: list[str]


class FoundOut(Schema):
    """`may_be_known_elsewhere`: another agency may already know this person; they can be asked."""

    items: list[PersonLine]
    too_common: bool
    may_be_known_elsewhere: bool


class MergeOut(Schema):
    id: UUID
    gone: UUID = Field(alias="gone_id")
    reason: str
    merged_by: UserOut
    merged_at: datetime
    undone_at: datetime | None


class PersonOut(Schema):
    """`id`: that of the record this one was merged into, where it was."""

    id: UUID
    given_names: str
    family_names: str
    aliases: str
    about: str
    has_case: bool
    kept_from_asking: bool
    files: list[FileOut]
    merges: list[MergeOut]


class MergeIn(Schema):
    """`into`: the record that stays. `take`: the fields where the value of the one that is merged away counts."""

    into: UUID
    reason: Words
    take: list[Annotated[str, Field(pattern=f"^({'|'.join(CHOSEN)})$")]] = []


class UnmergeIn(Schema):
    reason: Words


class Unmerged(Schema):
    """`stay`: the fields that were changed since and stay as they are now."""

    stay: list[str]


class AskIn(SoughtIn):
    reason: Words


class AskOut(Schema):
    """`answer` says what was decided and no more; `shared_kind` and `shared_id` what was opened, and until when."""

    id: UUID
    typed: dict[str, Any]
    reason: str
    asked_at: datetime
    answer: str
    shared_kind: str
    shared_id: UUID | None
    shared_until: datetime | None


class QuestionOut(Schema):
    """`may_share`: the parts of the file that may be opened in answer."""

    id: UUID
    person: UUID = Field(alias="person_id")
    asked_by: UserOut
    organisation: str
    typed: dict[str, Any]
    reason: str
    asked_at: datetime
    status: str
    answer: str
    may_share: list[str]


class DecideIn(Schema):
    """Of a part that is opened: which, and until when."""

    answer: DECIDED
    compartments: list[str] = []
    until: datetime | None = None


class KeepIn(Schema):
    kept: bool


@router.post("/persons/search", response=FoundOut)
def search(request, sent: SoughtIn):
    """Find persons; it is on the record, and an hour allows only so many."""
    found = search_people(sent.sought(), by=request.user)
    return {
        "items": [
            {
                **{name: getattr(match.person, name) for name in ("id", "given_names", "family_names", "aliases")},
                "about": words.about(match),
                "reasons": list(words.reasons(match)),
            }
            for match in found.matches
        ],
        "too_common": found.too_common,
        "may_be_known_elsewhere": found.elsewhere,
    }


# Before the person, so that "asks" is no id.
@router.post("/persons/asks", response={201: AskOut})
def ask(request, sent: AskIn):
    """Ask whoever works with a person one does not see."""
    return Status(201, asking.ask_owner(sent.sought(), by=request.user, reason=sent.reason))


@router.get("/persons/asks", response=list[AskOut])
def asks(request):
    """What one asked, and the answers; the newest first."""
    refuse_unless(can_search(request.user))
    own = list(Ask.objects.visible_to(request.user).filter(asked_by=request.user)[:MOST])
    for each in own:
        stream.opened(each, by=request.user)
    return own


@router.get("/persons/questions", response=list[QuestionOut])
def questions(request):
    """What others ask of whoever works with a person; those that wait."""
    refuse_unless(can_search(request.user))
    found = Question.objects.visible_to(request.user).select_related("asked_by__organisation")
    waiting = [each for each in found.filter(status="waiting")[:MOST] if can_decide(request.user, each)]
    for each in waiting:
        stream.opened(each, by=request.user)
    return [question_out(request, each) for each in waiting]


def question_out(request, question: Question) -> dict[str, Any]:
    names = ("id", "person_id", "asked_by", "typed", "reason", "asked_at", "status", "answer")
    return {name: getattr(question, name) for name in names} | {
        "organisation": str(question.asked_by.organisation),
        "may_share": asking.may_share(question, request.user),
    }


@router.post("/persons/questions/{pk}/decide", response=QuestionOut)
def decide(request, pk: UUID, sent: DecideIn):
    """Answer. Nothing opens unless the answer is `shared`."""
    question = get_visible(Question.objects.select_related("asked_by__organisation"), request.user, pk=pk)
    asking.decide_question(question, by=request.user, **sent.dict())
    return question_out(request, question)


@router.post("/persons/merges/{pk}/undo", response=Unmerged)
def unmerge(request, pk: UUID, sent: UnmergeIn):
    """Take two persons apart again."""
    merge = get_visible(Merge.objects, request.user, pk=pk)
    return {"stay": merging.unmerge_persons(merge, by=request.user, reason=sent.reason)}


@router.get("/persons/{pk}", response=PersonOut)
def read(request, pk: UUID):
    """Who a person is and the files they are in. Reading is an event."""
    refuse_unless(can_search(request.user))
    person = merging.present(get_visible(Person.objects, request.user, pk=pk))
    stream.opened(person, by=request.user)
    names = ("id", "given_names", "family_names", "aliases", "has_case", "kept_from_asking")
    return {name: getattr(person, name) for name in names} | {
        "about": words.about_person(person),
        "files": files_of(request.user, [person.pk]).get(person.pk, []),
        "merges": merging.merges_of(person),
    }


@router.post("/persons/{pk}/merge", response=MergeOut)
def merge(request, pk: UUID, sent: MergeIn):
    """Merge a record of a person into another; both are kept, and it can be undone."""
    gone, survivor = (get_visible(Person.objects, request.user, pk=each) for each in (pk, sent.into))
    return merging.merge_persons(gone, into=survivor, by=request.user, reason=sent.reason, take=sent.take)


@router.post("/persons/{pk}/keep-from-asking", response={204: None})
def keep(request, pk: UUID, sent: KeepIn):
    """Whether others are told that this person may be known."""
    person = merging.present(get_visible(Person.objects, request.user, pk=pk))
    asking.keep_from_asking(person, by=request.user, kept=sent.kept)
    return Status(204, None)
