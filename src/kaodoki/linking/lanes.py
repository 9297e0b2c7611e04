"""Punches of different people on their way at once: a few threads, each with a connector of its own.

The threads only send. What is read from and written to the database is the drain's, so that one transaction can hold
what came of several requests and what goes out next.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from kaodoki.linking.connectors.protocol import Ambiguous, Connector, ConnectorFault, OutgoingPunch
from kaodoki.punches.models import Punch

# So long answers are gathered at most.
GATHERING_S = 0.1

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one request: no fault is a receipt. `sent` is False for one that never left its lane's queue."""

    punch: Punch
    fault: ConnectorFault | None = None
    sent: bool = True
    seconds: float = 0.0


class Lanes:
    """At most `count` requests at once. On leaving, what has not begun is dropped and what has begun is waited for.

    `first` is used by one of the lanes and stays the caller's to close.
    """

    def __init__(self, first: Connector, open_another: Callable[[], Connector], count: int) -> None:
        self._open = open_another
        self._own = threading.local()
        self._spare = [first]
        self._opened: list[Connector] = []
        # Every lane busy, and some more, which leave while the next commit is made.
        self._enough = count + count // 2
        self._threads = ThreadPoolExecutor(max_workers=count, thread_name_prefix="lane")
        self._on_the_way: dict[Future[Answer], Punch] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        for connector in self._opened:
            connector.close()

    def __len__(self) -> int:
        return len(self._on_the_way)

    def send(self, punch: Punch, outgoing: OutgoingPunch) -> None:
        """Puts it on its way; it leaves as soon as a lane is free."""
        self._on_the_way[self._threads.submit(self._deliver, punch, outgoing)] = punch

    def answers(self, timeout_s: float) -> list[Answer]:
        """What has come back, waiting for the first of it; nothing if nothing came in time.

        While more wait here than could leave at once, it waits a moment for further answers: a commit then holds many.
        """
        done, others = wait(self._on_the_way, timeout=timeout_s, return_when=FIRST_COMPLETED)
        gathered_by = time.monotonic() + GATHERING_S
        while done and len(others) > self._enough and time.monotonic() < gathered_by:
            more, others = wait(others, timeout=gathered_by - time.monotonic(), return_when=FIRST_COMPLETED)
            done |= more
        return [self._taken(future) for future in done]

    def recall(self) -> None:
        """Takes back what has not left; it comes among the `answers` as not sent."""
        for future in self._on_the_way:
            future.cancel()

    def _taken(self, future: Future[Answer]) -> Answer:
        punch = self._on_the_way.pop(future)
        with suppress(CancelledError):
            return future.result()
        return Answer(punch=punch, sent=False)

    def _deliver(self, punch: Punch, outgoing: OutgoingPunch) -> Answer:
        begin = time.monotonic()
        fault: ConnectorFault | None = None
        try:
            self._connector().deliver(outgoing)
        except ConnectorFault as raised:
            fault = raised
        except Exception:
            # A connector may raise nothing else; if it does, nobody knows whether the punch left.
            logger.exception("a connector failed unexpectedly")
            fault = Ambiguous()
        return Answer(punch=punch, fault=fault, seconds=time.monotonic() - begin)

    def _connector(self) -> Connector:
        connector: Connector | None = getattr(self._own, "connector", None)
        if connector is None:
            try:
                connector = self._spare.pop()
            except IndexError:
                connector = self._open()
                self._opened.append(connector)
            self._own.connector = connector
        return connector
