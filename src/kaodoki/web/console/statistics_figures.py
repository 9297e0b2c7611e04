"""The charts of the page 統計 from numbers already counted. Pure."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from kaodoki.timekeeping.article36 import MONTH_LIMIT, TOTAL_BELOW, VARIABLE_MONTH_LIMIT, Coverage
from kaodoki.web.charts import (
    Column,
    Drawing,
    Figure,
    Key,
    Limit,
    Sample,
    Size,
    Table,
    Tick,
    draw_bars,
    draw_distributions,
    figure,
)
from kaodoki.web.console.stands_out import Tries, together
from kaodoki.web.console.statistics_values import OVERTIME_STEP_MINUTES, Delays
from kaodoki.web.overtime_words import hours_and_minutes

PERCENT, HOUR = 100, 60
RATE_STEP, RATE_COLUMNS = 5, 8
DELAY_EDGES_S = (15, 30, 60, 120, 300, 900, 1800, 3600, 7200)
LEAST_OVERTIME_COLUMNS, MOST_OVERTIME_COLUMNS = 10, 40

Texts = Mapping[str, str]


def percent_text(share: float) -> str:
    """`4.7%`; whole numbers without a point."""
    return f"{PERCENT * share:.1f}".removesuffix(".0") + "%"


def duration_text(seconds: int, texts: Texts) -> str:
    """`14秒`, `3分`, `1時間31分`."""
    minutes = round(seconds / 60)
    if seconds < HOUR:
        return texts["seconds_text"].format(count=seconds)
    if minutes < HOUR:
        return texts["minutes_text"].format(count=minutes)
    hours, rest = divmod(minutes, HOUR)
    if not rest:
        return texts["hours_text"].format(count=hours)
    return texts["hours_minutes_text"].format(hours=hours, minutes=rest)


def month_limit(coverage: str) -> int | None:
    """Minutes a month by article 36; None for those it does not bind."""
    limits = {Coverage.STANDARD: MONTH_LIMIT, Coverage.VARIABLE_HOURS: VARIABLE_MONTH_LIMIT, Coverage.EXEMPT: None}
    return limits[Coverage(coverage)]


def people_by_rate(tries: Sequence[Tries[UUID]], texts: Texts) -> Figure:
    """How many people were rejected how often: never, then by steps of five percent."""
    names = [texts["rate_never"], *(_rate_name(place, texts) for place in range(RATE_COLUMNS))]
    counts = [0] * len(names)
    for one in tries:
        counts[_rate_column(one)] += 1
    average = together(tries).rate
    at = 1 + min(average * PERCENT / RATE_STEP, RATE_COLUMNS - 0.5) if average else 0.5
    limits = [Limit(at=at, text=texts["average"].format(percent=percent_text(average)))]
    ticks = [Tick(at=place + 0.5, text=name) for place, name in enumerate(names)]

    def draw(size: Size) -> Drawing:
        return draw_bars(_columns(names, counts, texts), size=size, ticks=ticks, limits=limits)

    said = texts["people_by_rate_said"].format(people=len(tries), none=counts[0], percent=percent_text(average))
    table = Table(head=(texts["rate"], texts["people"]), rows=_rows(names, counts))
    return figure(draw, id="rates", title=texts["people_by_rate"], description=said, table=table)


def delays_figure(not_held: Delays, held: Delays, texts: Texts, *, description: str) -> Figure:
    """Both as shares of their own number, over each other."""
    names = [texts["up_to"].format(time=duration_text(edge, texts)) for edge in DELAY_EDGES_S]
    names.append(texts["over"].format(time=duration_text(DELAY_EDGES_S[-1], texts)))
    samples = {"area": not_held.histogram(DELAY_EDGES_S), "other": held.histogram(DELAY_EDGES_S)}
    ticks = [Tick(at=place + 1, text=duration_text(edge, texts)) for place, edge in enumerate(DELAY_EDGES_S)]
    shown = [Sample(counts=counts, tone=tone) for tone, counts in samples.items() if any(counts)]

    def draw(size: Size) -> Drawing:
        return draw_distributions(shown, size=size, ticks=ticks)

    names_of = {"area": texts["not_held"], "other": texts["held"]}
    keys = [Key(tone=sample.tone, text=names_of[sample.tone]) for sample in shown]
    rows = tuple(
        (name, str(one), str(other))
        for name, one, other in zip(names, samples["area"], samples["other"], strict=True)
        if one or other
    )
    table = Table(head=(texts["time_taken"], *names_of.values()), rows=rows)
    return figure(draw, id="delays", title=texts["delays"], description=description, table=table, keys=keys)


def overtime_figure(
    counts: Mapping[int, int], *, cap_minutes: int | None, law_minutes: int | None, description: str, texts: Texts
) -> Figure:
    """By five hours; whoever is over the cap in the colour of what a person must act on."""
    steps = [*counts, (cap_minutes or 0) // OVERTIME_STEP_MINUTES]
    columns = min(max(LEAST_OVERTIME_COLUMNS, max(steps) + 1), MOST_OVERTIME_COLUMNS)
    people = [0] * columns
    for step, count in counts.items():
        people[min(step, columns - 1)] += count
    hours = OVERTIME_STEP_MINUTES // HOUR
    names = [texts["hours_span"].format(begins=hours * step, ends=hours * (step + 1)) for step in range(columns)]
    if max(counts) >= columns:
        names[-1] = texts["hours_over"].format(begins=hours * (columns - 1))
    ticks = [Tick(at=step, text=texts["hours_tick"].format(hours=hours * step)) for step in range(columns + 1)]
    limits = _overtime_limits(cap_minutes, law_minutes, texts)

    def draw(size: Size) -> Drawing:
        drawn = [
            Column(
                value=count,
                told=texts["people_unit"].format(span=name, count=count),
                tone="warn" if cap_minutes is not None and step * OVERTIME_STEP_MINUTES >= cap_minutes else "",
            )
            for step, (name, count) in enumerate(zip(names, people, strict=True))
        ]
        return draw_bars(drawn, size=size, ticks=ticks, limits=limits)

    table = Table(head=(texts["overtime"], texts["people"]), rows=_rows(names, people))
    return figure(draw, id="overtime", title=texts["overtime"], description=description, table=table)


def _overtime_limits(cap_minutes: int | None, law_minutes: int | None, texts: Texts) -> list[Limit]:
    wanted = [("cap_line", cap_minutes, "warn"), ("law_line", law_minutes, "")]
    if law_minutes is not None:
        wanted.append(("law_total_line", TOTAL_BELOW, ""))
    return [
        Limit(at=minutes / OVERTIME_STEP_MINUTES, text=texts[name].format(time=hours_and_minutes(minutes)), tone=tone)
        for name, minutes, tone in wanted
        if minutes is not None
    ]


def _rate_column(tries: Tries[UUID]) -> int:
    if not tries.rejected:
        return 0
    return 1 + min(int(PERCENT * tries.rejected / tries.all) // RATE_STEP, RATE_COLUMNS - 1)


def _rate_name(place: int, texts: Texts) -> str:
    begins = RATE_STEP * place
    if place == RATE_COLUMNS - 1:
        return texts["rate_over"].format(begins=begins)
    return texts["rate_span"].format(begins=begins, ends=begins + RATE_STEP)


def _columns(names: Sequence[str], counts: Sequence[int], texts: Texts) -> list[Column]:
    return [
        Column(value=count, told=texts["people_unit"].format(span=name, count=count))
        for name, count in zip(names, counts, strict=True)
    ]


def _rows(names: Sequence[str], counts: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    return tuple((name, str(count)) for name, count in zip(names, counts, strict=True) if count)
