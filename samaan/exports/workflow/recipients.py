"""The keys of those who receive: registered by one, approved by another after comparing the fingerprint."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import begin_record, grant_to
from samaan.accounts.models import User
from samaan.common import envelope
from samaan.exports.models import RecipientKey
from samaan.exports.permissions import APPROVE, ASK, can_ask, can_confirm
from samaan.exports.workflow import steps
from samaan.transitions import NotPermitted, announce, move


@transaction.atomic
def register(name: str, public_key: str, *, by: User) -> RecipientKey:
    """Register a key; another person approves it before anybody exports to it."""
    if not can_ask(by):
        raise NotPermitted(steps.ASK, None)
    if not name.strip():
        raise ValidationError({"name": _("Write whose key it is.")})
    try:
        read = str(envelope.recipient(public_key))
    except envelope.NoSuchKey:
        raise ValidationError({"public_key": _("This is no public key of age. It begins with age1.")}) from None
    key = RecipientKey(organisation=by.organisation, name=name, public_key=read, proposed_by=by)
    key.approvers = [one for one in colleagues(by, APPROVE) if can_confirm(one, key)]
    begin_record("recipient", id=key.pk, owned_by=by.organisation, grants=grants(by))
    key.save(force_insert=True)
    announce("recipient.proposed", key, by=by)
    return key


def grants(by: User) -> list:
    """Every seat of the organisation that exports or approves."""
    codes = [code for code, role in countrypack.pack().roles.items() if {ASK, APPROVE} & set(role.permissions)]
    return [
        grant_to(principals.seat(code, by.organisation_id), ["summary"], basis=Basis.OVERSIGHT, purpose="export")
        for code in codes
    ]


def colleagues(by: User, permission: str) -> list[User]:
    found = User.objects.filter(organisation=by.organisation, is_active=True)
    return list(found.filter(role__permissions__contains=[permission]).select_related("role"))


@transaction.atomic
def confirm(key: RecipientKey, *, by: User) -> None:
    """Somebody else has compared the fingerprint with the recipient."""
    move(key, steps.CONFIRM, by=by, decided_by=by, decided_at=timezone.now())


@transaction.atomic
def withdraw(key: RecipientKey, *, by: User) -> None:
    """Nobody exports to it any more."""
    move(key, steps.WITHDRAW, by=by, decided_at=timezone.now())
