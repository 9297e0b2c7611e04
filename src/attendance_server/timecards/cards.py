"""What a time card shows: a person's month, one row a day, times counted from the working date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from attendance_server.webapi.dates import Span
from attendance_server.webapi.models import Employee, Punch
from attendance_server.webapi.totals import Choice, PersonDay, person_days
from attendance_server.work_rules import DayTotals, Kind, MonthTotals, total_month
from attendance_server.work_rules.values import JST


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDay:
    """One row; texts are ready to be shown, durations as hours and minutes."""

    date: date
    came: str
    left: str
    breaks: str
    outings: str
    totals: DayTotals | None

    @property
    def is_error(self) -> bool:
        return self.totals is not None and self.totals.is_error

    @property
    def work(self) -> str:
        return duration(self.totals.total_work) if self.totals and not self.is_error else ""

    @property
    def overtime(self) -> str:
        totals = self.totals
        return duration(totals.overtime + totals.late_night_overtime) if totals and not self.is_error else ""

    @property
    def night(self) -> str:
        totals = self.totals
        return duration(totals.late_night + totals.late_night_overtime) if totals and not self.is_error else ""

    @property
    def break_time(self) -> str:
        return duration(self.totals.break_time) if self.totals and not self.is_error else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A month of one person."""

    days: Sequence[CardDay]
    totals: MonthTotals

    @property
    def work(self) -> str:
        return duration(self.totals.total_work)

    @property
    def overtime(self) -> str:
        return duration(self.totals.overtime + self.totals.night_overtime)

    @property
    def night(self) -> str:
        return duration(self.totals.night + self.totals.night_overtime)

    @property
    def break_time(self) -> str:
        return duration(self.totals.break_sum)


def time_card(employee: Employee, span: Span) -> Card:
    """Every day of the span, also those without a punch."""
    found = {day.date: day for day in person_days(span, Choice(keys=frozenset({employee.key})))}
    length = (span.end - span.start).days + 1
    dates = [span.start + timedelta(days=offset) for offset in range(length)]
    days = [_card_day(day, found.get(day)) for day in dates]
    return Card(days=days, totals=total_month(day.totals for day in days if day.totals))


def working_time(moment: datetime, day: date) -> str:
    """01:00 of the next morning is 25:00 of the working date; what is before it has a minus."""
    passed = moment.astimezone(JST).replace(tzinfo=None) - datetime.combine(day, datetime.min.time())
    minutes = passed // timedelta(minutes=1)
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{sign}{hours:02d}:{rest:02d}"


def duration(minutes: int) -> str:
    """485 minutes are 8:05."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}"


def _card_day(day: date, found: PersonDay | None) -> CardDay:
    punches = sorted(found.punches, key=lambda punch: (punch.time, punch.pk)) if found else []
    return CardDay(
        date=day,
        came=_listed(punches, day, Kind.IN),
        left=_listed(punches, day, Kind.OUT),
        breaks=_listed(punches, day, Kind.BREAK_START, Kind.BREAK_END),
        outings=_listed(punches, day, Kind.GO_OUT, Kind.RETURN),
        totals=found.totals if found else None,
    )


def _listed(punches: Sequence[Punch], day: date, begin: Kind, end: Kind | None = None) -> str:
    shown = ""
    for punch in punches:
        moment = working_time(punch.time, day)
        if punch.code == begin:
            shown += f" {moment}"
        elif end is not None and punch.code == end:
            shown += f"–{moment}"
    return shown.strip()
