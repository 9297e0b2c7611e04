"""A restricted window around the present moment, in the notations of both programs. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kaodoki.project.demo.days import JAPAN

MARGIN_SECONDS = 1
LENGTH = timedelta(seconds=14)
# So far back that both programs, asked one after the other, find themselves well inside.
ALREADY_OPEN = timedelta(seconds=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowAroundNow:
    """Aware, in Japan time, whole seconds. It may cross midnight: both programs read an end before its start so."""

    start: datetime
    end: datetime

    @property
    def as_setting(self) -> list[list[str]]:
        """For Kaodoki's settings."""
        return [[f"{self.start:%H:%M:%S}", f"{self.end:%H:%M:%S}"]]

    @property
    def as_option(self) -> list[str]:
        """For the attendance server's demo controls."""
        return [f"{self.start:%H:%M:%S}-{self.end:%H:%M:%S}"]

    @property
    def released_at(self) -> datetime:
        """When Kaodoki may link again: its margin later, so that clocks that differ a little do no harm."""
        return self.end + timedelta(seconds=MARGIN_SECONDS)


def window_around(now: datetime) -> WindowAroundNow:
    """Opened a few seconds ago, long enough for the punches that shall be held."""
    local = now.astimezone(JAPAN).replace(microsecond=0)
    return WindowAroundNow(start=local - ALREADY_OPEN, end=local - ALREADY_OPEN + LENGTH)
