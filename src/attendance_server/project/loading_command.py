"""`load`: company data from CSV files into the database, and example files to begin with."""

import argparse
import os
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connections

from attendance_server.project.options import Options

LOAD = "load"


def add_load_command(commands: Any) -> None:  # of argparse, whose type has no public name
    """The switches of `load`; it is not told of tokens and logins."""
    command = commands.add_parser(LOAD, help="load divisions, people, schedules … from CSV files")
    command.add_argument("paths", metavar="PATH", type=Path, nargs="*", help="a folder of CSV files, or CSV files")
    command.add_argument("--data", type=Path, default=Path("attendance-data"), help="folder of the own PostgreSQL")
    command.add_argument("--database-url", metavar="VALUE", help="PostgreSQL address; without one --data is used")
    command.add_argument("--clock", help="the present, such as 2026-11-20T09:00:00+09:00")
    command.add_argument("--examples", metavar="FOLDER", type=Path, help="write example files there and load nothing")
    command.add_argument("--language", choices=("ja", "en"), help="of what is said; by LC_ALL or LANG unless given")
    command.set_defaults(token=None, demo_admin=None)


def load(options: Options, given: argparse.Namespace) -> int:
    """0 if all of it is in the database. Raises SystemExit with 1 if none of it is."""
    os.environ.update(options.environment())
    os.environ["DJANGO_SETTINGS_MODULE"] = "attendance_server.project.settings"
    django.setup()
    if not given.examples:
        call_command("migrate", verbosity=0, interactive=False)
    language = given.language or _language()
    try:
        call_command("load_files", paths=given.paths, examples=given.examples, language=language)
    finally:
        _close_connections()
    return 0


def _language() -> str:
    return "ja" if (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").startswith("ja") else "en"


def _close_connections() -> None:
    """Before the database may be stopped; a pool would keep trying."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it
