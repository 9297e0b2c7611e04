"""Which fields of a monthly total count as overtime under article 36 (36協定). Pure.

Source: the vendor's support article on its article 36 report names the columns that it adds up for the general clause
(45 hours a month, 360 a year) and what the special clause (under 100 hours a month) adds to them; the WebAPI's names
of those columns are in the WebAPI reference, section 7. All are minutes and disjoint.
"""

from kaodoki.linking.connectors.king_of_time.masters import day
from kaodoki.linking.connectors.protocol import MonthlyOvertime

# 一般条項: overtime by day and night, the same on other holidays (法定外休日), and the hours paid at a higher premium.
GENERAL_CLAUSE: tuple[tuple[str, ...], ...] = (
    ("overtime",),
    ("nightOvertime",),
    ("generalHolidayWork", "overtime"),
    ("generalHolidayWork", "nightOvertime"),
    ("premiumWork", "overtime1"),
    ("premiumWork", "nightOvertime1"),
    ("premiumWork", "overtime2"),
    ("premiumWork", "nightOvertime2"),
)
# 特別条項: the above and all work on legal holidays (法定休日).
LEGAL_HOLIDAY_WORK: tuple[tuple[str, ...], ...] = (
    ("legalHolidayWork", "normal"),
    ("legalHolidayWork", "extra"),
    ("legalHolidayWork", "overtime"),
    ("legalHolidayWork", "night"),
    ("legalHolidayWork", "nightExtra"),
    ("legalHolidayWork", "nightOvertime"),
)
MONTH_MINUTES = 31 * 24 * 60


def monthly_overtime(item: dict[str, object]) -> MonthlyOvertime:
    """A person's item of GET /monthly-workings/{month}; a field that is missing or no number of minutes is 0."""
    return MonthlyOvertime(
        employee_key=str(item["employeeKey"]),
        minutes=_sum(item, GENERAL_CLAUSE),
        holiday_minutes=_sum(item, LEGAL_HOLIDAY_WORK),
        begins=day(item, "startDate"),
        ends=day(item, "endDate"),
    )


def _sum(item: dict[str, object], fields: tuple[tuple[str, ...], ...]) -> int:
    return min(sum(_minutes(item, path) for path in fields), MONTH_MINUTES)


def _minutes(item: dict[str, object], path: tuple[str, ...]) -> int:
    value: object = item
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return min(value, MONTH_MINUTES) if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
