"""The only way in: an invitation, sent once, used once."""

import hashlib
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from samaan import countrypack
from samaan.accounts.models import Organisation, Role, Unit, User
from samaan.audit import stream
from samaan.countrypack.accounts import check_account
from samaan.staff import giving
from samaan.staff.models import Invitation
from samaan.staff.permissions import can_administer, can_change_invitation, can_confirm_invitation
from samaan.staff.workflow.refusing import refuse_state, refuse_unless

Status = Invitation.Status
# Long enough for every check of a name; the person writes their own when they accept.
NAME_LATER = "-"


class LinkDead(Exception):
    """The link is unknown, used, withdrawn or expired; nobody is told which."""


@transaction.atomic
def invite(
    email: str,
    *,
    organisation: Organisation,
    role: Role,
    by: User | None,
    unit: Unit | None = None,
    language: str = "en",
) -> Invitation:
    """Ask somebody to work here. A role that opens much is sent only once a second person has confirmed it.

    `by` is None for the machine's holder and for an organisation just approved by two people.
    """
    refuse_unless(by is None or can_administer(by, organisation), "account.invited", organisation)
    giving.refuse_oneself(by, email)
    giving.refuse_seat(role, organisation)
    check_account(
        User(email=email, full_name=NAME_LATER, organisation=organisation, role=role, unit=unit, language=language)
    )
    refuse_known(email, by)
    waits = by is not None and giving.needs_second_person(role)
    invitation = Invitation(
        email=email.lower(),
        organisation=organisation,
        unit=unit,
        role=role,
        language=language,
        invited_by=by,
        status=Status.UNCONFIRMED if waits else Status.SENT,
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"email": _("An invitation to this address is pending already.")}) from None
    note("account.invited", invitation, by=by, role=role.pk, second_person=waits)
    if not waits:
        send_later(invitation)
    return invitation


def refuse_known(email: str, by: User | None) -> None:
    """An account has one address. Whoever does not administer all organisations learns no more than that."""
    known = User.objects.filter(email__iexact=email).first()
    if known is None:
        return
    if by is None or by.can("administer.users") or known.organisation_id == by.organisation_id:
        raise ValidationError({"email": _("There is an account with this address already.")})
    raise ValidationError({"email": _("This address cannot be invited here. Ask the unit’s administrator.")})


@transaction.atomic
def confirm_invitation(invitation: Invitation, *, by: User) -> None:
    """The second person agrees; now the link is sent."""
    lock(invitation)
    refuse_unless(can_confirm_invitation(by, invitation), "account.invitation_confirmed", invitation)
    refuse_state(invitation.status == Status.UNCONFIRMED, "account.invitation_confirmed", invitation)
    invitation.status, invitation.confirmed_by = Status.SENT, by
    invitation.save(update_fields=["status", "confirmed_by"])
    note("account.invitation_confirmed", invitation, by=by)
    send_later(invitation)


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User) -> None:
    """A new link, with seven new days; the one before is dead at once."""
    lock(invitation)
    refuse_unless(can_change_invitation(by, invitation), "account.invitation_resent", invitation)
    refuse_state(invitation.status == Status.SENT, "account.invitation_resent", invitation)
    invitation.digest, invitation.expires_at = "", None
    invitation.save(update_fields=["digest", "expires_at"])
    note("account.invitation_resent", invitation, by=by)
    send_later(invitation)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Take it back; its link is dead at once."""
    lock(invitation)
    refuse_unless(can_change_invitation(by, invitation), "account.invitation_withdrawn", invitation)
    refuse_state(invitation.is_pending, "account.invitation_withdrawn", invitation)
    close(invitation, Status.WITHDRAWN)
    note("account.invitation_withdrawn", invitation, by=by)


@transaction.atomic
def accept_invitation(token: str, *, full_name: str, password: str) -> User:
    """Make the account of whoever holds the link, once; ValidationError for a name or password that does not do."""
    invitation = behind(token)
    user = User(
        email=invitation.email,
        full_name=full_name.strip(),
        organisation=invitation.organisation,
        unit=invitation.unit,
        role=invitation.role,
        language=invitation.language,
    )
    check_account(user)
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise ValidationError({"password": weak.messages}) from None
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise LinkDead from None
    close(invitation, Status.ACCEPTED, account=user)
    note("account.accepted", invitation, by=user, user=user.pk, role=user.role_id)
    return user


def behind(token: str) -> Invitation:
    """The invitation a link may be used for now, locked; LinkDead otherwise."""
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "role", "unit")
        .filter(digest=digest_of(token), status=Status.SENT, expires_at__gt=timezone.now())
        .filter(organisation__is_active=True)
        .first()
    )
    if found is None or User.objects.filter(email__iexact=found.email).exists():
        raise LinkDead
    return found


def send_later(invitation: Invitation) -> None:
    """After this transaction. The link is made when it is sent: it stands nowhere but in the e-mail."""
    app.configure_task("samaan.staff.jobs.mail_invitation", queue="mail").defer(invitation_id=str(invitation.pk))


def new_link(invitation: Invitation) -> str:
    """A token for the invitation; what was sent before is dead."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    invitation.digest, invitation.sent_at = digest_of(token), now
    invitation.expires_at = now + countrypack.pack().staff.invitation
    invitation.save(update_fields=["digest", "sent_at", "expires_at"])
    return token


def close(invitation: Invitation, status: str, *, account: User | None = None) -> None:
    invitation.status, invitation.digest, invitation.account = status, "", account
    invitation.ended_at = timezone.now()
    invitation.save(update_fields=["status", "digest", "account", "ended_at"])


def note(kind: str, invitation: Invitation, *, by: User | None, **data) -> None:
    stream.append(
        kind, by=by, purpose="accounts", invitation=invitation.pk, organisation=invitation.organisation_id, **data
    )


def lock(invitation: Invitation) -> None:
    invitation.refresh_from_db(from_queryset=Invitation.objects.select_for_update(of=("self",)))


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
