"""A month's totals."""

from attendance_server.work_rules import DayError, DayTotals, total_month


def test_twenty_hours_of_overtime_come_back_as_1200_minutes() -> None:
    day = DayTotals(assigned=480, overtime=240, break_time=60, bound=780)

    month = total_month([day] * 5)

    assert (month.overtime, month.assigned, month.break_sum, month.working_days) == (1200, 2400, 300, 5)


def test_an_error_day_is_counted_but_adds_no_work() -> None:
    month = total_month([DayTotals(errors=(DayError.DUPLICATE,)), DayTotals(assigned=60, bound=60)])

    assert (month.error_days, month.working_days, month.total_work) == (1, 1, 60)


def test_a_month_without_days_is_all_zero() -> None:
    assert total_month([]).total_work == 0
