"""The process's engines, one a pack: shared by all threads, never more callers waiting than can be served soon."""

import functools
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from kaodoki.errors import KaodokiError
from kaodoki.faces import Engine, load_engine
from kaodoki.gallery.packs import default_pack_id, find_pack

# A caller waits for its turn this long at most; at 20 ms an attempt that is a queue nobody should stand in.
LONGEST_WAIT_S = 2.0
WAITING_PER_THREAD = 8
# Companies with a pack of their own are few, and an engine is some hundred megabytes.
ENGINES_KEPT = 3

_engines: OrderedDict[str, Engine] = OrderedDict()
_lock = threading.Lock()
_loading = threading.Lock()


class Busy(KaodokiError):
    code = "busy"
    ja = "ただいま混み合っています。数秒待ってからもう一度お試しください。"
    en = "The server is busy. Try again in a few seconds."


def shared_engine(pack_id: str = "") -> Engine:
    """The engine of the pack (default: the built-in one), with one pipeline per core; loaded on first use.

    Raises `PackUnknown`, `PackNotPrepared` or `PackDamaged`. The least-recently used leave memory; whoever still works
    with one keeps it until done.
    """
    key = pack_id or default_pack_id()
    with _lock:
        if key in _engines:
            _engines.move_to_end(key)
            return _engines[key]
    with _loading:  # one at a time: two that load the same would take twice the memory
        if key not in _engines:
            engine = load_engine(find_pack(key), threads=_cores())
            with _lock:
                _engines[key] = engine
                while len(_engines) > ENGINES_KEPT:
                    _engines.popitem(last=False)
        return _engines[key]


@contextmanager
def engine_turn(pack_id: str = "") -> Iterator[Engine]:
    """The pack's engine, once it is this caller's turn; raises `Busy` if too many wait, or after waiting too long.

    Turns are counted over all packs: they share the cores.
    """
    if not _waiting().acquire(blocking=False):
        raise Busy
    try:
        if not _working().acquire(timeout=LONGEST_WAIT_S):
            raise Busy
        try:
            yield shared_engine(pack_id)
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
