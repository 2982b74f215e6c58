"""What is due to be disposed of, what holds it back, who proposes and approves it, and what is left of it."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.access.models import OfAnyRecord, Protected
from samaan.accounts.models import Organisation, User
from samaan.alerts import registry
from samaan.countrypack.parts import RetentionClass
from samaan.countrypack.words import in_language
from samaan.vault.fields import EncryptedJSON, EncryptedText

USER = settings.AUTH_USER_MODEL


class OfRecord(OfAnyRecord):
    """A row about a report or a case; its words are under that record's key and go with it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    of_record = models.UUIDField(db_index=True)

    class Meta:
        abstract = True

    @cached_property
    def record(self) -> Any:
        """The record, as far as this transaction may see it."""
        return registry.load(self.of_kind, self.of_record)


class Due(OfRecord):
    """A record whose time has come: it may be proposed for disposal, and stays until somebody does."""

    class_code = models.CharField(max_length=40)
    due_on = models.DateField()
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["of_record"], name="due_once")]

    @property
    def class_(self) -> RetentionClass | None:
        return class_called(self.class_code)


class Hold(OfRecord):
    """While it stands, nothing of the record is disposed of; the database sees to that (migrations/disposal.sql)."""

    reason = EncryptedText()
    court_reference = EncryptedText(blank=True)
    # The last day it counts. None: until it is lifted.
    ends_on = models.DateField(null=True)
    placed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = EncryptedText(null=True)

    class Meta:
        ordering = ["-placed_at"]

    @property
    def stands(self) -> bool:
        return self.lifted_at is None and (self.ends_on is None or self.ends_on >= timezone.localdate())


class Proposal(OfRecord):
    """Somebody proposes that a record be disposed of; another approves or refuses. It goes with the record."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for a second person")
        APPROVED = "approved", _("Approved; being destroyed")
        REFUSED = "refused", _("Refused")

    class Ground(models.TextChoices):
        DUE = "due", _("Its time has come")
        ASKED = "asked", _("The person it is about asked for it")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    class_code = models.CharField(max_length=40)
    ground = models.CharField(max_length=10, choices=Ground)
    due_on = models.DateField(null=True)
    reason = EncryptedText()
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = EncryptedText(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["of_record"],
                name="one_proposal_at_a_time",
                condition=models.Q(status__in=["proposed", "approved"]),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("proposed_by")),
                name="nobody_approves_their_own_proposal",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("retention:proposal", args=[self.pk])

    @property
    def class_(self) -> RetentionClass | None:
        return class_called(self.class_code)

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.REFUSED

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        return [self.proposed_by] if name == "proposer" else []


class Certificate(Protected):
    """What is left of a record that was disposed of, for ever: that it was, why, by whom. Nothing of a person.

    A record of its own: whoever saw what is gone sees it, and whoever audits (migrations/disposal.sql).
    """

    record_kind = "certificate"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    proposal_id = models.UUIDField(unique=True)
    of_record = models.UUIDField(unique=True)
    of_kind = models.CharField(max_length=20)
    # Every record that went with it, itself too: its referrals, the persons no other file needed.
    records = ArrayField(models.UUIDField())
    class_code = models.CharField(max_length=40)
    # As the country pack worded them that day, in each language.
    class_labels = models.JSONField()
    bases = models.JSONField()
    basis_confirmed = models.BooleanField()
    ground = models.CharField(max_length=10, choices=Proposal.Ground)
    due_on = models.DateField(null=True)
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    disposed_at = models.DateTimeField(default=timezone.now)
    # Each `{"id": …, "sha256": …}`: the key's own id, and the hash of the key as it lay wrapped in the database.
    keys = models.JSONField()
    files = models.PositiveIntegerField()
    # How much of each kind went, and how many persons stay because another file needs them.
    counts = models.JSONField()
    # The event in the sealed log: its number and its leaf.
    event_id = models.BigIntegerField()
    leaf = models.CharField(max_length=64)

    class Meta:
        ordering = ["-disposed_at"]

    def get_absolute_url(self) -> str:
        return reverse("retention:certificate", args=[self.pk])

    @property
    def class_label(self) -> str:
        return in_language(self.class_labels)

    @property
    def basis(self) -> str:
        return in_language(self.bases)

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        return [self.proposed_by] if name == "proposer" else []


class Figure(models.Model):
    """What statistics keep of a record that is gone: no id, no reference, nothing that leads to a person or a file."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    of_kind = models.CharField(max_length=20)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=20, blank=True)
    nationality = models.CharField(max_length=3, blank=True)
    region = models.CharField(max_length=20, blank=True)
    exploitation = ArrayField(models.CharField(max_length=40), default=list)
    category = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40, blank=True)


class OwnDataRequest(Protected):
    """The survivor, or who may speak for them, asks for a copy of what is kept about them."""

    record_field = "case_id"
    record_kind = "case"
    compartment = "identity"

    class Status(models.TextChoices):
        ASKED = "asked", _("Being put together")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")

    class Asker(models.TextChoices):
        PERSON = "person", _("The person themselves")
        GUARDIAN = "guardian", _("Their parent or guardian")
        LAWYER = "lawyer", _("Their lawyer or another they have authorised")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asker = models.CharField(max_length=10, choices=Asker)
    asked_on = models.DateField()
    identity_check = EncryptedText()
    language = models.CharField(max_length=8)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    due_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    handled_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = EncryptedText(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    # The documents of the case that are to go with it, chosen one by one.
    documents = ArrayField(models.UUIDField(), default=list)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="one_request_at_a_time", condition=models.Q(status="asked"))
        ]

    def get_absolute_url(self) -> str:
        return reverse("retention:own_data", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.ASKED

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < timezone.now()

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        return [self.recorded_by] if name == "handler" else []


class OwnText(Protected):
    """One free text of a request that somebody has looked through: what is taken out of it, and that it may go."""

    record_field = "case_id"
    record_kind = "case"
    compartment_field = "compartment"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    # That of the text it was read in: nobody reads a note of health here who may not read it there.
    compartment = models.CharField(max_length=20)
    request = models.ForeignKey(OwnDataRequest, on_delete=models.PROTECT, related_name="texts")
    # Where it stands: the kind of text and its row.
    source = models.CharField(max_length=60)
    # What was read, and the pieces `[from, to]` that the reader took out of it.
    original = EncryptedText()
    removed = EncryptedJSON(default=list)
    left_out = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["source"]
        constraints = [models.UniqueConstraint(fields=["request", "source"], name="one_text_each")]


def class_called(code: str) -> RetentionClass | None:
    """A retention class by its code; None when the pack no longer has it."""
    return next((found for found in countrypack.pack().retention.classes if found.code == code), None)
