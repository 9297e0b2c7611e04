"""Kinds of days: the company's calendar, weekdays, national holidays."""

from datetime import date

import pytest

from attendance_server.work_rules import WorkCalendar, WorkdayType, national_holiday

SATURDAY, SUNDAY = 5, 6
OFFICE = WorkCalendar(
    legal_holiday_weekdays={SUNDAY},
    general_holiday_weekdays={SATURDAY},
    observes_national_holidays=True,
    exceptions={
        date(2026, 12, 30): WorkdayType.GENERAL_HOLIDAY,
        date(2026, 11, 21): WorkdayType.WEEKDAY,
        date(2026, 11, 24): WorkdayType.LEGAL_HOLIDAY,
        date(2026, 11, 3): WorkdayType.WEEKDAY,
    },
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 20), WorkdayType.WEEKDAY),  # a Friday
        (date(2026, 11, 22), WorkdayType.LEGAL_HOLIDAY),  # Sunday
        (date(2026, 11, 28), WorkdayType.GENERAL_HOLIDAY),  # Saturday
        (date(2026, 11, 23), WorkdayType.GENERAL_HOLIDAY),  # 勤労感謝の日, a Monday
        (date(2026, 5, 3), WorkdayType.LEGAL_HOLIDAY),  # 憲法記念日 on a Sunday stays the legal holiday
        (date(2026, 5, 6), WorkdayType.GENERAL_HOLIDAY),  # its substitute, a Wednesday
        (date(2026, 9, 22), WorkdayType.GENERAL_HOLIDAY),  # 国民の休日, between two national holidays
        (date(2026, 12, 30), WorkdayType.GENERAL_HOLIDAY),  # the company's
        (date(2026, 11, 21), WorkdayType.WEEKDAY),  # a Saturday on which all work
        (date(2026, 11, 24), WorkdayType.LEGAL_HOLIDAY),  # moved there
        (date(2026, 11, 3), WorkdayType.WEEKDAY),  # 文化の日 on which all work
    ],
)
def test_the_kind_of_a_day(day: date, expected: WorkdayType) -> None:
    assert OFFICE.type_of(day) is expected


def test_without_rules_every_day_is_a_weekday_and_national_holidays_are_not_observed() -> None:
    assert WorkCalendar().type_of(date(2026, 1, 1)) is WorkdayType.WEEKDAY
    assert WorkCalendar().type_of(date(2026, 11, 22)) is WorkdayType.WEEKDAY


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), "元日"),
        (date(2026, 5, 6), "憲法記念日 振替休日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2026, 11, 20), None),
    ],
)
def test_national_holidays_have_names(day: date, expected: str | None) -> None:
    assert national_holiday(day) == expected


def test_kinds_of_days_have_the_webapis_names() -> None:
    assert [kind.label for kind in WorkdayType] == ["平日", "法定休日", "法定外休日"]
    assert [kind.is_holiday for kind in WorkdayType] == [False, True, True]
