"""When linking rests next, in words: 次の制限時間 17:30–18:30. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kaodoki.timekeeping.restricted_hours import JAPAN, Window
from kaodoki.web.texts import Text

NOW = Text("いま制限時間帯です({window})", "Restricted hours now ({window})")
NEXT = Text("次の制限時間 {window}", "Restricted hours next {window}")
TOMORROW = Text("次の制限時間 あす {window}", "Restricted hours next tomorrow {window}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A window on a certain day, half-open."""

    begins: datetime
    ends: datetime


def stretches(windows: Sequence[Window], *, begins: datetime, ends: datetime) -> list[Stretch]:
    """Those that touch the time from `begins` to `ends`, in order."""
    touching = [one for one in _around(windows, begins, ends) if one.ends > begins and one.begins < ends]
    return sorted(touching, key=lambda one: one.begins)


def restricted_words(windows: Sequence[Window], *, now: datetime, zone: ZoneInfo, language: str) -> str:
    """The window that runs, else the next one; empty where there is none."""
    coming = stretches(windows, begins=now, ends=now + timedelta(days=2))
    if not coming:
        return ""
    first = coming[0]
    text = NOW if first.begins <= now else NEXT
    if first.begins > now and first.begins.astimezone(zone).date() > now.astimezone(zone).date():
        text = TOMORROW
    return text.in_language(language).format(window=window_words(first, zone))


def window_words(stretch: Stretch, zone: ZoneInfo) -> str:
    """`8:30–10:00` by the company's clock."""
    return f"{stretch.begins.astimezone(zone):%-H:%M}–{stretch.ends.astimezone(zone):%-H:%M}"


def _around(windows: Sequence[Window], begins: datetime, ends: datetime) -> Iterator[Stretch]:
    day = begins.astimezone(JAPAN).date() - timedelta(days=1)
    while day <= ends.astimezone(JAPAN).date():
        for window in windows:
            start = datetime.combine(day, window.start, JAPAN)
            end = datetime.combine(day, window.end, JAPAN)
            yield Stretch(begins=start, ends=end if end > start else end + timedelta(days=1))
        day += timedelta(days=1)
