"""Read JSON bodies with the leniency that real clients need, and refuse the rest by name."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from attendance_server.webapi.dates import parse_date
from attendance_server.webapi.errors import Reason, WebApiError

_MAX_TEXT = 200
_MAX_BY_NAME = {"code": 64}  # as long as the column of an employee's code
_MAX_INTEGER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON object. A field that is present but empty reads as None."""

    fields: Mapping[str, object]

    def has(self, name: str) -> bool:
        return name in self.fields

    def text(self, name: str) -> str | None:
        """A string; a JSON number is taken as its digits, since real clients send codes so."""
        value = self.fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None or value == "":
            return None
        limit = _MAX_BY_NAME.get(name, _MAX_TEXT)
        if not isinstance(value, str) or len(value) > limit or not _is_storable(value):
            raise WebApiError(Reason.INVALID, name=name)
        return value

    def required_text(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise WebApiError(Reason.MISSING, name=name)
        return value

    def integer(self, name: str) -> int | None:
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_INTEGER:
            raise WebApiError(Reason.INVALID, name=name)
        return value

    def number(self, name: str, *, limit: float) -> float | None:
        """A finite number between -limit and limit."""
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > limit:
            raise WebApiError(Reason.INVALID, name=name)
        return float(value)

    def boolean(self, name: str) -> bool:
        value = self.fields.get(name)
        if value not in (None, True, False):
            raise WebApiError(Reason.INVALID, name=name)
        return bool(value)

    def date(self, name: str) -> date | None:
        value = self.text(name)
        return parse_date(value) if value else None

    def texts(self, name: str) -> list[str] | None:
        """An array of strings."""
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) and _is_storable(item) for item in value):
            raise WebApiError(Reason.INVALID, name=name)
        return value

    def object(self, name: str) -> "Body | None":
        """An object inside this one."""
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, dict):
            raise WebApiError(Reason.INVALID, name=name)
        return Body(value)


def read_body(raw: bytes) -> Body:
    """Parse a JSON object. Raises WebApiError."""
    try:
        content = json.loads(raw, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise WebApiError(Reason.MALFORMED_BODY) from error
    if not isinstance(content, dict):
        raise WebApiError(Reason.MALFORMED_BODY)
    return Body(content)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number too large")
    return value


def _is_storable(text: str) -> bool:
    """PostgreSQL stores neither NUL nor half a surrogate pair."""
    return "\x00" not in text and not any(0xD800 <= ord(character) <= 0xDFFF for character in text)
