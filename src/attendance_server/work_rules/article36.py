"""Article 36 of the Labour Standards Act: how much overtime is left, by each limit, and which limit is broken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from attendance_server.work_rules.months import Month
from attendance_server.work_rules.totals import MonthTotals

# Art. 36 (4), in hours; the second of each for schemes of variable hours longer than three months (art. 32-4).
MONTH_LIMIT, VARIABLE_MONTH_LIMIT = 45 * 60, 42 * 60
YEAR_LIMIT, VARIABLE_YEAR_LIMIT = 360 * 60, 320 * 60
# Art. 36 (5), with a special clause.
SPECIAL_YEAR_LIMIT = 720 * 60
MONTHS_OVER_LIMIT = 6
# Art. 36 (6), with or without one, holiday work included: under 100 h, so that 100 h exactly is a breach already.
TOTAL_BELOW = 100 * 60
AVERAGE_LIMIT = 80 * 60
AVERAGED_MONTHS = range(2, 7)


class Limit(StrEnum):
    """The limits, by what they look at."""

    MONTH = "month"  # 45 or 42 h, without holiday work
    YEAR = "year"  # 360, 320 or 720 h, without holiday work
    TOTAL = "total"  # under 100 h of a month, with holiday work
    AVERAGE = "average"  # 80 h a month on average over two to six months, with holiday work


class BreachCode(StrEnum):
    """Stable codes of what is broken."""

    MONTH = "article36_month_exceeded"
    YEAR = "article36_year_exceeded"
    TOTAL = "article36_total_100_hours_reached"
    AVERAGE = "article36_average_80_hours_exceeded"
    TIMES = "article36_seventh_month_over_limit"


class Coverage(StrEnum):
    """Which of the limits bind a person (36協定の適用区分).

    Exempt (適用除外) are managers (art. 41), those under a highly professional scheme (art. 41-2) and research and
    development (art. 36 (11)).
    """

    STANDARD = "standard"
    VARIABLE_HOURS = "variable_hours"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What the agreement (36協定) says, and about whom. Its year begins with `first_month`."""

    first_month: int = 4
    has_special_clause: bool = False
    has_variable_hours: bool = False
    is_exempt: bool = False

    def about(self, own: str) -> "Agreement":
        """The company's agreement as it binds a person of that coverage; one without, `""`, has the company's."""
        if not own:
            return self
        coverage = Coverage(own)
        return replace(
            self,
            has_variable_hours=coverage is Coverage.VARIABLE_HOURS,
            is_exempt=coverage is Coverage.EXEMPT,
        )

    @property
    def month_limit(self) -> int:
        return VARIABLE_MONTH_LIMIT if self.has_variable_hours else MONTH_LIMIT

    @property
    def year_limit(self) -> int:
        if self.has_special_clause:
            return SPECIAL_YEAR_LIMIT
        return VARIABLE_YEAR_LIMIT if self.has_variable_hours else YEAR_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthHours:
    """A month in minutes: overtime without work on legal holidays, and that work (whatever its bucket)."""

    overtime: int = 0
    legal_holiday_work: int = 0

    @property
    def total(self) -> int:
        return self.overtime + self.legal_holiday_work

    @staticmethod
    def of(totals: MonthTotals) -> "MonthHours":
        """As KING OF TIME counts: overtime of weekdays and general holidays, premium work; all legal-holiday work."""
        general = totals.general_holiday_work
        overtime = totals.overtime + totals.night_overtime + general.overtime + general.night_overtime
        return MonthHours(
            overtime=overtime + totals.premium_work.minutes, legal_holiday_work=totals.legal_holiday_work.minutes
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """Minutes that may still be worked this month under one limit, which looks at the last `months` months."""

    limit: Limit
    minutes: int
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A limit that is broken: by how many minutes, over how many months. `TIMES` has the minutes over the month's."""

    code: BreachCode
    minutes: int
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article36:
    """The state of one person in one month. Nothing remains to be watched for who is exempt: no limit, no breach."""

    remaining: tuple[Remaining, ...] = ()
    breaches: tuple[Breach, ...] = ()
    months_over: int = 0  # months of the agreement's year over 45 (42) h, this one included

    @property
    def least(self) -> Remaining | None:
        """The limit that binds; None for who is exempt."""
        return min(self.remaining, key=lambda item: item.minutes, default=None)


def check_article36(hours: Mapping[Month, MonthHours], *, month: Month, agreement: Agreement) -> Article36:
    """What is left in `month`, given the months before it; months that are not known count as none worked.

    Averages look back beyond the agreement's year, sums of the year do not. Later months are not looked at.
    """
    if agreement.is_exempt:
        return Article36()
    now = hours.get(month, MonthHours())
    year = [hours.get(known, MonthHours()).overtime for known in _year_until(month, agreement)]
    over = [minutes > agreement.month_limit for minutes in year]
    rooms = list(_rooms(hours, month, agreement, year))
    if not agreement.has_special_clause or sum(over[:-1]) >= MONTHS_OVER_LIMIT:
        rooms.insert(0, (Limit.MONTH, agreement.month_limit - now.overtime, 1))
    remaining = tuple(Remaining(limit=limit, minutes=max(0, room), months=months) for limit, room, months in rooms)
    breaches = tuple(_breach(limit, room, months, agreement) for limit, room, months in rooms if room < 0)
    return Article36(remaining=remaining, breaches=breaches, months_over=sum(over))


def _year_until(month: Month, agreement: Agreement) -> list[Month]:
    passed = (month.number - agreement.first_month) % 12
    return [month.shifted(-ago) for ago in range(passed, -1, -1)]


def _rooms(
    hours: Mapping[Month, MonthHours], month: Month, agreement: Agreement, year: list[int]
) -> Iterator[tuple[Limit, int, int]]:
    """(limit, minutes left or, below 0, exceeded, months looked at)."""
    yield Limit.YEAR, agreement.year_limit - sum(year), len(year)
    totals = [hours.get(month.shifted(-ago), MonthHours()).total for ago in range(max(AVERAGED_MONTHS))]
    yield Limit.TOTAL, TOTAL_BELOW - 1 - totals[0], 1
    for months in AVERAGED_MONTHS:
        yield Limit.AVERAGE, AVERAGE_LIMIT * months - sum(totals[:months]), months


def _breach(limit: Limit, room: int, months: int, agreement: Agreement) -> Breach:
    codes = {
        Limit.MONTH: BreachCode.TIMES if agreement.has_special_clause else BreachCode.MONTH,
        Limit.YEAR: BreachCode.YEAR,
        Limit.TOTAL: BreachCode.TOTAL,
        Limit.AVERAGE: BreachCode.AVERAGE,
    }
    return Breach(code=codes[limit], minutes=-room, months=months)
