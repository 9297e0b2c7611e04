"""The shapes of holiday balances. Properties that are null are left out later."""

from collections.abc import Sequence
from datetime import date

from attendance_server.webapi.balances import Amount, Lot, Taking, number
from attendance_server.webapi.dates import Span
from attendance_server.webapi.holidays import HolidayAccount, HolidayBook


def remained_answer(book: HolidayBook, *, on: date, close_date: date) -> dict[str, object]:
    """What is left to a person of each kind of holiday, on a date."""
    return {
        "date": on.isoformat(),
        "closeDate": close_date.isoformat(),
        "employeeKey": book.employee.key,
        "holidayRemained": [
            {
                "day": number(account.balance.left.days),
                "minutes": account.balance.left.minutes,
                "code": account.holiday.code,
                "name": account.holiday.name,
            }
            for account in book.accounts
        ],
    }


def year_account_answer(account: HolidayAccount, span: Span) -> dict[str, object]:
    """A kind of holiday of a person: what was granted and taken in a year, what is left and what has expired."""
    return {
        "code": account.holiday.code,
        "name": account.holiday.name,
        "granted": [_lot(lot) for lot in account.granted if span.start <= lot.date <= span.end],
        "obtained": [_taking(taking) for taking in account.taken if span.start <= taking.date <= span.end],
        "remained": [_lot(lot) for lot in account.balance.remained],
        "expired": _expired(account.balance.expired, span),
    }


def _expired(lots: Sequence[Lot], span: Span) -> list[dict[str, object]]:
    gone = [lot for lot in lots if lot.expires_on is not None and span.start <= lot.expires_on <= span.end]
    return [_lot(lot) for lot in gone]


def _lot(lot: Lot) -> dict[str, object]:
    until = lot.expires_on.isoformat() if lot.expires_on else None
    return {"date": lot.date.isoformat(), **_amount(lot.amount), "effectivePeriod": until}


def _taking(taking: Taking) -> dict[str, object]:
    return {"date": taking.date.isoformat(), **_amount(taking.amount)}


def _amount(amount: Amount) -> dict[str, object]:
    return {"days": number(amount.days) if amount.days else None, "minutes": amount.minutes or None}
