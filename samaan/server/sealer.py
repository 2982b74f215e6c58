"""The sealer: each second it seals what was written, hands the checkpoint to the witnesses, and survives restarts."""

import logging
import signal
import threading
import time
from datetime import timedelta

import psycopg
from django.db import Error, connection, connections
from django.utils import timezone

from samaan.audit import delivery, keys, sealing
from samaan.audit.keys import Signer
from samaan.audit.sealing import CannotSeal
from samaan.audit.witness import FileWitness, WitnessTrouble
from samaan.config import Config

log = logging.getLogger("samaan.sealer")

EVERY_SECONDS = 1.0
LONGEST_PAUSE = 30
# Held by the one sealer that works; samaan.server.state looks for it.
ALIVE = (23098, 41246)
DATABASE_TROUBLE = (psycopg.Error, Error, OSError)


def run(config: Config) -> None:
    """Seal until a signal says stop."""
    sealer = Sealer(config, keys.signer(config))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sealer.stop.set())
    sealer.work()


class Sealer:
    """One sealer; a second one on the same database waits until the first is gone."""

    def __init__(self, config: Config, signer: Signer) -> None:
        self.signer = signer
        self.file = FileWitness(config.witness_path())
        self.addresses = config.witness_mail
        self.mail_every = timedelta(hours=config.witness_mail_hours)
        self.mail_after = timezone.now()
        self.stop = threading.Event()
        self.said = ""

    def work(self) -> None:
        pause = 1
        while not self.stop.is_set():
            started = time.monotonic()
            try:
                self._while_connected()
            except DATABASE_TROUBLE as trouble:
                log.warning("The sealer lost the database (%s); trying again in %s s.", type(trouble).__name__, pause)
            connections.close_all()
            self.stop.wait(pause)
            pause = 1 if time.monotonic() - started > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)

    def _while_connected(self) -> None:
        while not self.stop.is_set():
            began = time.monotonic()
            if is_the_one():
                self.round()
            self.stop.wait(max(0.05, EVERY_SECONDS - (time.monotonic() - began)))

    def round(self) -> None:
        """Seal everything that is settled, then tell the witnesses."""
        try:
            self._look_at_the_witness()
            sealing.seal_all(self.signer)
        except CannotSeal as trouble:
            self._say(str(trouble))
            delivery.note_trouble(delivery.SEALER, str(trouble))
            return
        with delivery.noting(delivery.SEALER):
            self._say("")
        delivery.hand_to_file(self.file)
        if timezone.now() >= self.mail_after and delivery.mail_is_due(self.addresses, self.mail_every):
            self.mail_after = timezone.now() + delivery.RETRY_AFTER
            delivery.mail_newest(self.addresses)

    def _look_at_the_witness(self) -> None:
        """One that cannot be reached just now is told later."""
        try:
            delivery.refuse_rewritten(self.file)
        except WitnessTrouble as trouble:
            delivery.note_trouble(delivery.FILE, str(trouble))

    def _say(self, trouble: str) -> None:
        """Into the log, once."""
        if trouble and trouble != self.said:
            log.error("Nothing is sealed: %s", trouble)
        self.said = trouble


def is_the_one() -> bool:
    """Whether this session holds, or now takes, the place of the sealer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
            " AND (classid, objid) = (%s, %s)) OR pg_try_advisory_lock(%s, %s)",
            [*ALIVE, *ALIVE],
        )
        return cursor.fetchone()[0]
