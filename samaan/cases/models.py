"""The survivor's protection file, and what is kept in it."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.access import principals
from samaan.access.models import Basis, Protected, ProtectedQuerySet
from samaan.access.records import live_grants
from samaan.accounts.models import Organisation, User
from samaan.cases import who
from samaan.people.models import Person
from samaan.vault.fields import EncryptedText
from samaan.vault.models import StoredFile

# Grants by which somebody works on a case, and not merely looks after those who do.
WORKING = (Basis.AUTHOR, Basis.ASSIGNMENT, Basis.TEAM, Basis.LAW, Basis.DELEGATION)


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Risk(models.TextChoices):
    HIGH = "high", _("High risk")
    MEDIUM = "medium", _("Medium risk")
    LOW = "low", _("Low risk")
    UNKNOWN = "unknown", _("Risk not assessed")


class Part(models.TextChoices):
    """What somebody does on a team; each part opens what it needs (samaan.cases.compartments)."""

    STAND_IN = "stand_in", _("Stands in for the case manager")
    CARE = "care", _("Care and support")
    HEALTH = "health", _("Health and counselling")
    LEGAL = "legal", _("Legal help")
    LIAISON = "liaison", _("Liaison with the investigation")
    OBSERVER = "observer", _("Follows the case")


class CaseQuerySet(ProtectedQuerySet):
    def of(self, user: User):
        """The cases opened to this person by name: managed, opened, or on the team of."""
        by_name = RawSQL("cases_case.acl && %s::bigint[]", [[principals.user(user.pk)]], models.BooleanField())
        return self.filter(by_name)


class Case(Protected):
    """One survivor, one file. In clear stands only what statistics and work lists need."""

    record_kind = "case"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    pseudonym = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sex = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=20)
    is_child = models.BooleanField()
    nationality = models.CharField(max_length=3, blank=True)
    region = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=40)
    exploitation = ArrayField(models.CharField(max_length=40), default=list)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    # Closed, and of a person who turned out to have another file: it is kept beside that one.
    set_aside = models.BooleanField(default=False)
    close_reason = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True)
    risk = models.CharField(max_length=10, choices=Risk, default=Risk.UNKNOWN)
    next_review = models.DateField(null=True)
    case_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="managed_cases"
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    # The report it came from; that context is above this one, so no foreign key.
    source_report_id = models.UUIDField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    # What whoever opens the case is told, and nobody else.
    known_elsewhere = False

    objects: ClassVar[Any] = CaseQuerySet.as_manager()  # more than Protected's: `of`

    class Meta:
        ordering = ["-changed_at"]
        indexes = [
            models.Index(fields=["-changed_at", "id"], name="case_by_change"),
            models.Index(fields=["next_review"], name="case_to_review", condition=models.Q(status="open")),
            models.Index(
                fields=["opened_at"],
                name="case_without_manager",
                condition=models.Q(case_manager=None, status="open"),
            ),
            models.Index(fields=["source_report_id"], name="case_of_report"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_case_per_person", condition=models.Q(set_aside=False)),
            models.CheckConstraint(
                condition=models.Q(status="closed") | models.Q(set_aside=False), name="set_aside_when_closed"
            ),
            models.CheckConstraint(
                condition=models.Q(status="open") | ~models.Q(close_reason=""), name="closed_with_a_reason"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.pk])

    # Django's own maps all the choices anew each time, and a list asks for the words of fifty cases.
    def get_status_display(self) -> str:  # type: ignore[no-redef]  # the plugin knows Django's own
        return str(Status(self.status).label)

    def get_risk_display(self) -> str:  # type: ignore[no-redef]  # the plugin knows Django's own
        return str(Risk(self.risk).label)

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def review_is_late(self) -> bool:
        return self.is_open and self.next_review is not None and self.next_review < timezone.localdate()

    def alert_facts(self) -> dict:
        return {"is_child": self.is_child, "risk": self.risk}

    def related_users(self, name: str) -> list[User]:
        """Whom an alert rule means by `case_manager` and `team`."""
        if name == "case_manager":
            return [self.case_manager] if self.case_manager else []
        if name == "team":
            return self.team()
        return []

    def team(self) -> list[User]:
        """Everybody the file was opened to for work on it: by name, or by the seat the law names."""
        return who.users_behind(grant.principal for grant in live_grants(self.pk) if grant.basis in WORKING)


class CasePart(Protected):
    """A row of a case: it is seen by whoever holds its compartment of that case."""

    record_field = "case_id"
    record_kind = "case"

    class Meta:
        abstract = True


class CaseTeamMember(CasePart):
    """Somebody on the team: their part in it, and the grant that opens the case to them while they are."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Part)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["joined_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], name="once_on_a_team", condition=models.Q(left_at=None))
        ]


class RiskAssessment(CasePart):
    """A level of risk, why, and when to look again. They are added, never changed: together they are the history."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risk_assessments")
    level = models.CharField(max_length=10, choices=Risk)
    reasons = EncryptedText()
    next_review = models.DateField()
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-assessed_at"]
        indexes = [models.Index(fields=["case", "-assessed_at"], name="risk_of_case")]


class Note(CasePart):
    """What somebody wrote down. The database lets nobody change or delete one; a correction is a further note."""

    compartment_field = "compartment"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    compartment = models.CharField(max_length=20)
    text = EncryptedText()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-written_at"]
        indexes = [models.Index(fields=["case", "-written_at"], name="note_of_case")]


class Task(CasePart):
    """Something somebody has promised to do by a day."""

    compartment_field = "compartment"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    compartment = models.CharField(max_length=20)
    title = EncryptedText()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_tasks")
    due = models.DateField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due", "created_at"]
        indexes = [
            models.Index(fields=["case", "due"], name="task_of_case"),
            models.Index(fields=["owner", "due"], name="task_to_do", condition=models.Q(done_at=None)),
        ]

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due < timezone.localdate()


class Document(CasePart):
    """A file of the case: what it is, and where the vault keeps it."""

    compartment_field = "compartment"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    compartment = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-added_at"]
        indexes = [models.Index(fields=["case", "-added_at"], name="document_of_case")]
