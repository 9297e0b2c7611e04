"""What stands on the screen at the end: the result in one line, and where the visitor goes on."""

import select
import sys
import time

from rich.console import Console

from kaodoki.project.demo.client import Json
from kaodoki.project.demo.programs import Programs


def print_result(console: Console, document: Json) -> None:
    """Whether all arrived, and how long it took."""
    seconds = document["seconds"]
    verdict = "Everything came as it had to" if document["ok"] else "NOT everything came as it had to"
    console.print(
        f"{verdict}: {len(document['attempts'])} attempts, {document['arrived']} of {document['expected']} punches "
        f"at the attendance server. Setup {seconds['setup']} s, scenario {seconds['scenario']} s.",
        style="bold green" if document["ok"] else "bold red",
        highlight=False,
        soft_wrap=True,
    )


def print_addresses(console: Console, programs: Programs, *, login: str, password: str, pairing_code: str) -> None:
    """Where kiosk, console and time cards are, and how to get in."""
    kiosk = f"{programs.kaodoki_url}/kiosk/"
    lines = (
        "",
        f"Kiosk       {kiosk}   with your own webcam; pairing code {pairing_code} (10 minutes; Enter gives another)",
        f"            {kiosk}enrol-yourself   once it is paired",
        f"Console     {programs.kaodoki_url}/console/   {login} / {password}",
        f"Time cards  {programs.attendance_url}/timecards/   {login} / {programs.attendance_password}",
        "",
        f"What the programs say is in {programs.log}. Ctrl-C stops everything; the next start begins anew.",
    )
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def print_pairing_code(console: Console, pairing_code: str) -> None:
    console.print(f"Pairing code {pairing_code}", highlight=False, markup=False)


def is_enter_pressed(*, within_s: float) -> bool:
    """Waits that long for a line from the visitor; where there is no terminal nobody can press anything."""
    if not sys.stdin.isatty():
        time.sleep(within_s)
        return False
    ready, _, _ = select.select([sys.stdin], [], [], within_s)
    return bool(ready) and bool(sys.stdin.readline())
