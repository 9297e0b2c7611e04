"""Overtime in words, for the console and the API."""

from datetime import date

from kaodoki.linking.overtime_overview import OvertimeLine
from kaodoki.timekeeping.article36 import Allowance, Coverage, Limit
from kaodoki.web.texts import Text

HOUR = 60
REACHED_ON = Text("このペースでは{day}に上限に達します", "At this pace the cap is reached on the {day}")
IS_REACHED = Text("上限に達しています", "The cap is reached")
STAYS_BELOW = Text("このペースでは月末に{time}の見込みです", "At this pace the month ends with {time}")
NO_PACE = Text("月初のため、まだ見込みを出せません", "Too early in the month for a forecast")
LIMITS: dict[Limit, Text] = {
    Limit.MONTH: Text("月の限度", "month"),
    Limit.YEAR: Text("年の限度", "year"),
    Limit.TOTAL: Text("休日労働を含む月100時間未満", "under 100 h with holiday work"),
    Limit.AVERAGE: Text(
        "休日労働を含む{months}か月平均80時間", "80 h on average over {months} months, with holiday work"
    ),
}
LEFT = Text("あと{time}({limit})", "{time} left ({limit})")
EXEMPT = Text("適用除外", "Exempt")
VARIABLE_HOURS = Text("変形労働時間制", "Variable hours")
EXCEEDED = Text("{time}超過({limit})", "{time} over ({limit})")


def hours_and_minutes(minutes: int) -> str:
    """`44:30`, as time cards write it."""
    return f"{minutes // HOUR}:{minutes % HOUR:02d}"


def forecast_words(line: OvertimeLine, language: str) -> str:
    """「このペースでは24日に上限に達します」; empty without a cap."""
    found = line.forecast
    if line.remaining is None:
        return ""
    if found is None:
        return NO_PACE.in_language(language)
    if found.is_reached:
        return IS_REACHED.in_language(language)
    if found.reached_on is None:
        time = hours_and_minutes(found.month_end_minutes)
        return STAYS_BELOW.in_language(language).format(time=time)
    is_other_month = line.begins.month != line.ends.month
    day = _day(found.reached_on, language, with_month=is_other_month)
    return REACHED_ON.in_language(language).format(day=day)


def least_words(allowance: Allowance | None, language: str) -> str:
    """The article 36 limit that leaves least, and how much; empty where none binds."""
    if allowance is None:
        return ""
    text = EXCEEDED if allowance.exceeded_minutes else LEFT
    limit = LIMITS[allowance.limit].in_language(language).format(months=allowance.months)
    time = hours_and_minutes(allowance.exceeded_minutes or allowance.minutes)
    return text.in_language(language).format(time=time, limit=limit)


def article36_words(line: OvertimeLine, language: str) -> str:
    """What article 36 leaves a person; of who is exempt no figure is told, as none is the law's."""
    if line.coverage is Coverage.EXEMPT:
        return EXEMPT.in_language(language)
    return least_words(line.article36.least, language)


def coverage_words(coverage: Coverage, language: str) -> str:
    """What is said beside the figure where other limits than most people's stand behind it; else empty."""
    return VARIABLE_HOURS.in_language(language) if coverage is Coverage.VARIABLE_HOURS else ""


def _day(day: date, language: str, *, with_month: bool) -> str:
    if language == "en":
        return f"{_ordinal(day.day)} of {day:%B}" if with_month else _ordinal(day.day)
    return f"{day.month}月{day.day}日" if with_month else f"{day.day}日"


def _ordinal(number: int) -> str:
    if 11 <= number % 100 <= 13:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
