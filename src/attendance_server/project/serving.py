"""Prepare the database and run the web server until a signal stops it."""

import logging
import os
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import django
from django.core.management import call_command
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from attendance_server.project.options import Options
from attendance_server.webapi.switches import Seed

APPLICATION = "attendance_server.project.wsgi:application"
CLIENT_NAMES = {"kaodoki": "顔時 (Kaodoki)"}  # as administrators read it on the linkage screen
_BLOCKING_THREADS = 4
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What this start is told besides the options; secrets do not show in its repr."""

    host: str
    port: int
    seed: Seed
    token: str | None = field(default=None, repr=False)
    demo_admin: str | None = field(default=None, repr=False)
    clients: tuple[str, ...] = ()


def check_port_is_free(host: str, port: int) -> None:
    """Raises OSError. The web server itself would share the port with another one and each get half of the requests."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def serve(options: Options, start: Start) -> int:
    """Migrate, plant the seed, serve; returns after SIGTERM or SIGINT. `options` must have a database."""
    secret_key = options.secret_key or secrets.token_hex(32)  # one for all workers of this run
    os.environ.update(replace(options, secret_key=secret_key).environment())
    os.environ["DJANGO_SETTINGS_MODULE"] = "attendance_server.project.settings"
    django.setup()
    _prepare(start)
    _log.info("attendance server at http://%s:%d%s", start.host, start.port, options.mount)
    Server(
        APPLICATION,
        address=start.host,
        port=start.port,
        interface=Interfaces.WSGI,
        workers=options.read("workers"),
        blocking_threads=_BLOCKING_THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # the paths of the token endpoints hold tokens
        respawn_failed_workers=True,
        workers_kill_timeout=3,
    ).serve()
    return 0


def _prepare(start: Start) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("plant_seed", seed=start.seed.value)
    if start.token:
        call_command("issue_token", token=start.token)
    if start.demo_admin:
        call_command("make_demo_admin", login=start.demo_admin)
    for client_id, addresses in _by_client(start.clients).items():
        name = CLIENT_NAMES.get(client_id, client_id)
        call_command("register_client", client_id=client_id, name=name, redirect_uris=addresses)
    for connection in connections.all():
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it


def _by_client(given: Sequence[str]) -> dict[str, list[str]]:
    """Read ID=ADDRESS; a service may have several addresses."""
    clients: dict[str, list[str]] = {}
    for text in given:
        client_id, _, address = text.partition("=")
        clients.setdefault(client_id, []).append(address)
    return clients
