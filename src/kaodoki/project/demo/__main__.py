"""`python -m kaodoki.project.demo [--once] [--json]`: see `script/demo`."""

import argparse
import fcntl
import json
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import httpx2
from rich.console import Console

from embedded_postgres import EmbeddedPostgresError
from kaodoki.errors import KaodokiError
from kaodoki.project.demo.board import Board, LiveBoard, PlainBoard
from kaodoki.project.demo.cast import ADMINISTRATOR
from kaodoki.project.demo.client import AttendanceClient, CompanyClient, Json, TerminalClient, UnexpectedAnswer
from kaodoki.project.demo.days import plan_days
from kaodoki.project.demo.farewell import is_enter_pressed, print_addresses, print_pairing_code, print_result
from kaodoki.project.demo.preparation import NotPrepared, prepare
from kaodoki.project.demo.programs import NotStarted, Ports, Programs, free_ports, remove_data
from kaodoki.project.demo.report import collect, judge, wrong_totals
from kaodoki.project.demo.scenario import play_story
from kaodoki.project.demo.stage import Clock, Stage
from kaodoki.project.demo_pictures import fetch_pictures

PREFERRED_PORTS: Final = Ports(kaodoki=8000, attendance=8100)
CHECKOUT: Final = Path(__file__).resolve().parents[4]
FAILURES: Final = (
    *(NotStarted, NotPrepared, UnexpectedAnswer, httpx2.HTTPError, subprocess.TimeoutExpired),
    *(KaodokiError, EmbeddedPostgresError),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    document: Json
    problems: Sequence[str]
    company: CompanyClient


def main(arguments: Sequence[str] | None = None) -> int:
    """0 only if everything came as it had to."""
    parser = argparse.ArgumentParser(prog="script/demo", description="The main job on real faces, end to end.")
    parser.add_argument("--once", action="store_true", help="end after the scenario (fresh folder, free ports)")
    parser.add_argument("--json", action="store_true", help="with --once: one JSON document on standard output")
    parser.add_argument("--clock", type=datetime.fromisoformat, help="play it as if it were now this instant")
    given = parser.parse_args(arguments)
    if given.json and not given.once:
        parser.error("--json needs --once")
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    console = Console(stderr=given.json)
    try:
        with _data_folder(once=given.once) as data:
            return _run(data, console, once=given.once, as_json=given.json, clock=given.clock)
    except FAILURES as error:
        print(f"The demo failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(data: Path, console: Console, *, once: bool, as_json: bool, clock: datetime | None) -> int:
    board: Board = LiveBoard(console) if console.is_terminal and not as_json else PlainBoard(console)
    ports = free_ports(None if once else PREFERRED_PORTS)
    started = time.monotonic()
    fetch_pictures()
    board.say("Starting PostgreSQL, web, worker and attendance server …")
    offset = clock - datetime.now(UTC) if clock else timedelta()
    with Programs(data, ports, temporary=once, clock=clock) as programs:
        outcome = _play(programs, board, started, now=lambda: datetime.now(UTC) + offset)
        if as_json:
            print(json.dumps(outcome.document, ensure_ascii=False, indent=1))
        for problem in outcome.problems:
            print(f"Not as it had to be: {problem}", file=sys.stderr)
        if outcome.problems:
            print(programs.end_of_log(), file=sys.stderr)
        print_result(console, outcome.document)
        if not once:
            _stay(programs, outcome.company, console)
    return 0 if outcome.document["ok"] else 1


def _play(programs: Programs, board: Board, started: float, *, now: Clock) -> Outcome:
    company = CompanyClient(programs.kaodoki_url, programs.create_company())
    token = programs.attendance_token
    attendance = AttendanceClient(programs.attendance_url, token)
    days = plan_days(now())
    base_url = f"{programs.attendance_url}/v1.0"
    ready = prepare(company, attendance, board, days=days, base_url=base_url, access_token=token)
    terminal = TerminalClient(programs.kaodoki_url, ready.terminal_token)
    stage = Stage(
        company=company,
        terminal=terminal,
        attendance=attendance,
        board=board,
        days=days,
        keys=ready.keys,
        now=now,
    )
    prepared = time.monotonic()
    with board:
        play_story(stage)
        stage.show()
    document = collect(company, attendance, days)
    expected, arrived, problems = judge(document, stage.played, ready.keys)
    problems = [*stage.problems, *problems, *wrong_totals(attendance, document, days.full, ready.keys)]
    document |= {"expected": expected, "arrived": arrived, "ok": expected == arrived and not problems}
    seconds = {"setup": round(prepared - started, 2), "scenario": round(time.monotonic() - prepared, 2)}
    return Outcome(document={**document, "seconds": seconds}, problems=problems, company=company)


def _stay(programs: Programs, company: CompanyClient, console: Console) -> None:
    """Until Ctrl-C, or until the programs end. Enter gives another pairing code: one lasts ten minutes."""
    password = secrets.token_urlsafe(9)
    programs.create_administrator(password)
    company.change_settings(undo_seconds=10)
    print_addresses(console, programs, login=ADMINISTRATOR, password=password, pairing_code=_pairing_code(company))
    with suppress(KeyboardInterrupt):
        while programs.are_running():
            if is_enter_pressed(within_s=1):
                print_pairing_code(console, _pairing_code(company))


def _pairing_code(company: CompanyClient) -> str:
    return str(company.create_terminal("来客用の端末", punch_selection="chosen", accepts_past=False)["pairing_code"])


@contextmanager
def _data_folder(*, once: bool) -> Iterator[Path]:
    """A temporary folder, or `var/demo` made anew: what a demo before left there goes, so each starts alike."""
    if once:
        with tempfile.TemporaryDirectory(prefix="kaodoki-demo-") as folder:
            yield Path(folder) / "data"
        return
    data = CHECKOUT / "var" / "demo"
    data.parent.mkdir(exist_ok=True)
    with (data.parent / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise NotStarted(f"A demo is running already, in {data}.") from error
        remove_data(data)
        yield data


if __name__ == "__main__":
    sys.exit(main())
