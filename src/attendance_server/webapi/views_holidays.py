"""Holiday balances, by working type: of a month and of a business year."""

import re
from datetime import date, timedelta

from attendance_server.webapi.answers_holidays import remained_answer, year_account_answer
from attendance_server.webapi.company import BUSINESS_YEAR_START
from attendance_server.webapi.dates import Span, check_readable, parse_month, today, years_from
from attendance_server.webapi.endpoint import Answer, Call, Operation, endpoint
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.holidays import holiday_books, working_type_by_code
from attendance_server.webapi.listing import Item, with_current_employee
from attendance_server.webapi.months import period_of

_YEAR = re.compile(r"\d{4}", re.ASCII)
_CATEGORY = "monthly_attendance"


def _remained(call: Call, working_type: str, month: str) -> Answer:
    """As of today or, where the period is over, of its last day."""
    asked = parse_month(month)
    check_readable(asked, call.now)
    found = working_type_by_code(working_type)
    period = period_of(found.closing_day, asked.start)
    on = min(today(call.now), period.end)
    books = holiday_books(found, period, on=on)
    answers = [remained_answer(book, on=on, close_date=period.end) for book in books]
    return Answer(
        content=[with_current_employee(call, book.employee, item) for book, item in zip(books, answers, strict=True)]
    )


def _year(call: Call, working_type: str, year: str) -> Answer:
    span = _business_year(year)
    check_readable(span, call.now)
    on = min(today(call.now), span.end)
    books = holiday_books(working_type_by_code(working_type), span, on=on)
    items: list[Item] = [
        {
            "employeeKey": book.employee.key,
            "holidays": [year_account_answer(account, span) for account in book.accounts],
        }
        for book in books
    ]
    return Answer(
        content={
            "year": year,
            "startDate": span.start.isoformat(),
            "endDate": span.end.isoformat(),
            "closeDate": on.isoformat(),
            "employees": [
                with_current_employee(call, book.employee, item) for book, item in zip(books, items, strict=True)
            ],
        }
    )


def _business_year(text: str) -> Span:
    if not _YEAR.fullmatch(text) or not 1 <= int(text) <= 9998:
        raise WebApiError(Reason.MALFORMED_DATE, name=text[:40])
    month, day = BUSINESS_YEAR_START
    start = date(int(text), month, day)
    return Span(start=start, end=years_from(start, 1) - timedelta(days=1))


remained = endpoint(GET=Operation(view=_remained, category=_CATEGORY))
year = endpoint(GET=Operation(view=_year, category=_CATEGORY))
