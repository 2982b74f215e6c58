"""People with files, made, added to and read by processes of their own: for tests that lose and restore a database.

`python -m tests.support.run_caseload fill|write|read`; each prints what it did or found as one JSON object.
"""

import json
import os
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import setup_test_environment

from samaan.access import context
from samaan.accounts.models import ApiToken
from samaan.audit import delivery, keys, sealing, stream
from samaan.audit.verifying import verify_and_keep
from samaan.audit.witness import FileWitness
from samaan.cases.models import Case
from samaan.people.models import Person
from samaan.referrals.models import Referral
from samaan.retention import destroying
from samaan.retention.models import Certificate
from samaan.server.connection import acting_as
from samaan.signin.sessions import SessionStore
from samaan.vault import files, keyring, master
from samaan.vault.models import DataKey, StoredFile
from tests.factories import referrals as of_referrals
from tests.factories import retention
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_person
from tests.support.sessions import signed_in

# More than one chunk of an encrypted file.
LETTER = "Una carta larga. " * 6000


def fill(persons: str = "3") -> dict:
    """Some people with a file each, a session, a token, and a sealed log."""
    officer = make_user("investigator", email=f"{os.environ.get('CASELOAD_OFFICER', 'ana')}@example.org")
    for number in range(int(persons)):
        add(officer, f"Dayanara {number}")
    SessionStore().save()
    token = ApiToken.issue(officer, lasting=timedelta(days=1))
    seal()
    return {"token": token, "receipt": master.blind("7K3M-9PQR-2XYZ", "receipt")}


def seal() -> None:
    """As the sealer does it, the witness included."""
    with acting_as("sealer"):
        sealing.seal_all(keys.signer(settings.CONFIG))
        delivery.hand_to_file(FileWitness(settings.CONFIG.witness_path()))


def add(officer, name: str) -> Person:
    """Somebody and their document, at once or not at all."""
    with acting(officer):
        person = make_person(officer, given_names=name)
        upload = SimpleUploadedFile("letter.txt", f"{name}: {LETTER}".encode())
        files.store(upload, record=Person.objects.get(pk=person.pk), compartment="identity", by=officer)
        stream.append("test.added", record=person, by=officer)
    return person


def write(gate: str) -> dict:
    """Go on adding while a file exists."""
    officer = make_user("investigator", email=f"writer{os.getpid()}@example.org")
    for number in count():
        if not Path(gate).exists():
            return {"added": number}
        add(officer, f"Added {number}")
    raise AssertionError


def verify() -> list[str]:
    """What is wrong with the log."""
    with acting_as("auditor"):
        return [finding.code for finding in verify_and_keep(settings.CONFIG).findings]


def read() -> dict:
    """Every name and every file, opened; a file whose bytes are not those it was stored with fails."""
    names, opened = [], 0
    with acting_as("job"), context.acting(context.of_job("test")):
        persons = list(Person.objects.all())
        for person in persons:
            try:
                names.append(person.given_names)
            except keyring.KeyUnavailable:
                names.append("")
        for stored in StoredFile.objects.all():
            try:
                for _piece in files.open_chunks(stored):
                    pass
            except keyring.KeyUnavailable:
                continue
            opened += 1
    ids = {name: str(person.pk) for person, name in zip(persons, names, strict=True)}
    return {
        "names": sorted(names), "files": opened, "ids": ids, "findings": verify(),
        "receipt": master.blind("7K3M-9PQR-2XYZ", "receipt"), "version": master.newest().version,
    }  # fmt: skip


def due() -> dict:
    """A case whose time has come, with a referral."""
    # The processes after this one find them by their role.
    for role in ("director", "deputy_director"):
        make_user(role, email=f"{role}@example.org")
    case = of_referrals.make_case()
    of_referrals.make_referral("declined", case=case)
    case = retention.make_due_case(case=case)
    seal()
    return {"case": str(case.pk), "person": str(case.person_id)}


def dispose(case: str) -> dict:
    """Two persons agree, and the worker destroys it."""
    with acting_as("job"), context.acting(context.of_job("test")):
        found = Case.objects.get(pk=case)
    proposal = retention.approved(found)
    with acting_as("job"):
        return {"certificate": destroying.destroy(proposal.pk).number}


def cases() -> dict:
    """What is left of cases, and how their pages answer a director."""
    setup_test_environment()
    client = signed_in(retention.director())
    pages = [client.get(address).status_code for address in ("/cases/?status=all", "/referrals/", "/retention/", "/")]
    with acting_as("job"), context.acting(context.of_job("test")):
        kinds = (Case, Referral, Person, DataKey, Certificate)
        return {"pages": pages} | {kind.__name__: kind.objects.count() for kind in kinds}


COMMANDS = {"fill": fill, "write": write, "read": read, "due": due, "dispose": dispose, "cases": cases}

if __name__ == "__main__":
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))  # noqa: T201
