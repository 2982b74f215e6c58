"""What a report says, as it is sent: the same for the public, officers, the hotline and partners."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, Field, field_validator

from samaan.api.kit import Exploitation, Region, Words, of_list
from samaan.people.looking import MayBeKnown

Short = Annotated[str, Field(max_length=200)]
Longer = Annotated[str, Field(max_length=5000)]


def past(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise ValueError(_("This day is still to come."))
    return day


class PersonIn(Schema):
    """Somebody the report names; nothing but their part in it is required."""

    role: Annotated[str, of_list("report_person_roles")]
    note: Longer = ""
    given_names: Short = ""
    family_names: Short = ""
    aliases: Short = ""
    birth_date: Short = ""
    phones: list[Annotated[str, Field(max_length=40)]] = []
    address: Longer = ""
    description: Longer = ""
    sex: Annotated[str, of_list("sex")] | None = None
    age: int | None = Field(None, ge=0, le=120)
    nationality: Annotated[str, of_list("nationality")] | None = None
    language: Annotated[str, of_list("languages")] | None = None

    def known(self) -> dict[str, Any]:
        """As the workflow takes a person: what was not said is left out."""
        return self.dict(exclude_unset=True, exclude_none=True)


class NewPersonIn(PersonIn):
    """Somebody to be named in a report: new, or the one a search has shown to be the same."""

    # Shown as perhaps the same, and looked at: it is none of these.
    not_these: list[UUID] = []
    same: UUID | None = None

    def known(self) -> dict[str, Any]:
        return self.dict(exclude_unset=True, exclude_none=True, exclude={"not_these", "same"})


class MayBeKnownOut(Schema):
    """Who may be the same, of those the asker may see."""

    error: str
    message: str
    persons: list[UUID]

    @classmethod
    def of(cls, found: MayBeKnown) -> dict[str, Any]:
        words = _("Somebody like this is known: look, and say that it is none of these.")
        return {
            "error": "may_be_known",
            "message": words,
            "persons": [match.person.pk for match in found.matches],
        }


class Contact(Schema):
    """How whoever reports may be reached without harm."""

    kind: Annotated[str, of_list("reporter_kinds")] | None = None
    sex: Annotated[str, of_list("sex")] | None = None
    age: int | None = Field(None, ge=0, le=120)
    language: Annotated[str, of_list("languages")] | None = None
    channel: Annotated[str, of_list("contact_channels")] | None = None
    safe_times: list[Annotated[str, of_list("safe_times")]] = []
    name: Short = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Short = ""
    safe_note: Longer = ""
    code_word: Annotated[str, Field(max_length=80)] = ""


class Point(Schema):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Told(Schema):
    """A report. Only the narrative is required."""

    narrative: Words
    exploitation: list[Exploitation] = []
    region: Region | None = None
    place: Longer = ""
    point: Point | None = None
    incident_on: Annotated[date | None, AfterValidator(past)] = None
    is_going_on: bool | None = None
    immediate_danger: bool = False
    danger: Longer = ""
    people_count: int | None = Field(None, ge=0, le=100_000)
    children: bool | None = None
    official_suspected: bool | None = None
    language: Annotated[str, of_list("languages")] = "en"
    source_reference: Annotated[str, Field(max_length=80)] = ""
    call_started_at: datetime | None = None
    persons: list[PersonIn] = Field([], max_length=20)
    contact: Contact | None = None
    # The code of an earlier report of the same.
    earlier_code: str = ""
    # 32 hexadecimal digits of the sender's choosing: sent twice, it is one report with one code.
    form_number: str = ""

    @field_validator("form_number")
    @classmethod
    def is_random_enough(cls, value: str) -> str:
        if value and (len(value) != 32 or not set(value) <= set("0123456789abcdef")):
            raise ValueError(_("Use 32 hexadecimal digits, chosen at random."))
        return value

    def given(self) -> dict[str, Any]:
        """As `receive_report` takes it."""
        apart = {"persons", "contact", "earlier_code", "form_number", "channel", "not_these"}
        answers = self.dict(exclude=apart, exclude_unset=True, exclude_none=True)
        return {
            "answers": {"language": "en"} | answers,
            "persons": [person.known() for person in self.persons],
            "contact": self.contact.dict(exclude_unset=True, exclude_none=True) if self.contact else {},
            "earlier_code": self.earlier_code,
        }
