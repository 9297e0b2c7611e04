"""People, divisions and monthly totals as the WebAPI writes them."""

from datetime import date, time

import pytest

from kaodoki.linking.connectors.king_of_time.masters import division, person
from kaodoki.linking.connectors.king_of_time.overtime import GENERAL_CLAUSE, LEGAL_HOLIDAY_WORK, monthly_overtime

KEY = "8b6ee646a9620b286499c3df6918c4888a97dd7bbc6a26a18743f4697a1de4b3"


def test_person_is_read_with_names_division_and_last_day() -> None:
    item: dict[str, object] = {
        "code": "0001",
        "key": KEY,
        "lastName": "勤怠",
        "firstName": "太郎",
        "divisionCode": "1000",
        "resignationDate": "2026-11-30",
    }

    found = person(item)

    assert found is not None
    assert (found.employee_code, found.employee_key) == ("0001", KEY)
    assert (found.family_name, found.given_name, found.division_code) == ("勤怠", "太郎", "1000")
    assert found.resigned_on == date(2026, 11, 30)


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"code": "1"},
        {"key": KEY},
        {"code": "", "key": KEY},
        {"code": "1" * 65, "key": KEY},
        {"code": "1", "key": "k" * 65},
        {"code": True, "key": KEY},
        {"code": ["1"], "key": KEY},
    ],
)
def test_person_without_usable_code_or_key_is_left_out(item: dict[str, object]) -> None:
    assert person(item) is None


@pytest.mark.parametrize("value", [None, "", "2026-13-01", 5, ["2026-11-30"]])
def test_unreadable_last_day_is_none(value: object) -> None:
    found = person({"code": "1", "key": KEY, "resignationDate": value})

    assert found is not None
    assert found.resigned_on is None


@pytest.mark.parametrize(
    ("written", "border"),
    [("05:00", time(5)), ("00:00", time(0)), ("24:00", None), ("5:00", None), (None, None), (500, None)],
)
def test_day_border_of_a_division(written: object, border: time | None) -> None:
    found = division({"code": "2000", "name": "支社", "dayBorderTime": written})

    assert found is not None
    assert (found.code, found.name, found.day_border) == ("2000", "支社", border)


def test_every_field_of_the_table_counts_once_and_nothing_else() -> None:
    item: dict[str, object] = {"employeeKey": KEY, "night": 7, "unassigned": 7, "holidayWork": {"overtime": 7}}
    for place, path in enumerate((*GENERAL_CLAUSE, *LEGAL_HOLIDAY_WORK)):
        *groups, name = path
        target = item
        for group in groups:
            nested = target.setdefault(group, {"count": 7, "dayCount": 7})
            assert isinstance(nested, dict)
            target = nested
        target[name] = 2**place

    found = monthly_overtime(item)

    assert (found.minutes, found.holiday_minutes) == (0b11111111, 0b111111 << 8)


@pytest.mark.parametrize("value", [None, "60", -60, True, 1.5, {"x": 60}])
def test_what_is_no_number_of_minutes_counts_nothing(value: object) -> None:
    found = monthly_overtime({"employeeKey": KEY, "overtime": value, "legalHolidayWork": value, "premiumWork": value})

    assert (found.minutes, found.holiday_minutes) == (0, 0)


def test_sums_stay_within_a_month() -> None:
    assert monthly_overtime({"employeeKey": KEY, "overtime": 10**12}).minutes == 31 * 24 * 60


def test_days_the_month_runs_over_follow_the_closing_day() -> None:
    found = monthly_overtime({"employeeKey": KEY, "startDate": "2026-10-16", "endDate": "2026-11-15"})

    assert (found.begins, found.ends) == (date(2026, 10, 16), date(2026, 11, 15))
    assert monthly_overtime({"employeeKey": KEY}).begins is None
