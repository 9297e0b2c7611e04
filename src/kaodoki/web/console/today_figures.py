"""The day's arrivals as a chart: bars of five minutes, the restricted hours behind them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kaodoki.timekeeping.restricted_hours import Window
from kaodoki.web.charts import Column, Drawing, Figure, Key, Limit, Size, Span, Table, Tick, draw_bars, figure
from kaodoki.web.console.restricted_words import stretches, window_words

HOUR = timedelta(hours=1)
SHORTEST = 2 * HOUR
# Five minutes are shown as they are up to here; over a whole day they would be thinner than a line.
FINE_UP_TO = 8 * HOUR
FINE, COARSE = timedelta(minutes=5), timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Whole hours of the company's clock, in columns of `step`."""

    begins: datetime
    ends: datetime
    step: timedelta

    @property
    def columns(self) -> int:
        return int((self.ends - self.begins) / self.step)

    def at(self, instant: datetime) -> float:
        """In columns from the left."""
        return (instant - self.begins) / self.step


def axis_for(arrivals: Mapping[datetime, int]) -> Axis:
    """From the hour of the first to the end of the hour of the last arrival, two hours at least."""
    begins = _hour(min(arrivals))
    ends = max(_hour(max(arrivals)) + HOUR, begins + SHORTEST)
    return Axis(begins=begins, ends=ends, step=FINE if ends - begins <= FINE_UP_TO else COARSE)


def arrivals_figure(
    arrivals: Mapping[datetime, int],
    *,
    windows: Sequence[Window],
    now: datetime,
    zone: ZoneInfo,
    held: bool,
    texts: Mapping[str, str],
) -> Figure | None:
    """None before anybody came. `arrivals` by the beginning of each five minutes; `held`: punches wait in `windows`."""
    if not arrivals:
        return None
    axis = axis_for(arrivals)
    counts = _counts(arrivals, axis)
    spans = _spans(windows, axis, zone=zone, text=texts["restricted_held" if held else "restricted_sent"], texts=texts)
    limits = [Limit(at=axis.at(now), text=texts["now"].format(time=f"{now.astimezone(zone):%-H:%M}"), tone="now")]
    names = [_name(axis, place, zone) for place in range(axis.columns)]

    def draw(size: Size) -> Drawing:
        columns = [
            Column(value=count, told=texts["people_unit"].format(span=name, count=count))
            for name, count in zip(names, counts, strict=True)
        ]
        return draw_bars(columns, size=size, ticks=_ticks(axis, zone), spans=spans, limits=limits)

    return figure(
        draw,
        id="arrivals",
        title=texts["arrivals"].format(minutes=int(axis.step.total_seconds() // 60)),
        description=_said(axis, counts, names, zone, texts),
        table=_table(counts, names, texts),
        keys=_keys(texts, has_spans=bool(spans)),
    )


def _counts(arrivals: Mapping[datetime, int], axis: Axis) -> list[int]:
    counts = [0] * axis.columns
    for begins, people in arrivals.items():
        counts[int(axis.at(begins))] += people
    return counts


def _spans(windows: Sequence[Window], axis: Axis, *, zone: ZoneInfo, text: str, texts: Mapping[str, str]) -> list[Span]:
    return [
        Span(
            begins=axis.at(one.begins),
            ends=axis.at(one.ends),
            text=text.format(window=window_words(one, zone)),
            short=texts["restricted_short"],
        )
        for one in stretches(windows, begins=axis.begins, ends=axis.ends)
    ]


def _ticks(axis: Axis, zone: ZoneInfo) -> list[Tick]:
    apart = HOUR / 2 if axis.ends - axis.begins <= FINE_UP_TO / 2 else HOUR
    count = int((axis.ends - axis.begins) / apart)
    moments = [axis.begins + apart * number for number in range(count + 1)]
    return [Tick(at=axis.at(moment), text=f"{moment.astimezone(zone):%-H:%M}") for moment in moments]


def _said(axis: Axis, counts: Sequence[int], names: Sequence[str], zone: ZoneInfo, texts: Mapping[str, str]) -> str:
    most = max(counts)
    return texts["arrivals_said"].format(
        begins=f"{axis.begins.astimezone(zone):%-H:%M}",
        ends=f"{axis.ends.astimezone(zone):%-H:%M}",
        count=sum(counts),
        most=names[counts.index(most)],
        most_count=most,
    )


def _table(counts: Sequence[int], names: Sequence[str], texts: Mapping[str, str]) -> Table:
    rows = tuple((name, str(count)) for name, count in zip(names, counts, strict=True) if count)
    return Table(head=(texts["time_of_day"], texts["people"]), rows=rows)


def _keys(texts: Mapping[str, str], *, has_spans: bool) -> tuple[Key, ...]:
    bars = Key(tone="bar", text=texts["arrivals_key"])
    return (bars, Key(tone="band", text=texts["restricted_key"])) if has_spans else (bars,)


def _name(axis: Axis, place: int, zone: ZoneInfo) -> str:
    begins = (axis.begins + axis.step * place).astimezone(zone)
    ends = (axis.begins + axis.step * (place + 1)).astimezone(zone)
    return f"{begins:%-H:%M}–{ends:%-H:%M}"


def _hour(instant: datetime) -> datetime:
    return instant.replace(minute=0, second=0, microsecond=0)
