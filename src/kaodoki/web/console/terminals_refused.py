"""What a terminal kept offline and nobody can record: why, and whether it lies here or on the device."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kaodoki.punches.models import SealedAttempt, SealedState
from kaodoki.terminals.models import Terminal
from kaodoki.web.console.terminals_offline_texts import REASONS, REFUSED_TEXTS
from kaodoki.web.texts import in_language

MOST_SHOWN = 20


def refused_of(terminal: Terminal, zone: ZoneInfo, language: str) -> dict[str, object]:
    """For the terminal's page: the newest first, those on the device before those that arrived."""
    texts, reasons = in_language(REFUSED_TEXTS, language), in_language(REASONS, language)
    arrived = SealedAttempt.objects.filter(terminal=terminal, state=SealedState.REFUSED)
    rows = [*_on_device(terminal, texts), *(_arrived(one, texts) for one in arrived.order_by("-sequence")[:MOST_SHOWN])]
    for row in rows:
        code = str(row["reason"])
        row["reason"] = reasons.get(code) or texts["refused_other"].format(code=code)
        row["at"] = _local(row["at"], zone)
        row["taken_at"] = _local(row["taken_at"], zone) or texts["refused_unknown"]
    count = terminal.refused_length or 0
    more = texts["refused_more"].format(count=count) if count > len(terminal.refused or []) else ""
    return {"rows": rows, "t": texts, "more": more}


def _on_device(terminal: Terminal, texts: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            "at": datetime.fromisoformat(one["refused_at"]),
            "taken_at": None,
            "reason": one["reason"],
            "number": one["sequence"],
            "where": texts["refused_on_device"],
        }
        for one in reversed(terminal.refused or [])
    ]


def _arrived(row: SealedAttempt, texts: dict[str, str]) -> dict[str, object]:
    return {
        "at": row.received_at,
        "taken_at": row.captured_at,
        "reason": row.reason,
        "number": row.sequence,
        "where": texts["refused_on_server"],
    }


def _local(at: object, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %-H:%M}" if isinstance(at, datetime) else ""
