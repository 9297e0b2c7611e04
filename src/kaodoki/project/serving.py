"""`kaodoki serve`: the web process. One worker, a thread per core: measured best."""

import importlib
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server import Server

from embedded_postgres.processes import die_with_parent

TARGET = "kaodoki.project.wsgi"
# Beyond this many requests at once a connection waits in the kernel: frames must not pile up in memory.
REQUESTS_AT_ONCE = 64
RESPAWN_INTERVAL_S = 1.0
STOP_PATIENCE_S = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen; TLS where both files are given."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None


def serve(address: Address) -> None:
    """Serves until a signal stops it."""
    server = Server(
        TARGET,
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_cores(),
        backpressure=REQUESTS_AT_ONCE,
        websockets=False,
        log_access=False,  # addresses and queries do not belong in a log
        log_level=LogLevels.warning,
        ssl_cert=address.certificate,
        ssl_key=address.key,
        ssl_protocol_min=SSLProtocols.tls12,  # tablets on a wall get old
        respawn_failed_workers=True,  # granian has lost one when clients died
        respawn_interval=RESPAWN_INTERVAL_S,
        workers_kill_timeout=STOP_PATIENCE_S,
    )
    server.serve(target_loader=_Loader(os.getpid()), wrap_loader=False)


@dataclass(frozen=True, slots=True)
class _Loader:
    """Loads the application in the worker, which ends with the process that started it."""

    parent: int

    def __call__(self) -> Callable[..., Any]:
        ask_kernel = die_with_parent(signal.SIGKILL, parent=self.parent)
        if ask_kernel is not None:
            ask_kernel()
        application: Callable[..., Any] = importlib.import_module(TARGET).application
        return application


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
