"""What article 36 of the Labour Standards Act (労働基準法36条) leaves a person in a month. Beside the company's cap.

Numbers and terms: article 36, paragraphs 3 to 6 and 11, in force for all sizes of company since April 2020. The law
counts two things: overtime without holiday work (時間外労働), and overtime together with holiday work (時間外労働と
休日労働の合計), which is work on legal holidays. Not told here: the longer limits of drivers and doctors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kaodoki.timekeeping.months import MONTHS_A_YEAR, Month

HOUR = 60
MONTH_LIMIT = 45 * HOUR  # paragraph 4: 限度時間
YEAR_LIMIT = 360 * HOUR
VARIABLE_MONTH_LIMIT = 42 * HOUR  # the same, under variable hours of more than three months (1年単位の変形労働時間制)
VARIABLE_YEAR_LIMIT = 320 * HOUR
SPECIAL_YEAR_LIMIT = 720 * HOUR  # paragraph 5: 特別条項
MONTHS_OVER_LIMIT = 6
TOTAL_BELOW = 100 * HOUR  # paragraph 6, number 2: 100未満, so 100 h exactly is a breach
AVERAGE_LIMIT = 80 * HOUR  # paragraph 6, number 3: 80を超えない
AVERAGE_SPANS = range(2, 7)


class Limit(StrEnum):
    """Which of the limits. With the special clause `MONTH` stands only where six months are over it already."""

    MONTH = "month"
    YEAR = "year"
    TOTAL = "total"
    AVERAGE = "average"


class Coverage(StrEnum):
    """Which limits bind a person (36協定の適用区分).

    Exempt (適用除外) are managers and others of article 41, and research and development (article 36, paragraph 11).
    """

    STANDARD = "standard"
    VARIABLE_HOURS = "variable_hours"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What binds a person: the company's agreement (36協定). `first_month` begins its year, 1 to 12."""

    first_month: int = 4
    has_special_clause: bool = False
    coverage: Coverage = Coverage.STANDARD

    def __post_init__(self) -> None:
        if not 1 <= self.first_month <= MONTHS_A_YEAR:
            raise ValueError("a first month from 1 to 12 is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyTotal:
    """Minutes of a month so far: overtime without holiday work, and work on legal holidays. Never negative."""

    overtime_minutes: int = 0
    holiday_minutes: int = 0

    def __post_init__(self) -> None:
        if self.overtime_minutes < 0 or self.holiday_minutes < 0:
            raise ValueError("minutes from 0 are needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one limit leaves in the month asked about. `minutes` is never below 0; a breach has `exceeded_minutes`.

    `months` is how many months the limit looks at: 1, 2 to 6 for averages, those of the agreement's year so far.
    """

    limit: Limit
    months: int
    minutes: int
    exceeded_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article36:
    """A person's month under article 36. No allowances: nothing of it binds this person."""

    allowances: tuple[Allowance, ...]
    months_over: tuple[Month, ...]
    """Months of the agreement's year with more overtime than the monthly limit, this one included."""

    @property
    def least(self) -> Allowance | None:
        """The limit that leaves least: of several breaches the largest."""
        return min(self.allowances, key=lambda each: (each.minutes, -each.exceeded_minutes), default=None)

    @property
    def breaches(self) -> tuple[Allowance, ...]:
        """The limits that are exceeded already."""
        return tuple(each for each in self.allowances if each.exceeded_minutes)


def coverage_of(own: str, default: str) -> Coverage:
    """A person's own coverage or, where that is empty, the company's."""
    return Coverage(own or default)


def article36(totals: Mapping[Month, MonthlyTotal], *, month: Month, agreement: Agreement) -> Article36:
    """How much more a person may work in `month`, by every limit that binds, from totals of `month` and before.

    Months that `totals` has not count as nothing, so a breach told is one, and more may be left than is told of none.
    Averages reach back over the beginning of the agreement's year; later months than `month` are not looked at.
    """
    if agreement.coverage is Coverage.EXEMPT:
        return Article36(allowances=(), months_over=())
    counted = _Counted(totals=totals, month=month)
    year = tuple(month.since(_first_of_year(month, agreement.first_month)))
    has_variable_hours = agreement.coverage is Coverage.VARIABLE_HOURS
    month_limit = VARIABLE_MONTH_LIMIT if has_variable_hours else MONTH_LIMIT
    over = tuple(each for each in year if counted.overtime(each) > month_limit)
    allowances = [
        _left(Limit.YEAR, len(year), _year_limit(agreement), sum(counted.overtime(each) for each in year)),
        # Less than 100 hours: the last whole minute that is allowed is 99:59.
        _left(Limit.TOTAL, 1, TOTAL_BELOW - 1, counted.total(month)),
        *(_left(Limit.AVERAGE, span, AVERAGE_LIMIT * span, counted.total_of_last(span)) for span in AVERAGE_SPANS),
    ]
    months_over_before = sum(each != month for each in over)
    if not agreement.has_special_clause or months_over_before >= MONTHS_OVER_LIMIT:
        allowances.insert(0, _left(Limit.MONTH, 1, month_limit, counted.overtime(month)))
    return Article36(allowances=tuple(allowances), months_over=over)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    totals: Mapping[Month, MonthlyTotal]
    month: Month

    def overtime(self, month: Month) -> int:
        return self.totals.get(month, MonthlyTotal()).overtime_minutes

    def total(self, month: Month) -> int:
        return self.overtime(month) + self.totals.get(month, MonthlyTotal()).holiday_minutes

    def total_of_last(self, span: int) -> int:
        return sum(self.total(self.month.shifted(-back)) for back in range(span))


def _first_of_year(month: Month, first_month: int) -> Month:
    return Month(year=month.year if month.number >= first_month else month.year - 1, number=first_month)


def _year_limit(agreement: Agreement) -> int:
    if agreement.has_special_clause:
        return SPECIAL_YEAR_LIMIT
    return VARIABLE_YEAR_LIMIT if agreement.coverage is Coverage.VARIABLE_HOURS else YEAR_LIMIT


def _left(limit: Limit, months: int, most: int, so_far: int) -> Allowance:
    return Allowance(limit=limit, months=months, minutes=max(most - so_far, 0), exceeded_minutes=max(so_far - most, 0))
