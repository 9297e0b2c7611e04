"""The present, which `--clock` may move: the only place that asks the machine for the time."""

from datetime import UTC, datetime

from attendance_server.webapi.configuration import switches


def now() -> datetime:
    """The aware present of this server."""
    return datetime.now(UTC) + switches().clock_offset
