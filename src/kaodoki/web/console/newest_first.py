"""Long records the newest first: a page costs the same wherever it lies, and no row is lost or shown twice."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)

PAGE = 50
MOST_EXPORTED = 200_000
_EARLIEST, _LATEST = date(2000, 1, 1), date(2999, 12, 31)


def page_of(rows: QuerySet[Row], *, column: str, cursor: str, size: int = PAGE) -> tuple[list[Row], str]:
    """The rows after `cursor` (empty: from the newest), and the cursor of the next page, empty on the last.

    The condition on the column alone lets its index begin at the cursor instead of counting up to it.
    """
    at, row_id = _read(cursor)
    if at is not None:
        rows = rows.filter(**{f"{column}__lte": at}).exclude(**{column: at, "id__gte": row_id})
    found = list(rows.order_by(f"-{column}", "-id")[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], f"{getattr(last, column).isoformat()}|{last.pk}"


def newest(rows: QuerySet[Row], *, column: str) -> Iterator[Row | None]:
    """The newest rows for a file, read in portions; None at the end if there are more than a file takes."""
    ordered = rows.order_by(f"-{column}", "-id")[: MOST_EXPORTED + 1]
    for place, row in enumerate(ordered.iterator(chunk_size=1000)):
        yield row if place < MOST_EXPORTED else None


def query_for(query: QueryDict, cursor: str) -> str:
    """The page's own query with another cursor; the filters stay."""
    copied = query.copy()
    copied.pop("lang", None)
    copied["after"] = cursor
    return copied.urlencode()


def within(rows: QuerySet[Row], *, column: str, first: str, last: str, zone: ZoneInfo) -> QuerySet[Row]:
    """Rows of those days by the clock of `zone`; what is not a day (YYYY-MM-DD) of our time narrows nothing."""
    begins, ends = _day(first), _day(last)
    if begins is not None:
        rows = rows.filter(**{f"{column}__gte": datetime.combine(begins, time(), zone)})
    if ends is not None:
        rows = rows.filter(**{f"{column}__lt": datetime.combine(ends + timedelta(days=1), time(), zone)})
    return rows


def asked_for(form: QueryDict, names: tuple[str, ...], *, longest: int = 100) -> dict[str, str]:
    """What was typed into the filters, cut to a length and without what no column holds."""
    return {name: form.get(name, "").replace("\x00", "").strip()[:longest] for name in names}


def as_id(text: str) -> uuid.UUID | None:
    """The id, if it is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _read(cursor: str) -> tuple[datetime | None, uuid.UUID | None]:
    text, _, row = cursor.partition("|")
    row_id = as_id(row)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None, None
    return (at, row_id) if at.tzinfo is not None and row_id is not None else (None, None)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _EARLIEST <= day <= _LATEST else None
