"""The shape of a person's month."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from attendance_server.webapi.balances import Amount, number
from attendance_server.webapi.configuration import switches
from attendance_server.webapi.holidays import leaves_of
from attendance_server.webapi.person_months import PersonMonth
from attendance_server.webapi.totals import PersonDay
from attendance_server.work_rules import HolidayWork, MonthTotals

_OVERTIMES = ("Overtime", "NightOvertime")
# Working hours that vary over weeks, months or a year (変形労働時間制) are not reckoned here: these stay 0.
_VARIATIONAL = (
    *(f"{period}{name}" for period in ("yearly", "monthly", "weekly") for name in _OVERTIMES),
    *(f"{period}LegalHoliday{name}" for period in ("monthly", "weekly") for name in _OVERTIMES),
    *(f"{period}GeneralHoliday{name}" for period in ("yearly", "monthly", "weekly") for name in _OVERTIMES),
)


def month_answer(month: PersonMonth, additional: Collection[str]) -> dict[str, object]:
    """A person's month with those of the additional fields that were asked for."""
    answer: dict[str, object] = {
        "year": month.month.year,
        "month": month.month.month,
        "employeeKey": month.employee.key,
        "startDate": month.period.start.isoformat(),
        "endDate": month.period.end.isoformat(),
        **_counts(month.totals),
        "holidaysObtained": _holidays_obtained(month.days),
        **_minutes(month.totals),
        **_holiday_works(month.totals),
        "isClosing": month.is_closed,
        "customMonthlyWorkings": [],
        "intervalShortageCount": month.totals.interval_shortage_count,
    }
    more = _additional(month.totals)
    answer.update({name: more[name] for name in more if name in additional})
    return answer


def _counts(totals: MonthTotals) -> dict[str, object]:
    return {
        "workingCount": totals.working_count,
        "weekdayWorkingCount": totals.weekday_working_count,
        "lateCount": totals.late_count,
        "earlyLeaveCount": totals.early_leave_count,
        switches().day_count_name.value: number(totals.working_day_count),
        "weekdayWorkingdayCount": number(totals.weekday_working_day_count),
        "absentdayCount": totals.absent_day_count,
    }


def _minutes(totals: MonthTotals) -> dict[str, object]:
    return {
        "assigned": totals.assigned,
        "unassigned": totals.unassigned,
        "overtime": totals.overtime,
        "night": totals.night,
        "nightUnassigned": totals.night_unassigned,
        "nightOvertime": totals.night_overtime,
        "breakSum": totals.break_sum,
        "late": totals.late,
        "earlyLeave": totals.early_leave,
        "bind": totals.bound,
        "regarding": totals.regarding,
    }


def _holiday_works(totals: MonthTotals) -> dict[str, object]:
    premium = totals.premium_work
    return {
        "holidayWork": _holiday_minutes(totals.holiday_work),
        "premiumWork": {
            "overtime1": premium.overtime1,
            "nightOvertime1": premium.night_overtime1,
            "overtime2": premium.overtime2,
            "nightOvertime2": premium.night_overtime2,
        },
        "legalHolidayWork": _holiday_with_counts(totals.legal_holiday_work),
        "generalHolidayWork": _holiday_with_counts(totals.general_holiday_work),
    }


def _holiday_minutes(work: HolidayWork) -> dict[str, object]:
    return {
        "normal": work.normal,
        "night": work.night,
        "overtime": work.overtime,
        "nightOvertime": work.night_overtime,
        "extra": work.extra,
        "nightExtra": work.night_extra,
    }


def _holiday_with_counts(work: HolidayWork) -> dict[str, object]:
    return {**_holiday_minutes(work), "count": work.count, "dayCount": number(work.day_count)}


def _additional(totals: MonthTotals) -> dict[str, object]:
    weekly = totals.weekly_work
    return {
        "weeklyWork": {
            "overtime": weekly.overtime,
            "nightOvertime": weekly.night_overtime,
            "generalHolidayOvertime": weekly.general_holiday_overtime,
            "generalHolidayNightOvertime": weekly.general_holiday_night_overtime,
        },
        "variationalWork": dict.fromkeys(_VARIATIONAL, 0),
        "isConfirmation": False,
    }


def _holidays_obtained(days: Iterable[PersonDay]) -> list[object]:
    names: dict[int, str] = {}
    sums: defaultdict[int, Amount] = defaultdict(Amount)
    for day in days:
        for leave in leaves_of(day.plan.schedule):
            names[leave.code] = leave.name
            sums[leave.code] = sums[leave.code].plus(leave.amount)
    return [
        {"dayCount": number(amount.days), "minutes": amount.minutes, "code": code, "name": names[code]}
        for code, amount in sorted(sums.items())
    ]
