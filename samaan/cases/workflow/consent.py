"""The consent ledger: agreed, refused, withdrawn. Entries are added and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from samaan.access import consent as ledgers
from samaan.access.consent import IN_FORCE, Ledger, State
from samaan.access.models import Answer, ConsentEntry
from samaan.accounts.models import Organisation, User
from samaan.audit import stream
from samaan.cases import sharing
from samaan.cases.consent import BASES, Form, Problems, Terms, check_day, check_given, check_refused
from samaan.cases.models import Case, Document
from samaan.cases.workflow.holding import refuse_step, refuse_without
from samaan.cases.workflow.steps import PRINT_CONSENT, RECORD_CONSENT, REFUSE_CONSENT, WITHDRAW_CONSENT
from samaan.transitions import Transition, WrongState, lock, move
from samaan.vault import files
from samaan.vault.models import StoredFile

COMPARTMENT = ConsentEntry.compartment


@dataclass(frozen=True)
class Withdrawal:
    """What is taken back: everything, or each kind of information and each receiver named; who says so, and when."""

    basis: str = ""
    compartments: Iterable[str] = ()
    organisations: Iterable[Organisation] = ()
    kinds: Iterable[str] = ()
    given_on: date | None = None
    form: str = ""
    words: str = ""


@transaction.atomic
def record_consent(
    case: Case,
    terms: Terms,
    *,
    by: User,
    scan: UploadedFile | None = None,
    replaces: ConsentEntry | None = None,
    nonce: UUID | None = None,
) -> ConsentEntry:
    """Write down what may be shared. What rests on `replaces` goes on under the new entry as far as it allows it.

    The same `nonce` sent twice, as on a bad line, is one entry. Raises ValidationError by field.
    """
    if sent_before := sent_already(case, by, nonce):
        return sent_before
    stored = keep_scan(scan, case, by, RECORD_CONSENT)
    lock(case)
    if sent_before := sent_already(case, by, nonce):
        return sent_before
    refuse_without(COMPARTMENT, case, by, RECORD_CONSENT)
    check_given(terms, case)
    ledger = Ledger.of(case.pk, is_child=case.is_child)
    refuse_replacing(replaces, case, ledger)
    entry = new_entry(ledger, case, Answer.GIVEN, terms, by=by, changes=replaces, nonce=nonce)
    uses = ledgers.live_uses(case.pk)
    lost = [use for use in uses if replaces and use.entry_id == replaces.pk and not covering(ledger, use)]
    told = {"entry": entry.pk, "basis": entry.basis, "replaces": replaces and replaces.pk, "ended": len(lost)}
    move(case, RECORD_CONSENT, by=by, event_data=told)
    entry.scan = among_documents(stored, case, by)
    entry.save(force_insert=True)
    sharing.end(lost, sharing.REPLACED, by=by)
    for use in uses:
        better = covering(ledger, use)
        if use not in lost and better and better != use.entry:
            ledgers.move_to(use, better)
    return entry


@transaction.atomic
def refuse_consent(
    case: Case, terms: Terms, *, by: User, scan: UploadedFile | None = None, nonce: UUID | None = None
) -> ConsentEntry:
    """Write down that sharing was refused; an empty list in `terms` means all. What it forbids ends at once."""
    if sent_before := sent_already(case, by, nonce):
        return sent_before
    stored = keep_scan(scan, case, by, REFUSE_CONSENT)
    lock(case)
    if sent_before := sent_already(case, by, nonce):
        return sent_before
    refuse_without(COMPARTMENT, case, by, REFUSE_CONSENT)
    check_refused(terms, case)
    ledger = Ledger.of(case.pk, is_child=case.is_child)
    entry = new_entry(ledger, case, Answer.REFUSED, terms, by=by, nonce=nonce)
    lost = [use for use in ledgers.live_uses(case.pk) if ledgers.takes_back(entry, ledgers.asked_of(use))]
    move(case, REFUSE_CONSENT, by=by, event_data={"entry": entry.pk, "basis": entry.basis, "ended": len(lost)})
    entry.scan = among_documents(stored, case, by)
    entry.save(force_insert=True)
    sharing.end(lost, sharing.REFUSED, by=by)
    return entry


@transaction.atomic
def withdraw_consent(case: Case, given: ConsentEntry, withdrawal: Withdrawal, *, by: User) -> ConsentEntry:
    """Take consent back, whole or in part: what rested on it ends, for its receivers as of their next request."""
    lock(case)
    refuse_without(COMPARTMENT, case, by, WITHDRAW_CONSENT)
    ledger = Ledger.of(case.pk, is_child=case.is_child)
    if given.case_id != case.pk or given.answer != Answer.GIVEN or ledger.state(given) not in IN_FORCE:
        raise WrongState(WITHDRAW_CONSENT, case, stream.last(case.pk))
    check_withdrawal(withdrawal, given)
    terms = Terms(
        basis=withdrawal.basis,
        compartments=withdrawal.compartments,
        organisations=withdrawal.organisations,
        kinds=withdrawal.kinds,
        given_on=withdrawal.given_on,
        form=withdrawal.form,
        words=withdrawal.words,
    )
    entry = new_entry(ledger, case, Answer.WITHDRAWN, terms, by=by, changes=given)
    lost = [
        use
        for use in ledgers.live_uses(case.pk)
        if use.entry_id == given.pk and ledgers.takes_back(entry, ledgers.asked_of(use))
    ]
    told = {"entry": given.pk, "whole": ledgers.is_whole(entry), "ended": len(lost)}
    move(case, WITHDRAW_CONSENT, by=by, event_data=told)
    entry.save(force_insert=True)
    sharing.end(lost, sharing.WITHDRAWN, by=by)
    return entry


@transaction.atomic
def note_copy(case: Case, *, by: User, language: str, plain: bool) -> None:
    """A copy was printed for the survivor."""
    refuse_without(COMPARTMENT, case, by, PRINT_CONSENT)
    move(case, PRINT_CONSENT, by=by, event_data={"language": language, "plain": plain})


def sent_already(case: Case, by: User, nonce: UUID | None) -> ConsentEntry | None:
    return ConsentEntry.objects.filter(pk=nonce, case_id=case.pk, recorded_by=by).first() if nonce else None


def new_entry(
    ledger: Ledger,
    case: Case,
    answer: Answer,
    terms: Terms,
    *,
    by: User,
    changes: ConsentEntry | None = None,
    nonce: UUID | None = None,
) -> ConsentEntry:
    """The next line of the ledger, in force within it and not yet saved."""
    given: dict[str, Any] = terms.scope() | {"details": terms.details(), "given_on": terms.given_on}
    entry = ConsentEntry(
        id=nonce or uuid4(),
        case_id=case.pk,
        number=len(ledger.entries) + 1,
        answer=answer,
        basis=terms.basis,
        changes=changes,
        ends_on=terms.ends_on if answer == Answer.GIVEN else None,
        recorded_by=by,
        **given,
    )
    ledger.entries.append(entry)
    return entry


def covering(ledger: Ledger, use: Any) -> ConsentEntry | None:
    return ledger.covering(ledgers.asked_of(use))


def refuse_replacing(replaced: ConsentEntry | None, case: Case, ledger: Ledger) -> None:
    """Only an entry of this case, and one that was not taken back or replaced already."""
    if replaced is None:
        return
    good = replaced.case_id == case.pk and replaced.answer == Answer.GIVEN
    if not good or ledger.state(replaced) not in (*IN_FORCE, State.EXPIRED):
        raise WrongState(RECORD_CONSENT, case, stream.last(case.pk))


def check_withdrawal(withdrawal: Withdrawal, given: ConsentEntry) -> None:
    """ValidationError by field: who, when and how, and only parts of what was given."""
    problems = Problems()
    problems.need(withdrawal.basis in BASES, "basis", _("Say who withdraws it."))
    problems.need(withdrawal.form in Form, "form", _("Say how it was withdrawn."))
    check_day(withdrawal.given_on, problems)
    if withdrawal.given_on:
        problems.need(withdrawal.given_on >= given.given_on, "given_on", _("Consent was given after this day."))
    foreign = _("This was not part of the consent.")
    problems.need(set(withdrawal.compartments) <= set(given.compartments), "compartments", foreign)
    problems.need(set(withdrawal.kinds) <= set(given.kinds), "organisations", foreign)
    named = all(ledgers.names(given, organisation) for organisation in withdrawal.organisations)
    problems.need(named, "organisations", foreign)
    problems.refuse()


def keep_scan(upload: UploadedFile | None, case: Case, by: User, step: Transition) -> StoredFile | None:
    """The signed paper, kept before the case is locked: a scanner takes its time."""
    if upload is None:
        return None
    refuse_without(COMPARTMENT, case, by, step)
    refuse_step(case, by, step)
    return files.store(upload, record=case, compartment=COMPARTMENT, by=by)


def among_documents(stored: StoredFile | None, case: Case, by: User) -> StoredFile | None:
    """The paper is a document of the case like any other."""
    if stored:
        document = Document(case=case, kind="consent_form", compartment=COMPARTMENT, file=stored, added_by=by)
        document.save(force_insert=True)
    return stored
