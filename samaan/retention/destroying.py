"""The worker destroys what two persons agreed to destroy, and leaves a certificate.

One transaction, in which the database decides once more (sec.dispose). Killed before it ends, nothing is gone and the
job is taken up again; killed after, the encrypted files are removed by the job this one has left behind.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from samaan.access import context
from samaan.access.models import Basis, Grant
from samaan.access.records import begin_record, grant_to, live_grants
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.cases.models import Case
from samaan.common.jobs import app
from samaan.common.references import next_reference
from samaan.intake.models import Report
from samaan.retention import conflicts, queries, retained
from samaan.retention.models import Certificate, Figure, Proposal
from samaan.retention.permissions import LASTING
from samaan.vault import erased, files
from samaan.vault.storage import storage

DISPOSED = "record.disposed"
PURPOSE = "disposal"


def destroy(proposal_id: UUID) -> Certificate | None:
    """Destroy what an approved proposal names; None when there is nothing to do any more.

    1. what goes, noted outside the database for backups that still hold it, 2. the figures that stay, 3. the database
    destroys rows and keys, 4. the event, 5. the certificate, and whom a
    conflict of interest keeps out of what is left, 6. a job that removes the encrypted files.
    """
    with context.acting(context.of_job(PURPOSE)):
        proposal = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
        if proposal is None:
            return None
        going = goes_with(proposal.of_record)
        if proposal.status != Proposal.Status.APPROVED:
            # A hold came between; what a first, killed attempt may have noted is taken back.
            erased.take_back(settings.CONFIG.data_dir, going)
            return None
        return destroy_now(proposal, going)


def destroy_now(proposal: Proposal, going: list[UUID]) -> Certificate:
    record = proposal.record
    readers, stay = lasting_readers(proposal.of_record), conflicts.walled(going)
    kept_out = conflicts.declared([*going, *(file.pk for file in stay)])
    kept = figures_of(record)
    counts = queries.plan_of(record)
    counts.pop("held", None)
    refuse_held(proposal, going)
    erased.note(settings.CONFIG.data_dir, going)
    destroyed = dispose(proposal.pk, going)
    Figure.objects.bulk_create(kept)
    certificate = certify(proposal, going, destroyed, counts, readers)
    conflicts.keep_out(kept_out, [certificate, *stay], purpose=PURPOSE)
    app.configure_task("samaan.retention.jobs.remove_files", queue="disposal").defer(
        file_ids=[str(pk) for what, pk, _sha256 in destroyed if what == "file"]
    )
    return certificate


def refuse_held(proposal: Proposal, going: list[UUID]) -> None:
    """Asked before anything is noted outside; the database asks again, holding the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_or(sec.is_held(id)) FROM unnest(%s::uuid[]) id", [going])
        if cursor.fetchone()[0]:
            raise OnHold(str(proposal.pk))


class ClassGone(Exception):
    """The country pack no longer has the class: put it back, and the job is done when it is tried again."""


class OnHold(Exception):
    """Something that would go is on legal hold."""


def goes_with(record_id: UUID) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM sec.goes_with(%s) ORDER BY id", [record_id])
        return [row[0] for row in cursor.fetchall()]


def dispose(proposal_id: UUID, going: list[UUID]) -> list[tuple[str, UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, id, sha256 FROM sec.dispose(%s, %s::uuid[])", [proposal_id, going])
        return cursor.fetchall()


def lasting_readers(record_id: UUID) -> list[Grant]:
    """Whoever saw the record for work or oversight goes on seeing that it was disposed of."""
    held = [grant for grant in live_grants(record_id) if grant.basis in LASTING and "summary" in grant.compartments]
    by_principal = {grant.principal: grant for grant in held}
    return [
        grant_to(principal, ["summary"], basis=Basis(grant.basis), purpose=PURPOSE)
        for principal, grant in by_principal.items()
    ]


def certify(
    proposal: Proposal,
    going: list[UUID],
    destroyed: Iterable[tuple[str, UUID, str]],
    counts: dict[str, int],
    readers: list[Grant],
) -> Certificate:
    found = list(destroyed)
    class_ = proposal.class_
    if class_ is None or proposal.decided_at is None or proposal.decided_by_id is None:
        raise ClassGone(proposal.class_code)
    certificate = Certificate(
        id=begin_record("certificate", owned_by=proposal.organisation, grants=readers),
        number=next_reference("D"),
        organisation=proposal.organisation,
        proposal_id=proposal.pk,
        of_record=proposal.of_record,
        of_kind=proposal.of_kind,
        records=going,
        class_code=class_.code,
        class_labels=dict(class_.labels),
        bases=dict(class_.bases),
        basis_confirmed=class_.confirmed,
        ground=proposal.ground,
        due_on=proposal.due_on,
        proposed_by_id=proposal.proposed_by_id,
        proposed_at=proposal.proposed_at,
        approved_by_id=proposal.decided_by_id,
        approved_at=proposal.decided_at,
        keys=[{"id": str(pk), "sha256": sha256} for what, pk, sha256 in found if what == "key"],
        files=sum(what == "file" for what, _pk, _sha256 in found),
        counts=counts,
    )
    event = note(proposal, certificate)
    certificate.event_id, certificate.leaf = event.pk, bytes(event.leaf or b"").hex()
    certificate.save(force_insert=True)
    return certificate


def note(proposal: Proposal, certificate: Certificate) -> Event:
    """The event on what is gone, with all that the certificate says; read back for its leaf."""
    stream.append(
        DISPOSED,
        record=proposal,
        purpose=PURPOSE,
        certificate=certificate.pk,
        number=certificate.number,
        retention_class=certificate.class_code,
        ground=certificate.ground,
        proposed_by=certificate.proposed_by_id,
        approved_by=certificate.approved_by_id,
        records=certificate.records,
        keys=certificate.keys,
        files=certificate.files,
    )
    return Event.objects.filter(kind=DISPOSED, record_id=proposal.of_record).latest("pk")


def figures_of(record: Case | Report) -> list[Figure]:
    """What statistics may keep: dates at day grain and codes, nothing that leads anywhere."""
    if isinstance(record, Case):
        began, ended, outcome = record.opened_at, record.closed_at, record.close_reason
        of_person = {"sex": record.sex, "age_band": record.age_band, "nationality": record.nationality}
        of_person["category"] = record.category
    else:
        began, ended, of_person = record.received_at, record.closed_at, {}
        outcome = retained.facts_of_report(record)["outcome"] or record.close_reason
    return [
        Figure(
            of_kind=record.record_kind,
            began_on=retained.the_day(began),
            ended_on=retained.day_of(ended),
            region=record.region,
            exploitation=record.exploitation,
            outcome=outcome,
            **of_person,
        )
    ]


def remove_files(file_ids: Iterable[str]) -> None:
    """The encrypted files, whose keys are gone already; one that is not there is no mistake."""
    place: Any = storage()
    for file_id in file_ids:
        place.remove(files.name_of_id(UUID(file_id)))
