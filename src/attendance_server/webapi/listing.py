"""What the lists of days, months and plans have in common: the span asked for, the people, `currentDateEmployee`."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from attendance_server.webapi.answers import current_employee_answer
from attendance_server.webapi.dates import Span, check_readable, month_of, parse_date, parse_month, today
from attendance_server.webapi.endpoint import Call
from attendance_server.webapi.models import Employee
from attendance_server.webapi.query import additional_fields, choice
from attendance_server.webapi.totals import Choice, PersonDay, person_days

Item = dict[str, object]


def day_items(call: Call, span: Span, shape: Callable[[PersonDay], Item]) -> list[Item]:
    """One item a person and day. Raises WebApiError."""
    days = person_days(span, replace(choice(call.query), keys=None))
    return _items(call, (day for day in days if day.is_listed), shape)


def punch_items(call: Call, span: Span, shape: Callable[[PersonDay], Item]) -> list[Item]:
    """As `day_items`, but only where somebody punched, and people may be chosen by their keys."""
    days = person_days(span, choice(call.query))
    return _items(call, (day for day in days if day.arrived_punches), shape)


def month_choice(call: Call) -> Choice:
    """Months are asked for by home division only, as documented. Raises WebApiError."""
    return replace(choice(call.query), keys=None, by_workplace=False)


def with_current_employee(call: Call, employee: Employee, item: Item) -> Item:
    if "currentDateEmployee" in additional_fields(call.query):
        item["currentDateEmployee"] = current_employee_answer(employee, today(call.now))
    return item


def one_day(call: Call, text: str) -> Span:
    """A date in the path. Raises WebApiError."""
    day = parse_date(text)
    span = Span(start=day, end=day)
    check_readable(span, call.now)
    return span


def one_month(call: Call, text: str | None) -> Span:
    """A month in the path, this month by default. Raises WebApiError."""
    span = parse_month(text) if text else month_of(today(call.now))
    check_readable(span, call.now)
    return span


def _items(call: Call, days: Iterable[PersonDay], shape: Callable[[PersonDay], Item]) -> list[Item]:
    return [with_current_employee(call, day.employee, shape(day)) for day in days]
