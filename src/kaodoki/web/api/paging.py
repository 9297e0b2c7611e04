"""Cursor-paged lists: a page costs the same wherever it lies, and rows that arrive meanwhile shift nothing."""

import base64
import binascii
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from kaodoki.errors import InvalidInput

PAGE = 100
LARGEST_PAGE = 500

Row = TypeVar("Row", bound=Model)
Json = dict[str, object]


def page_by_time(
    rows: QuerySet[Row], *, column: str, cursor: str | None, limit: int, show: Callable[[Row], Json]
) -> Json:
    """`{"items", "next"}` in the order of `column`, then id."""
    if cursor:
        at, row_id = _read_cursor(cursor)
        # The condition on the column alone lets its index begin at the cursor instead of counting up to it.
        rows = rows.filter(Q(**{f"{column}__gt": at}) | Q(id__gt=row_id), **{f"{column}__gte": at})
    size = max(1, min(limit, LARGEST_PAGE))
    found = list(rows.order_by(column, "id")[: size + 1])
    following = _cursor(getattr(found[size - 1], column), found[size - 1].pk) if len(found) > size else None
    return {"items": [show(row) for row in found[:size]], "next": following}


def _cursor(at: datetime, row_id: object) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{row_id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, uuid.UUID]:
    try:
        text, _, row_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError("a cursor's time has an offset")
        return at, uuid.UUID(row_id)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(reason="cursor") from error
