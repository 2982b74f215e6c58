"""Records, the grants that open them, and the walls that close them."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.access import principals
from samaan.accounts.models import Organisation
from samaan.vault.fields import EncryptedJSON, EncryptedText
from samaan.vault.models import StoredFile


class ProtectedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rows this user's grants reach. Row level security says the same again, below us."""
        table = self.model._meta.db_table
        acting_as = list(principals.of(user))
        return self.filter(
            RawSQL(  # noqa: S611  # the table is ours, the principals are parameters
                f'"{table}".acl && %s::bigint[] AND NOT "{table}".barred && %s::bigint[]',
                [acting_as, acting_as],
                output_field=models.BooleanField(),
            )
        )


class Protected(models.Model):
    """A row that belongs to a record and is seen through the grants on it.

    The migration operation `Protect` adds the columns `acl` and `barred`, their triggers and the policies;
    they are the database's own and do not appear here. `record_field` is the attribute that holds the
    record's id; `compartment` the part of the record this row is ("*": whoever sees any part), or, where
    rows differ, `compartment_field` the column that says so.
    """

    record_field = "id"
    record_kind = ""
    compartment = "summary"
    compartment_field: str | None = None

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def record_id(self):
        return getattr(self, self.record_field)


class OfAnyRecord(Protected):
    """A row about a record of whatever kind: each names its own."""

    record_field = "of_record"

    of_record = models.UUIDField()
    of_kind = models.CharField(max_length=20)

    class Meta:
        abstract = True

    @property
    def record_kind(self) -> str:  # type: ignore[override]  # of other models it is the same for every row
        return self.of_kind


class Record(models.Model):
    """Every record that has grants: what kind it is and when it began."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=timezone.now)

    @property
    def record_id(self):
        return self.pk

    @property
    def record_kind(self):
        return self.kind


class Basis(models.TextChoices):
    OVERSIGHT = "oversight", _("the role's oversight")
    ASSIGNMENT = "assignment", _("assigned to it")
    AUTHOR = "author", _("reported it")
    TEAM = "team", _("on the team")
    REFERRAL = "referral", _("a referral to them")
    CONSENT = "consent", _("the survivor's consent")
    LAW = "law", _("required by law")
    ANSWER = "answer", _("an answer to a question about the person")
    RECEIPT = "receipt", _("holds the receipt code")
    BREAK_GLASS = "break_glass", _("an emergency")
    DISCLOSURE = "disclosure", _("a disclosure to them")
    DELEGATION = "delegation", _("stands in for somebody")
    HANDOVER = "handover", _("waits to be handed over")
    GUEST = "guest", _("holds a guest’s link")


class Grant(models.Model):
    """This principal may see these compartments of this record, for this purpose, on this basis, until then."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_id = models.UUIDField()
    principal = models.BigIntegerField()
    compartments = ArrayField(models.CharField(max_length=20))
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=20, choices=Basis)
    granted_at = models.DateTimeField(default=timezone.now)
    # None: at once.
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # What it rests on, when that is a person's consent: the database ends the grant with it.
    consent_use = models.ForeignKey("access.ConsentUse", null=True, on_delete=models.PROTECT, related_name="+")
    # A delegate's grant: whose work it is, and the grant it follows. It ends with that one.
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    follows = models.UUIDField(null=True)

    class Meta:
        ordering = ["granted_at"]
        indexes = [
            models.Index(fields=["record_id"], name="grant_of_record"),
            models.Index(fields=["follows"], name="grant_that_follows", condition=models.Q(follows__isnull=False)),
            models.Index(
                fields=["ends_at"], name="grant_to_end", condition=models.Q(revoked_at=None, ends_at__isnull=False)
            ),
            models.Index(fields=["principal"], name="grant_of_principal", condition=models.Q(revoked_at=None)),
        ]


class Exclusion(models.Model):
    """A person kept out of a record, and of all that follows from it, whatever their role: a conflict of interest."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_id = models.UUIDField(db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedText(null=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lift_reason = EncryptedText(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lifted_by=None) | ~models.Q(lifted_by=models.F("user")),
                name="nobody_lets_themselves_back",
            )
        ]


class Inheritance(models.Model):
    """Whoever holds `compartment` of the source sees the target: a case's identity opens its person.

    “wall” opens nothing: who is kept out of the source is kept out of the target.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    source_id = models.UUIDField(db_index=True)
    compartment = models.CharField(max_length=20)
    target_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_id", "compartment", "target_id"], name="one_inheritance_each")
        ]


class Answer(models.TextChoices):
    GIVEN = "given", _("Agreed")
    REFUSED = "refused", pgettext_lazy("consent", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")


class ConsentEntry(Protected):
    """One line of a case's consent ledger. Lines are added, never changed: a later one replaces or withdraws.

    `given` and `refused` name what, to whom and what for; in a refusal an empty list means all. `withdrawn` takes back
    the entry it `changes`: whole when its lists are empty, else each kind of information and each receiver in them.
    """

    record_field = "case_id"
    record_kind = "case"
    compartment = "identity"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # The context of cases is above this one, so no foreign key.
    case_id = models.UUIDField()
    number = models.PositiveIntegerField()
    answer = models.CharField(max_length=10, choices=Answer)
    # Who says so: code of the list lawful_bases.
    basis = models.CharField(max_length=40)
    compartments = ArrayField(models.CharField(max_length=20), default=list)
    organisations = ArrayField(models.BigIntegerField(), default=list)
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    # Codes of the list need_groups.
    purposes = ArrayField(models.CharField(max_length=40), default=list)
    changes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="changed_by")
    given_on = models.DateField()
    # The last day. None: until it is taken back; only entries from before the ledger say so.
    ends_on = models.DateField(null=True)
    # How it was said and explained, the person's own words, the guardian, the determination (samaan.cases.consent).
    details = EncryptedJSON(default=dict)
    scan = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The worker's own marks, all that is ever written to a line: the end was announced, and has come.
    warned_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case_id", "number"], name="one_entry_each")]
        indexes = [
            models.Index(
                fields=["ends_on"], name="consent_to_end", condition=models.Q(expired_at=None, ends_on__isnull=False)
            )
        ]


class ConsentUse(Protected):
    """What rests on an entry: this organisation sees these kinds of information of the case, in this record.

    Ending a use, or its end by the clock, ends the grants that name it; a trigger sees to that.
    """

    record_field = "case_id"
    record_kind = "case"
    compartment = "identity"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case_id = models.UUIDField(db_index=True)
    entry = models.ForeignKey(ConsentEntry, on_delete=models.PROTECT, related_name="uses")
    target_id = models.UUIDField(db_index=True)
    compartments = ArrayField(models.CharField(max_length=20))
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    founded_at = models.DateTimeField(default=timezone.now)
    founded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["founded_at"]


class SeatRule(models.Model):
    """What the pack says of a role and one compartment: `never` to be given, or open to it in an `emergency`.

    Written by the loading of a pack alone; the database's walls read it (migrations/walls.sql).
    """

    rule = models.CharField(max_length=12)
    role = models.CharField(max_length=40)
    # The number a role has in a seat's principal.
    seat = models.BigIntegerField()
    record_kind = models.CharField(max_length=20)
    compartment = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "role", "record_kind", "compartment"], name="one_seat_rule_each")
        ]
        indexes = [models.Index(fields=["seat"], name="seat_rule_of_seat")]


class DayCount(models.Model):
    """How much of something one person used on a day, and how much more somebody else allowed them that day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    # A kind of record, or what samaan.access.quota names.
    what = models.CharField(max_length=20)
    used = models.PositiveIntegerField(default=0)
    more = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day", "what"], name="one_count_a_day")]


class DayLook(models.Model):
    """A record that one person opened on a day, or saw as a line of a list: it is counted once as each."""

    # Not checked by the database: fifty lines of a list are fifty rows, and colleagues are never removed.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, db_constraint=False, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    day = models.DateField()
    record_id = models.UUIDField()
    listed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day", "record_id", "listed"], name="one_look_a_day")]
