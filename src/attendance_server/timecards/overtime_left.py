"""What article 36 (36協定) leaves a person in a month, as the time card says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from attendance_server.timecards.notation import duration
from attendance_server.webapi.company import AGREEMENT
from attendance_server.webapi.models import Employee
from attendance_server.webapi.person_months import person_months
from attendance_server.webapi.totals import Choice
from attendance_server.work_rules import (
    Agreement,
    Article36,
    BreachCode,
    Limit,
    Month,
    MonthHours,
    check_article36,
)

_AVERAGED_MONTHS = 6
_NAME = ("36協定", "Article 36")
_EXEMPT = ("適用除外", "Exempt")
_LEFT = ("あと{time}({limit})", "{time} left ({limit})")
_OVER = ("{time}超過({limit})", "{time} over ({limit})")
_TOTAL = ("休日労働を含む月100時間未満", "under 100 h with holiday work")
_AVERAGE = (
    "休日労働を含む{months}か月平均80時間",
    "80 h on average over {months} months, with holiday work",
)
_MONTH = ("月{hours}時間", "{hours} h a month")
_YEAR = ("年{hours}時間", "{hours} h a year")
_LIMITS = {Limit.MONTH: _MONTH, Limit.YEAR: _YEAR, Limit.TOTAL: _TOTAL, Limit.AVERAGE: _AVERAGE}
_BROKEN = {
    BreachCode.MONTH: _MONTH,
    BreachCode.TIMES: _MONTH,
    BreachCode.YEAR: _YEAR,
    BreachCode.TOTAL: _TOTAL,
    BreachCode.AVERAGE: _AVERAGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OvertimeLeft:
    """The line on the card. Where a limit is broken, the breach stands there and not what is left."""

    name: str
    text: str
    is_breach: bool


def overtime_left(employee: Employee, month: date, *, today: date, language: str) -> OvertimeLeft:
    """Of who is exempt no month is read and no figure of the law told."""
    agreement, at = AGREEMENT.about(employee.article36_coverage), Month(year=month.year, number=month.month)
    hours = {} if agreement.is_exempt else dict(_hours(employee, at, agreement, today))
    state = check_article36(hours, month=at, agreement=agreement)
    text = said_of(state, agreement, language)
    return OvertimeLeft(name=_NAME[language == "en"], text=text, is_breach=bool(state.breaches))


def said_of(state: Article36, agreement: Agreement, language: str) -> str:
    """Pure: the breaches or, without any, the limit that leaves least."""
    column = language == "en"
    if state.least is None:
        return _EXEMPT[column]
    if state.breaches:
        said = [(each.minutes, _limit(_BROKEN[each.code][column], each.months, agreement)) for each in state.breaches]
        return (", " if column else "、").join(_OVER[column].format(time=duration(m), limit=name) for m, name in said)
    limit = _limit(_LIMITS[state.least.limit][column], state.least.months, agreement)
    return _LEFT[column].format(time=duration(state.least.minutes), limit=limit)


def _limit(text: str, months: int, agreement: Agreement) -> str:
    minutes = agreement.year_limit if text in _YEAR else agreement.month_limit
    return text.format(months=months, hours=minutes // 60)


def _hours(employee: Employee, month: Month, agreement: Agreement, today: date) -> Iterator[tuple[Month, MonthHours]]:
    """The year of the agreement so far, and before its beginning what the averages look back on."""
    choice = Choice(keys=frozenset({employee.key}))
    back = max((month.number - agreement.first_month) % 12 + 1, _AVERAGED_MONTHS)
    for known in (month.shifted(-ago) for ago in range(back)):
        for found in person_months(date(known.year, known.number, 1), choice, today=today):
            yield known, MonthHours.of(found.totals)
