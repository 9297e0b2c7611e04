"""People and divisions in the WebAPI's notation (WebAPI reference, 5.2 and 5.3). Pure."""

from datetime import date, time

from kaodoki.linking.connectors.protocol import DivisionThere, Person
from kaodoki.timekeeping.working_day import parse_day_start

# Longer than any name or code over there; what is longer is cut, or the person cannot be told apart and is left out.
LONGEST_NAME = 100
LONGEST_CODE = 64


def person(item: dict[str, object]) -> Person | None:
    """An employee; None where code or key is missing or longer than any that was ever issued."""
    code, key = _text(item, "code"), _text(item, "key")
    if not code or not key or max(len(code), len(key)) > LONGEST_CODE:
        return None
    return Person(
        employee_code=code,
        employee_key=key,
        family_name=_text(item, "lastName")[:LONGEST_NAME],
        given_name=_text(item, "firstName")[:LONGEST_NAME],
        division_code=_text(item, "divisionCode")[:LONGEST_CODE],
        resigned_on=day(item, "resignationDate"),
    )


def division(item: dict[str, object]) -> DivisionThere | None:
    """A division; None where its code is missing or too long."""
    code = _text(item, "code")
    if not code or len(code) > LONGEST_CODE:
        return None
    return DivisionThere(code=code, name=_text(item, "name")[:LONGEST_NAME], day_border=_border(item))


def day(item: dict[str, object], name: str) -> date | None:
    """The date under `name`; None where there is none, as null properties are left out."""
    try:
        return date.fromisoformat(_text(item, name))
    except ValueError:
        return None


def _border(item: dict[str, object]) -> time | None:
    try:
        return parse_day_start(_text(item, "dayBorderTime"))
    except ValueError:
        return None


def _text(item: dict[str, object], name: str) -> str:
    """Codes are strings over there; a number, which another server may send, is read as its digits."""
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    # PostgreSQL stores every character but this one.
    return str(value).replace("\x00", "")
