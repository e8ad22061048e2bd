import signal
import threading

import structlog
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from marketplace.kernel.audit_log.sequencer import catch_up
from marketplace.kernel.connections import as_sequencer

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Gives log leaves their gapless place and the Merkle root. Runs until stopped; --once places what waits now."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--every", type=int, default=1, metavar="SECONDS")

    def handle(self, *, once, every, **options):
        with as_sequencer():
            if once:
                self.stdout.write(f"{catch_up()} leaves placed")
                return
            self._run(every)

    def _run(self, every: int) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            try:
                catch_up()
            except OperationalError as error:
                # The database is away: leaves wait in its queue, so there is nothing to lose here.
                log.warning("sequencer.database_away", error=str(error).strip())
                connection.close()
            stop.wait(every)
