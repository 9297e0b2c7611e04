"""What a terminal says of itself with its heartbeat (端末の状態)."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from kaodoki.terminals.models import Terminal

# From here on the kiosk and the console warn; what counts is the server's time anyway.
CLOCK_WARNING = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One heartbeat. None or empty: the terminal does not know, as most browsers do not know the battery."""

    version: str
    browser: str
    battery_percent: int | None
    is_charging: bool | None
    clock_difference_ms: int | None
    frames_per_second: float | None
    queue_length: int | None
    refused_length: int | None
    refused: list[dict[str, Any]]
    """What lies apart on the device because it was refused for good: attempt_id, sequence, reason, refused_at."""

    def columns(self) -> dict[str, object]:
        named = asdict(self)
        named["app_version"] = named.pop("version")
        return named


def note_report(terminal: Terminal, report: Report, *, now: datetime) -> None:
    """Keeps the latest report only."""
    Terminal.objects.filter(pk=terminal.pk).update(reported_at=now, last_seen_at=now, **report.columns())


def is_clock_off(terminal: Terminal) -> bool:
    """Whether the terminal's own clock needs to be set."""
    difference = terminal.clock_difference_ms
    return difference is not None and abs(timedelta(milliseconds=difference)) > CLOCK_WARNING
