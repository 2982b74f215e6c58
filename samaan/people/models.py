"""A human being, once, however many files."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.access.allowances import Allowance
from samaan.access.models import Protected
from samaan.accounts.models import Organisation, User
from samaan.vault.fields import EncryptedJSON, EncryptedText


class Person(Protected):
    """Seen by whoever holds the identity of one of the person's files; who that is follows those files.

    In clear stands only what statistics need: sex, age band, nationality. The tokens are keyed hashes that let
    equal and like-sounding values find each other (samaan.people.tokens).
    """

    record_kind = "person"
    compartment = "*"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    given_names = EncryptedText(_("given names"), blank=True)
    family_names = EncryptedText(_("family names"), blank=True)
    aliases = EncryptedText(_("also known as"), blank=True)
    birth_date = EncryptedText(_("date of birth"), blank=True)
    phones = EncryptedJSON(default=list)
    document_numbers = EncryptedJSON(_("document numbers"), null=True)
    address = EncryptedText(_("address"), blank=True)
    description = EncryptedText(_("description"), blank=True)
    sex = models.CharField(_("sex"), max_length=20, blank=True)
    age = models.PositiveSmallIntegerField(_("age in years"), null=True, blank=True)
    age_is_estimate = models.BooleanField(_("the age is an estimate"), default=True)
    nationality = models.CharField(_("nationality"), max_length=3, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    # Whether, never which: who sees the person and not the case is told that nobody need open one.
    has_case = models.BooleanField(default=False)
    # The one this record was merged into: the same human being. It keeps what it held, and is read no more.
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    name_tokens = ArrayField(models.BigIntegerField(), default=list)
    phone_tokens = ArrayField(models.BigIntegerField(), default=list)
    document_tokens = ArrayField(models.BigIntegerField(), default=list)
    # Of a whole date of birth; None when there is none.
    birth_token = models.BigIntegerField(null=True)
    # Nobody who does not see them is ever told that they may be known: suspects, and whoever is in danger by it.
    kept_from_asking = models.BooleanField(default=False)
    # The key and the algorithm the tokens were made with.
    tokens_generation = models.CharField(max_length=16, default="")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            GinIndex(fields=["name_tokens"], name="person_by_name", fastupdate=False),
            GinIndex(fields=["phone_tokens"], name="person_by_phone", fastupdate=False),
            GinIndex(fields=["document_tokens"], name="person_by_document", fastupdate=False),
            models.Index(fields=["tokens_generation"], name="person_by_tokens_generation"),
            models.Index(fields=["birth_token"], name="person_by_birth", condition=models.Q(birth_token__isnull=False)),
        ]

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()

    @property
    def called(self) -> str:
        """A name to call them by: their own, or another they go by; empty when nobody knows one."""
        return self.full_name or self.aliases

    @property
    def is_child(self) -> bool:
        """Under 18, or of unknown age: a child until assessed otherwise."""
        return self.age is None or self.age < 18

    @property
    def age_is_known(self) -> bool:
        return self.age is not None


class Merge(Protected):
    """Two records that were one human being: what the surviving one held before and after, so that it can be undone.

    Seen by whoever sees the survivor. The other's row is left as it was.
    """

    record_field = "survivor_id"
    record_kind = "person"
    compartment = "*"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedText()
    before = EncryptedJSON()
    after = EncryptedJSON()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_reason = EncryptedText(blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    # The record that was merged away, while whoever reads may see it.
    other: Person | None = None

    class Meta:
        ordering = ["-merged_at"]
        constraints = [
            models.UniqueConstraint(fields=["gone"], name="merged_once", condition=models.Q(undone_at=None)),
            models.CheckConstraint(condition=~models.Q(gone=models.F("survivor")), name="merged_with_another"),
        ]


class SearchAllowance(Allowance):
    """How many searches somebody has made in the hour that began with the first of them."""


class Answer(models.TextChoices):
    """What somebody who asked is told; the words say no more than was decided."""

    WAITING = "waiting", _("Nobody has answered yet")
    WILL_CONTACT = "will_contact", _("It is the same person. Whoever works with them will contact you.")
    SHARED = "shared", _("It is the same person. A part of their file is open to you.")
    NOT_SAME = "not_same", _("It is not the same person.")
    CANNOT_SAY = "cannot_say", _("That cannot be said.")


class Ask(Protected):
    """Somebody asks whoever knows a person; they see their own words and the answer, and nothing of who was asked."""

    record_kind = "ask"
    compartment = "*"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    typed = EncryptedJSON()
    reason = EncryptedText()
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True)
    # How many were asked and have not answered; shown to nobody.
    waiting_for = models.PositiveSmallIntegerField(null=True)
    # What was opened to the asker, once it was.
    shared_kind = models.CharField(max_length=20, blank=True)
    shared_id = models.UUIDField(null=True)
    shared_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="ask_of_colleague")]

    def get_absolute_url(self) -> str:
        return reverse("people:asks")

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        return [self.asked_by] if name == "asker" else []


class Question(Protected):
    """The same, put to whoever works with one person it may be; what was typed is kept here once more, for them."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waits for an answer")
        ANSWERED = "answered", _("Answered")

    record_kind = "question"
    compartment = "*"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ask_id = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # The file a part of which may be opened in answer.
    file_kind = models.CharField(max_length=20)
    file_id = models.UUIDField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    typed = EncryptedJSON()
    reason = EncryptedText()
    asked_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    changed_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.WAITING)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    shared_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["ask_id", "person"], name="asked_once_of_each")]

    def get_absolute_url(self) -> str:
        return reverse("people:question", args=[self.pk])

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """Whom an alert rule means by `owner`: whoever works with the person; without one, those who grant access."""
        if name != "owner":
            return []
        if self.owner and self.owner.is_active:
            return [self.owner]
        heads = User.objects.filter(organisation=self.organisation, is_active=True)
        return list(heads.filter(role__permissions__contains=["access.grant"]))
