"""The process's one engine: loaded once, shared by all threads, never more callers waiting than it can serve soon."""

import functools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kaodoki.errors import KaodokiError
from kaodoki.faces import Engine, load_engine

# A caller waits for its turn this long at most; at 20 ms an attempt that is a queue nobody should stand in.
LONGEST_WAIT_S = 2.0
WAITING_PER_THREAD = 8


class Busy(KaodokiError):
    code = "busy"
    ja = "ただいま混み合っています。数秒待ってからもう一度お試しください。"
    en = "The server is busy. Try again in a few seconds."


@functools.cache
def shared_engine() -> Engine:
    """The engine with one pipeline per core."""
    return load_engine(threads=_cores())


@contextmanager
def engine_turn() -> Iterator[Engine]:
    """The engine, once it is this caller's turn; raises `Busy` at once if too many wait, or after waiting too long."""
    if not _waiting().acquire(blocking=False):
        raise Busy
    try:
        if not _working().acquire(timeout=LONGEST_WAIT_S):
            raise Busy
        try:
            yield shared_engine()
        finally:
            _working().release()
    finally:
        _waiting().release()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


@functools.cache
def _working() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(_cores())


@functools.cache
def _waiting() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(_cores() * (1 + WAITING_PER_THREAD))
