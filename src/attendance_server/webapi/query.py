"""Read query parameters; names that the WebAPI does not know are ignored, as real clients send wrong ones."""

from django.http import QueryDict

from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.totals import Choice


def additional_fields(query: QueryDict) -> frozenset[str]:
    return frozenset(_listed(query, "additionalFields"))


def boolean(query: QueryDict, name: str, *, default: bool = False) -> bool:
    """Raises WebApiError."""
    text = query.get(name)
    if not text:
        return default
    if text.lower() not in {"true", "false"}:
        raise WebApiError(Reason.INVALID, name=name)
    return text.lower() == "true"


def choice(query: QueryDict) -> Choice:
    """Whose days are wanted. `employeeKeys` counts only where no division is given, as documented."""
    division = query.get("division") or None
    by_workplace = not boolean(query, "ondivision", default=True)
    has_keys = bool(query.get("employeeKeys")) and division is None
    keys = frozenset(_listed(query, "employeeKeys")) if has_keys else None
    return Choice(division=division, by_workplace=by_workplace, keys=keys)


def _listed(query: QueryDict, name: str) -> list[str]:
    return [part.strip() for text in query.getlist(name) for part in text.split(",") if part.strip()]
