"""An instant as the API takes it: ISO 8601 with offset, never a bare number that somebody may mean otherwise."""

from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator


def _is_iso(value: object) -> object:
    if isinstance(value, str) and "T" not in value.upper():
        raise ValueError("a time like 2026-11-20T09:00:00+09:00 is needed")
    return value


Instant = Annotated[AwareDatetime, BeforeValidator(_is_iso)]
