"""The command line: `python -m attendance_server serve …` and `python -m attendance_server load …`."""

import argparse
import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from django.core.management import CommandError
from django.db import OperationalError

from attendance_server.project.loading_command import LOAD, add_load_command, load
from attendance_server.project.options import Options, add_switches, options_from, read_clock, with_switches
from attendance_server.project.serving import Start, check_port_is_free, serve
from attendance_server.webapi.switches import Seed
from embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError

DATABASE = "attendance"
# What others on the machine must not read on the command line.
ISSUED_VARIABLE = "ATTENDANCE_TOKEN"
ADMIN_VARIABLE = "ATTENDANCE_ADMIN"


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    # The worker processes need neither: the database has their hashes.
    token, admin = os.environ.pop(ISSUED_VARIABLE, None), os.environ.pop(ADMIN_VARIABLE, None)
    given.token, given.demo_admin = given.token or token, given.demo_admin or admin
    try:
        options = with_switches(options_from(os.environ), given)
        if given.clock:
            offset = read_clock(given.clock) - datetime.now(UTC)
            options = replace(options, clock_offset=str(offset.total_seconds()))
    except ValueError as error:  # InvalidOption is one
        parser.error(str(error))
    for stop in (signal.SIGTERM, signal.SIGINT):  # until the web server takes over: what was started is stopped again
        signal.signal(stop, _leave)
    try:
        return _load(options, given) if given.command == LOAD else _serve(options, given)
    except (OperationalError, EmbeddedPostgresError, OSError, CommandError) as error:
        print(f"{parser.prog}: cannot start: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m attendance_server", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    add_load_command(commands)
    command = commands.add_parser("serve", help="serve the WebAPI and the time cards")
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8100)
    command.add_argument("--data", type=Path, default=Path("attendance-data"), help="folder of the own PostgreSQL")
    command.add_argument("--token", help="issue exactly this token: every permission, any address")
    command.add_argument("--seed", type=Seed, choices=list(Seed), default=Seed.NONE, help="what is there at first")
    command.add_argument("--clock", help="start at this instant, such as 2026-11-20T09:00:00+09:00, and run on")
    command.add_argument("--demo-admin", metavar="LOGIN:PASSWORD", help="a login for the time cards")
    command.add_argument(
        "--register-client",
        metavar="ID=ADDRESS",
        action="append",
        default=[],
        help="a service that may ask to be linked, and where its administrators return to; once for each address",
    )
    add_switches(command)
    return parser


def _serve(options: Options, given: argparse.Namespace) -> int:
    check_port_is_free(given.host, given.port)
    start = Start(
        host=given.host,
        port=given.port,
        token=given.token,
        seed=given.seed,
        demo_admin=given.demo_admin,
        clients=tuple(given.register_client),
    )
    if options.database_url:
        return serve(options, start)
    with EmbeddedPostgres(given.data) as server:
        server.ensure_database(DATABASE)
        return serve(replace(options, database_url=server.url(DATABASE)), start)


def _load(options: Options, given: argparse.Namespace) -> int:
    if options.database_url or given.examples:
        return load(options, given)
    with EmbeddedPostgres(given.data) as server:
        server.ensure_database(DATABASE)
        return load(replace(options, database_url=server.url(DATABASE)), given)


def _leave(signum: int, _: FrameType | None) -> None:
    sys.exit(128 + signum)
