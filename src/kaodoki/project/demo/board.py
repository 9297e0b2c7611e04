"""What the audience sees: plain lines, or on a terminal a live table of the punches and of what has arrived."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table

from kaodoki.project.demo.client import Json
from kaodoki.project.demo.days import JAPAN
from kaodoki.project.demo.story import Played

_COLOURS = {"delivered": "green", "held": "yellow", "integrity_error": "red", "discarded": "dim", "rejected": "red"}
_KINDS = {"in": "出勤", "out": "退勤", "break_start": "休憩開始", "break_end": "休憩終了", "go_out": "外出"}


class Board(Protocol):
    """Shows the story while it is played."""

    is_live: bool

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def say(self, sentence: str) -> None: ...
    def attempt(self, made: Played) -> None: ...
    def servers(self, punches: Sequence[Json], records: Sequence[Json] | None, keys: Mapping[str, str]) -> None: ...


class PlainBoard:
    """One line per event: for logs, pipes and `--json`."""

    is_live = False

    def __init__(self, console: Console) -> None:
        self._console = console

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def say(self, sentence: str) -> None:
        self._console.print(sentence, style="bold", highlight=False, markup=False, soft_wrap=True)

    def attempt(self, made: Played) -> None:
        self._console.print(attempt_line(made), highlight=False, markup=False, soft_wrap=True)

    def servers(self, punches: Sequence[Json], records: Sequence[Json] | None, keys: Mapping[str, str]) -> None:
        pass


class LiveBoard(PlainBoard):
    """The lines scroll above; the table below them is always what the two servers hold now."""

    is_live = True

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._live = Live(console=console, refresh_per_second=8)
        self._arrived: dict[tuple[str, str], str] = {}

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def servers(self, punches: Sequence[Json], records: Sequence[Json] | None, keys: Mapping[str, str]) -> None:
        if records is not None:
            self._arrived = arrived_names(records)
        table = Table("従業員", "打刻", "勤務日", "時刻", "Kaodoki", "attendance server", title="打刻 / punches")
        for punch in punches:
            there = self._arrived.get((keys.get(punch["employee_code"], ""), instant(punch["punched_at"])), "")
            table.add_row(
                *(punch["employee_code"], _KINDS.get(punch["kind"], punch["kind"])),
                *(punch["working_date"], punch["working_time"]),
                _state(punch, restricted=records is None),
                there,
            )
        self._live.update(table)


def attempt_line(made: Played) -> str:
    """What the terminal was answered, in one line."""
    body = made.answer.body
    name = (body.get("employee") or {}).get("display_name", "")
    punch = body.get("punch") or {}
    when = f"{punch['working_date']} {punch['working_time']} {_KINDS.get(punch['kind'], '')}" if punch else ""
    left = (body.get("remaining_overtime") or {}).get("minutes")
    overtime = f"月の残業可能時間: {left // 60}時間" if left is not None else ""
    parts = (f"  {made.step.title}:", made.answer.outcome, name, when, punch.get("state", ""), overtime)
    return " ".join(part for part in parts if part)


def instant(text: str) -> str:
    """An ISO time in Japan's notation, so that the same instant is the same text."""
    return datetime.fromisoformat(text).astimezone(JAPAN).isoformat(timespec="seconds")


def arrived_names(records: Sequence[Json]) -> dict[tuple[str, str], str]:
    """What the attendance server calls each punch that it holds, by employee key and instant."""
    return {
        (working["employeeKey"], instant(record["time"])): f"{record['time'][11:19]} {record['name']}"
        for day in records
        for working in day["dailyWorkings"]
        for record in working["timeRecord"]
    }


def _state(punch: Json, *, restricted: bool) -> str:
    colour = _COLOURS.get(punch["state"], "cyan")
    until = ""
    if punch["state"] == "held" and punch["held_until"]:
        until = f" → {instant(punch['held_until'])[11:19]}"
    note = " (制限時間帯)" if restricted and punch["state"] == "held" else ""
    return f"[{colour}]{punch['state']}{until}{note}[/]"
