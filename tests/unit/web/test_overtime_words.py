"""The forecast and what article 36 leaves, as sentences."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kaodoki.linking.overtime_overview import OvertimeLine
from kaodoki.people.models import Employee
from kaodoki.timekeeping.article36 import Allowance, Article36, Coverage, Limit
from kaodoki.timekeeping.months import Month
from kaodoki.timekeeping.overtime import Forecast, RemainingOvertime
from kaodoki.web.overtime_words import LIMITS, article36_words, coverage_words, forecast_words, least_words

NOW = datetime(2026, 11, 18, tzinfo=UTC)
LINE = OvertimeLine(
    employee=Employee(),
    month=Month(year=2026, number=11),
    begins=date(2026, 11, 1),
    ends=date(2026, 11, 30),
    minutes=1320,
    holiday_minutes=0,
    as_of=NOW,
    remaining=RemainingOvertime(minutes=480, exceeded_minutes=0, cap_minutes=1800, as_of=NOW),
    forecast=Forecast(month_end_minutes=2000, reached_on=date(2026, 11, 24), is_reached=False),
    warning_minutes=None,
    coverage=Coverage.STANDARD,
    article36=Article36(allowances=(), months_over=()),
)


def test_day_on_which_the_cap_is_reached_is_named() -> None:
    assert forecast_words(LINE, "ja") == "このペースでは24日に上限に達します"
    assert forecast_words(LINE, "en") == "At this pace the cap is reached on the 24th"


def test_month_is_named_too_where_the_closing_day_cuts_across_months() -> None:
    line = replace(LINE, begins=date(2026, 11, 16), ends=date(2026, 12, 15))

    assert forecast_words(line, "ja") == "このペースでは11月24日に上限に達します"
    assert forecast_words(line, "en") == "At this pace the cap is reached on the 24th of November"


@pytest.mark.parametrize(("day", "said"), [(2, "2nd"), (3, "3rd"), (11, "11th"), (13, "13th"), (22, "22nd")])
def test_english_ordinals(day: int, said: str) -> None:
    line = replace(LINE, forecast=Forecast(month_end_minutes=1, reached_on=date(2026, 11, day), is_reached=False))

    assert forecast_words(line, "en").endswith(f"on the {said}")


@pytest.mark.parametrize(
    ("forecast", "said"),
    [
        (None, "月初のため、まだ見込みを出せません"),
        (Forecast(month_end_minutes=2000, reached_on=None, is_reached=True), "上限に達しています"),
        (Forecast(month_end_minutes=1505, reached_on=None, is_reached=False), "このペースでは月末に25:05の見込みです"),
    ],
)
def test_forecast_without_a_day(forecast: Forecast | None, said: str) -> None:
    assert forecast_words(replace(LINE, forecast=forecast), "ja") == said


def test_nothing_is_foreseen_without_a_cap() -> None:
    assert forecast_words(replace(LINE, remaining=None, forecast=None), "ja") == ""


def test_limit_that_leaves_least_is_named_with_what_is_left_or_over() -> None:
    left = Allowance(limit=Limit.AVERAGE, months=3, minutes=605, exceeded_minutes=0)
    over = Allowance(limit=Limit.MONTH, months=1, minutes=0, exceeded_minutes=100)

    assert least_words(left, "ja") == "あと10:05(休日労働を含む3か月平均80時間)"
    assert least_words(over, "en") == "1:40 over (month)"
    assert least_words(None, "ja") == ""
    assert set(LIMITS) == set(Limit)


@pytest.mark.parametrize(
    ("coverage", "language", "figure", "beside"),
    [
        (Coverage.STANDARD, "ja", "あと1:00(月の限度)", ""),
        (Coverage.VARIABLE_HOURS, "ja", "あと1:00(月の限度)", "変形労働時間制"),
        (Coverage.VARIABLE_HOURS, "en", "1:00 left (month)", "Variable hours"),
        (Coverage.EXEMPT, "ja", "適用除外", ""),
        (Coverage.EXEMPT, "en", "Exempt", ""),
    ],
)
def test_exempt_people_have_no_figure_of_the_law(coverage: Coverage, language: str, figure: str, beside: str) -> None:
    left = Allowance(limit=Limit.MONTH, months=1, minutes=60, exceeded_minutes=0)
    line = replace(LINE, coverage=coverage, article36=Article36(allowances=(left,), months_over=()))

    assert (article36_words(line, language), coverage_words(coverage, language)) == (figure, beside)
