"""Handing checkpoints to the witnesses: tried again until it succeeds, and visible as long as it does not."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samaan.audit import sealing
from samaan.audit.checkpoints import Signed
from samaan.audit.keys import short
from samaan.audit.models import Checkpoint, SealingState
from samaan.audit.sealing import CannotSeal
from samaan.audit.witness import FileWitness, WitnessTrouble

FILE, MAIL, SEALER = "file", "mail", "sealer"
PORTION = 1000
RETRY_AFTER = timedelta(minutes=5)


def refuse_rewritten(witness: FileWitness) -> None:
    """Seal nothing on a database that is behind its witness or differs from it: that would hide what happened."""
    held = witness.last()
    if held is None:
        return
    row = Checkpoint.objects.filter(number=held.number).first()
    if row is None or sealing.signed(row).digest() != held.digest():
        newest = Checkpoint.objects.order_by("-number").values_list("number", flat=True).first() or 0
        raise CannotSeal(
            f"The witness {witness.path} ends with checkpoint {held.number}, the database with {newest}"
            f"{'' if row is None else ', and theirs differ'}. Run: samaan events verify"
        )


def hand_to_file(witness: FileWitness) -> None:
    """Every checkpoint the file does not hold yet."""
    with noting(FILE):
        held = witness.last()
        after = held.number if held else 0
        while rows := list(Checkpoint.objects.filter(number__gt=after).order_by("number")[:PORTION]):
            witness.hand(sealing.signed(row) for row in rows)
            after = rows[-1].number
            delivered(FILE, after)


def mail_is_due(addresses: tuple[str, ...], every: timedelta) -> bool:
    """Whether there is something new, the pause since the last mail is over, and the last failure is a while ago."""
    state = SealingState.objects.filter(name=MAIL).first()
    newest = Checkpoint.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if not addresses or newest <= (state.delivered if state else 0):
        return False
    return not (state and state.delivered_at) or state.delivered_at + every <= timezone.now()


def mail_newest(addresses: tuple[str, ...]) -> None:
    """Send the newest checkpoint, to be kept where nobody of this server reaches it."""
    row = Checkpoint.objects.order_by("-number").first()
    assert row is not None
    checkpoint = sealing.signed(row)
    with noting(MAIL):
        try:
            send_mail(subject(checkpoint), body(checkpoint), settings.DEFAULT_FROM_EMAIL, list(addresses))
        except (OSError, smtplib.SMTPException) as trouble:
            raise WitnessTrouble(f"{type(trouble).__name__}: the mail server did not take it") from None
        delivered(MAIL, checkpoint.number)


def subject(checkpoint: Signed) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Samaan: checkpoint %(number)s of the sealed log") % {"number": checkpoint.number}


def body(checkpoint: Signed) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        facts = {
            "number": checkpoint.number,
            "size": checkpoint.size,
            "key": short(checkpoint.key),
            "when": date_format(timezone.localtime(), "j F Y, H:i"),
        }
        words = _(
            "On %(when)s the log held %(size)s events, signed as checkpoint %(number)s with the key that begins"
            " %(key)s.\n\nPlease keep this message and do nothing with it. Should the log ever be changed or cut, its"
            " last line proves it: save the message as a file and give it to `samaan events verify --witness FILE`."
        )
    return f"{words % facts}\n\n{checkpoint.line()}\n"


@contextmanager
def noting(name: str) -> Iterator[None]:
    """Trouble inside this block is noted, and forgotten when it is over."""
    try:
        yield
    except (WitnessTrouble, CannotSeal) as trouble:
        note_trouble(name, str(trouble))
    else:
        SealingState.objects.filter(name=name).exclude(failing_since=None).update(failing_since=None, trouble="")


def note_trouble(name: str, trouble: str) -> None:
    state, _made = SealingState.objects.get_or_create(name=name)
    state.failing_since = state.failing_since or timezone.now()
    state.trouble = trouble[:300]
    state.save(update_fields=["failing_since", "trouble"])


def delivered(name: str, number: int) -> None:
    SealingState.objects.update_or_create(name=name, defaults={"delivered": number, "delivered_at": timezone.now()})
