"""A log with a sealer, a witness and somebody who writes events."""

import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from samaan.access import context
from samaan.audit import delivery, sealing, stream
from samaan.audit.keys import Signer, public
from samaan.audit.models import SealingState
from samaan.audit.verify import verify
from samaan.audit.witness import FileWitness
from samaan.server.connection import acting_as

PATIENCE_SECONDS = 60
SETTLED = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > coalesce(max(xid), 0) FROM audit_event"


class Log:
    """The sealed log of one test: `write`, `seal`, `verify`; `db` changes it behind everybody's back."""

    def __init__(self, folder: Path, admin, writer) -> None:
        key = Ed25519PrivateKey.generate()
        self.signer = Signer(key, (public(key),))
        self.witness = FileWitness(folder / "witness" / "checkpoints.jsonl")
        self.db = admin
        self.settles = True
        self.writer = writer

    def write(self, *steps: int) -> None:
        for step in steps:
            with context.acting(context.of_user(self.writer)):
                stream.append("session.began", by=self.writer, step=step)
        if self.settles:
            self.settle()

    def settle(self) -> None:
        """Wait until nothing older is under way: other tests write to the same server, and the horizon counts them."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.db.execute(SETTLED).fetchone()[0]:
            assert time.monotonic() < until, "a transaction of somebody else did not end"
            time.sleep(0.02)

    def seal(self, *, most: int = 10_000):
        with acting_as("sealer"):
            sealed = sealing.seal(self.signer, most=most)
            delivery.hand_to_file(self.witness)
        return sealed

    def grow(self, *steps: int):
        """Write and seal in one."""
        self.write(*steps)
        return self.seal()

    def verify(self, *, known=None, copies=None):
        with acting_as("auditor"):
            state = SealingState.objects.filter(name="file").first()
            held = [self.witness.copy(state.delivered if state else 0)] if copies is None else copies
            return verify(self.signer.known if known is None else known, held)

    def found(self, **options) -> list[str]:
        return [finding.code for finding in self.verify(**options).findings]

    def event(self, step: int) -> int:
        """The number of the event of one step."""
        row = self.db.execute("SELECT id FROM audit_event WHERE data = %s::jsonb", [f'{{"step": {step}}}']).fetchone()
        return row[0]

    def rewrite(self, statement: str, *values) -> None:
        """As whoever owns the whole server: no trigger and no row security stands in the way."""
        self.db.execute("SET session_replication_role = replica")
        self.db.execute(statement, values)
