"""Overtime that comes back: when it is fetched, in how many calls, what is kept, warned of and foreseen."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.integration.linking.conftest import HANAKO, TARO, Office
from tests.integration.linking.people_there import PeopleThere

from kaodoki.clocking.answer import overtime_left
from kaodoki.linking.connectors.protocol import Capabilities, MonthlyOvertime, Unavailable
from kaodoki.linking.due import is_sync_due, last_occasion
from kaodoki.linking.models import Connection, EmployeeLink, OvertimeWarning
from kaodoki.linking.overtime import fetch_overtime, keep_overtime, warn
from kaodoki.linking.overtime_overview import OvertimeLine, overtime_lines
from kaodoki.linking.sync import sync_company
from kaodoki.people.models import Employee, Settings
from kaodoki.people.services import change_settings, create_employee
from kaodoki.punches.models import OvertimeBalance
from kaodoki.timekeeping.article36 import Limit
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.months import Month
from kaodoki.timekeeping.restricted_hours import JAPAN

NOVEMBER = Month(year=2026, number=11)
NOON = datetime(2026, 11, 18, 12, tzinfo=JAPAN)


class Months:
    """A connector that knows overtime only, and notes which months it was asked for."""

    capabilities = Capabilities(people=False, read_back=False, overtime=True)

    def __init__(self, *, ends_on: int = 0, fails_from: int = 100) -> None:
        self.asked: list[str] = []
        self._ends_on = ends_on
        self._fails_from = fails_from

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} is not to be called")

    def monthly_overtime(self, month: str) -> list[MonthlyOvertime]:
        if len(self.asked) >= self._fails_from:
            raise Unavailable
        self.asked.append(month)
        of = Month.parse(month)
        begins = date(of.shifted(-1).year, of.shifted(-1).number, self._ends_on + 1) if self._ends_on else None
        ends = date(of.year, of.number, self._ends_on) if self._ends_on else None
        return [MonthlyOvertime(employee_key=TARO, minutes=60, begins=begins, ends=ends)]


def test_first_sync_asks_for_the_year_of_article_36_and_the_next_for_this_month_only(office: Office) -> None:
    OvertimeBalance.objects.all().delete()
    first, second, next_day = Months(), Months(), Months()

    keep_overtime(office.company, fetch_overtime(first, now=NOON), now=NOON)
    keep_overtime(office.company, fetch_overtime(second, now=NOON), now=NOON)
    fetch_overtime(next_day, now=NOON + timedelta(days=1))

    assert first.asked == [str(NOVEMBER.shifted(-back)) for back in range(12)]
    assert second.asked == ["2026-11"]
    assert next_day.asked == ["2026-11", "2026-10"], "last month may be corrected yet"


def test_earlier_months_are_asked_for_again_for_somebody_new(office: Office) -> None:
    keep_overtime(office.company, fetch_overtime(Months(), now=NOON), now=NOON)
    new = create_employee(office.company, "5000", {}, by="test")
    EmployeeLink.objects.create(company=office.company, employee=new, employee_key="n" * 64, synced_at=NOON)
    months = Months()

    fetch_overtime(months, now=NOON)

    assert len(months.asked) == 12


def test_earlier_month_that_cannot_be_had_does_not_cost_this_one(office: Office) -> None:
    OvertimeBalance.objects.all().delete()

    fetched = fetch_overtime(Months(fails_from=3), now=NOON)

    assert list(fetched) == [NOVEMBER, NOVEMBER.shifted(-1), NOVEMBER.shifted(-2)]
    with pytest.raises(Unavailable):
        fetch_overtime(Months(fails_from=0), now=NOON)


def test_month_with_a_closing_day_counts_on_the_days_it_runs_over(office: Office) -> None:
    OvertimeBalance.objects.all().delete()
    change_settings(office.company, {"overtime_cap_minutes": 600}, by="test")
    months = Months(ends_on=15)

    keep_overtime(office.company, fetch_overtime(months, now=NOON), now=NOON)

    [line] = lines(office, "1000", now=NOON)
    assert months.asked[:2] == ["2026-11", "2026-12"], "the 18th lies in the month that ends on 15 December"
    assert (str(line.month), line.begins, line.ends) == ("2026-12", date(2026, 11, 16), date(2026, 12, 15))


def test_both_sums_come_from_the_running_server(office: Office) -> None:
    office.punch("1000", office.at(8), Kind.IN, working_date=office.day)
    office.punch("1000", office.at(19), Kind.OUT, working_date=office.day)
    office.clock.moment = office.at(19, 1)
    office.deliver()

    sync_company(office.company, now=office.clock())

    [line] = lines(office, "1000", now=office.clock())
    assert line.minutes + line.holiday_minutes >= 180
    assert line.as_of == office.clock()


def test_one_monthly_call_serves_everybody(office: Office) -> None:
    sync_company(office.company, now=office.clock())
    before = len(office.proxy.paths)

    sync_company(office.company, now=office.clock())

    assert [path.split("?")[0].removeprefix("/v1.0") for path in office.proxy.paths[before:]] == [
        "/employees",
        "/divisions",
        f"/monthly-workings/{office.day:%Y-%m}",
    ]


def test_each_threshold_is_warned_of_once(office: Office) -> None:
    change_settings(office.company, {"overtime_warning_minutes": [600, 1200, 1800]}, by="test")
    for minutes in (500, 700, 700, 1250, 100):
        tell(office, minutes)
        warn(office.company, now=NOON)

    told = list(OvertimeWarning.objects.order_by("threshold_minutes").values_list("threshold_minutes", "minutes"))
    assert told == [(600, 700), (1200, 1250)]


def test_line_says_what_is_left_by_cap_and_by_article_36_and_where_the_pace_leads(office: Office) -> None:
    change_settings(office.company, {"overtime_cap_minutes": 1800, "overtime_warning_minutes": [900]}, by="test")
    tell(office, 1320, holiday=60)

    [line] = lines(office, "1000", now=NOON)

    assert line.remaining is not None
    assert (line.remaining.minutes, line.warning_minutes) == (480, 900)
    # 11 working days are over (3 November is a holiday), 120 minutes each: the fourth from the 18th is the 24th,
    # as the 23rd is a holiday too.
    assert line.forecast is not None
    assert line.forecast.reached_on == date(2026, 11, 24)
    assert line.article36.least is not None
    assert (line.article36.least.limit, line.article36.least.minutes) == (Limit.MONTH, 2700 - 1320)


def test_special_clause_of_the_company_lifts_the_monthly_limit(office: Office) -> None:
    change_settings(office.company, {"article36_special_clause": True}, by="test")
    tell(office, 2800, holiday=200)

    [line] = lines(office, "1000", now=NOON)

    assert line.article36.least is not None
    assert (line.article36.least.limit, line.article36.least.minutes) == (Limit.TOTAL, 6000 - 1 - 3000)


def test_year_of_the_agreement_begins_in_the_month_that_is_set(office: Office) -> None:
    for back in range(12):
        tell(office, 2000, month=NOVEMBER.shifted(-back))
    change_settings(office.company, {"article36_special_clause": True}, by="test")
    [from_april] = lines(office, "1000", now=NOON)
    change_settings(office.company, {"article36_first_month": 11}, by="test")

    [from_november] = lines(office, "1000", now=NOON)

    years = [
        next(each.minutes for each in line.article36.allowances if each.limit is Limit.YEAR)
        for line in (from_april, from_november)
    ]
    assert years == [43200 - 8 * 2000, 43200 - 2000]


def test_terminal_shows_the_month_that_runs_and_when_it_was_told(office: Office) -> None:
    change_settings(office.company, {"overtime_cap_minutes": 600}, by="test")
    tell(office, 60, month=NOVEMBER.shifted(1), begins=date(2026, 11, 16), ends=date(2026, 12, 15))
    tell(office, 500)
    OvertimeBalance.objects.filter(month="2026-11").update(begins=date(2026, 10, 16), ends=date(2026, 11, 15))

    shown = overtime_left(employee("1000"), now=NOON, settings=Settings.objects.get())

    assert shown == {"minutes": 540, "exceeded_minutes": 0, "cap_minutes": 600, "as_of": NOON.isoformat()}


@pytest.mark.parametrize(("wanted", "minutes"), [("hide", None), ("last_known", 100)])
def test_in_restricted_hours_the_last_figure_is_hidden_or_shown_by_setting(
    office: Office, wanted: str, minutes: int | None
) -> None:
    changes = {
        "overtime_cap_minutes": 600,
        "restricted_hours": [["11:00", "13:00"]],
        "remaining_overtime_in_restricted_hours": wanted,
    }
    change_settings(office.company, changes, by="test")
    tell(office, 500)

    shown = overtime_left(employee("1000"), now=NOON, settings=Settings.objects.get())

    assert (shown and shown["minutes"]) == minutes


@pytest.mark.parametrize(
    ("last", "moment", "due"),
    [
        ("08:00", "08:20", False),
        ("07:00", "08:20", True),  # an hour old
        ("08:20", "09:00", False),  # restricted
        ("08:20", "10:00", False),  # the margin still
        ("08:20", "10:01", True),  # the window is over
        ("10:01", "10:30", False),
        ("23:50", "23:59", False),
        ("23:50", "24:01", True),  # the day start
        ("17:20", "18:31", True),
    ],
)
def test_sync_is_due_after_each_window_at_the_day_start_and_hourly(
    office: Office, last: str, moment: str, due: bool
) -> None:
    Employee.objects.filter(employee_code="9999").delete()
    settings = Settings.objects.get()
    settings.restricted_hours = [["08:30", "10:00"], ["17:30", "18:30"]]
    connection = Connection.objects.get()
    connection.last_sync_at = clock_time(last)

    assert is_sync_due(connection, settings, clock_time(moment)) is due


def test_totals_wait_for_the_punches_of_the_window_but_not_for_ever(office: Office) -> None:
    settings = Settings.objects.get()
    settings.restricted_hours = [["08:30", "10:00"]]
    connection = Connection.objects.get()
    connection.last_sync_at = clock_time("08:20")
    office.punch("1000", office.at(9), deliver_after=NOON - timedelta(days=1))

    answers = [is_sync_due(connection, settings, clock_time(moment)) for moment in ("10:02", "10:11")]

    assert answers == [False, True]


def test_somebody_unbound_makes_the_next_sync_come_sooner(office: Office) -> None:
    settings, connection = Settings.objects.get(), Connection.objects.get()
    connection.last_sync_at = clock_time("12:00")
    with_unbound = is_sync_due(connection, settings, clock_time("12:10"))
    Employee.objects.filter(employee_code="9999").delete()

    assert (with_unbound, is_sync_due(connection, settings, clock_time("12:10"))) == (True, False)


def test_other_side_that_asked_to_be_left_alone_is(office: Office) -> None:
    connection = Connection.objects.get()
    connection.last_sync_at, connection.retry_after = None, clock_time("12:30")

    answers = [is_sync_due(connection, Settings.objects.get(), clock_time(at)) for at in ("12:29", "12:30")]

    assert answers == [False, True]


def test_day_start_of_the_company_is_an_occasion(office: Office) -> None:
    settings = Settings.objects.get()
    settings.day_start, settings.restricted_hours = "05:00", []

    assert last_occasion(settings, clock_time("04:59")) == clock_time("05:00") - timedelta(days=1)
    assert last_occasion(settings, clock_time("05:00")) == clock_time("05:00")


def test_person_who_resigned_keeps_the_figure_they_had(office: Office) -> None:
    there = PeopleThere.of(office)
    code, key = there.hire()
    create_employee(office.company, code, {}, by="test")
    sync_company(office.company, now=office.clock())
    there.change(key, resignationDate=(office.day - timedelta(days=1)).isoformat())

    sync_company(office.company, now=office.clock())

    assert [line.minutes for line in lines(office, code, now=office.clock())] == [0]
    assert HANAKO in set(EmployeeLink.objects.values_list("employee_key", flat=True))


def tell(
    office: Office,
    minutes: int,
    *,
    holiday: int = 0,
    month: Month = NOVEMBER,
    begins: date | None = None,
    ends: date | None = None,
) -> None:
    entry = MonthlyOvertime(employee_key=TARO, minutes=minutes, holiday_minutes=holiday, begins=begins, ends=ends)
    keep_overtime(office.company, {month: [entry]}, now=NOON)


def lines(office: Office, code: str, *, now: datetime) -> list[OvertimeLine]:
    return overtime_lines(office.company, [employee(code)], now=now)


def employee(code: str) -> Employee:
    found: Employee = Employee.objects.get(employee_code=code)
    return found


def clock_time(text: str) -> datetime:
    hour, minute = (int(part) for part in text.split(":"))
    return datetime(2026, 11, 18, tzinfo=JAPAN) + timedelta(hours=hour, minutes=minute)
