"""The demo's view of the two servers: a company's program, a terminal, and a reader of the attendance server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import httpx2

Json = dict[str, Any]
TIMEOUT_S = 30.0
PAGE_LIMIT = 200


class UnexpectedAnswer(Exception):
    """A server answered otherwise than its interface promises; what it said is in the text."""

    def __init__(self, response: httpx2.Response) -> None:
        request = response.request
        super().__init__(f"{request.method} {request.url.path}: {response.status_code} {response.text[:300]}")
        self.status = response.status_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What a terminal sends: frames as encoded pictures, the instant they were taken, the kind the person chose."""

    attempt_id: str
    frames: Sequence[bytes] = field(repr=False)
    captured_at: datetime
    punch_kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: Json

    @property
    def outcome(self) -> str:
        """The outcome, or the code of the error."""
        return str(self.body.get("outcome") or self.body.get("code") or f"HTTP {self.status}")


def connect(base_url: str, token: str | None) -> httpx2.Client:
    """A connection that asks for Japanese, as the terminals of the company would."""
    headers = {"Accept-Language": "ja"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return httpx2.Client(base_url=base_url, headers=headers, timeout=TIMEOUT_S, trust_env=False)


class CompanyClient:
    """The company API (design 5.2)."""

    def __init__(self, base_url: str, token: str) -> None:
        self._http = connect(base_url, token)

    def close(self) -> None:
        self._http.close()

    def change_settings(self, **changes: object) -> None:
        _checked(self._http.patch("/api/v1/settings", json=changes))

    def create_employee(self, employee: Mapping[str, str]) -> None:
        _checked(self._http.post("/api/v1/employees", json=employee))

    def add_photo(self, employee_code: str, photo: bytes) -> Json:
        response = self._http.post(
            f"/api/v1/employees/{employee_code}/photos",
            files={"photo": ("photo.jpg", photo, "image/jpeg")},
            data={"consent": "true"},
        )
        return _checked(response)

    def create_terminal(self, name: str, *, punch_selection: str, accepts_past: bool) -> Json:
        body = {"name": name, "punch_selection": punch_selection, "accepts_past": accepts_past}
        return _checked(self._http.post("/api/v1/terminals", json=body))

    def pair(self, pairing_code: str) -> str:
        """The terminal's token."""
        return str(_checked(self._http.post("/api/v1/terminals/pair", json={"pairing_code": pairing_code}))["token"])

    def link(self, base_url: str, access_token: str) -> None:
        body = {"connector": "king_of_time", "base_url": base_url, "access_token": access_token}
        _checked(self._http.put("/api/v1/connection", json=body))

    def sync(self) -> None:
        _checked(self._http.post("/api/v1/connection/sync"))

    def connection(self) -> Json:
        return _checked(self._http.get("/api/v1/connection"))

    def attempts(self) -> list[Json]:
        return self._all("/api/v1/attempts")

    def punches(self) -> list[Json]:
        return self._all("/api/v1/punches")

    def _all(self, path: str) -> list[Json]:
        """The items of every page, in the order in which the server gives them."""
        items: list[Json] = []
        cursor: str | None = None
        for _ in range(PAGE_LIMIT):
            page = _checked(self._http.get(path, params={"cursor": cursor} if cursor else {}))
            items.extend(page["items"])
            cursor = page["next"]
            if cursor is None:
                return items
        raise RuntimeError(f"{path} has more than {PAGE_LIMIT} pages")


class TerminalClient:
    """The terminal API (design 5.3)."""

    def __init__(self, base_url: str, token: str) -> None:
        self._http = connect(base_url, token)

    def close(self) -> None:
        self._http.close()

    def send(self, attempt: Attempt) -> Answer:
        data = {"attempt_id": attempt.attempt_id, "captured_at": attempt.captured_at.isoformat()}
        if attempt.punch_kind:
            data["punch_kind"] = attempt.punch_kind
        frames = [("frames", ("frame.jpg", frame, "image/jpeg")) for frame in attempt.frames]
        response = self._http.post("/api/v1/terminal/attempts", data=data, files=frames)
        return Answer(status=response.status_code, body=_object(response))

    def cancel(self, attempt_id: str) -> Answer:
        response = self._http.post(f"/api/v1/terminal/attempts/{attempt_id}/cancel")
        return Answer(status=response.status_code, body=_object(response))


class AttendanceClient:
    """What the WebAPI shows of the company, and the demo's control of the restricted hours."""

    def __init__(self, base_url: str, token: str) -> None:
        self._http = connect(base_url, token)

    def close(self) -> None:
        self._http.close()

    def add_employee(self, employee: Mapping[str, str]) -> str:
        """The employee's key. Division and type are the first that the server knows."""
        division, working_type = self._list("/v1.0/divisions")[0], self._list("/v1.0/working-types")[0]
        body = {
            "code": employee["employee_code"],
            "lastName": employee["family_name"],
            "firstName": employee["given_name"],
            "gender": employee["gender"],
            "divisionCode": division["code"],
            "typeCode": working_type["code"],
        }
        return str(_checked(self._http.post("/v1.0/employees", json=body))["key"])

    def punch(self, employee_key: str, *, at: datetime, day: date, code: str) -> None:
        body = {"time": at.isoformat(timespec="seconds"), "date": day.isoformat(), "code": code}
        _checked(self._http.post(f"/v1.0/daily-workings/timerecord/{employee_key}", json=body))

    def timerecords(self, start: date, end: date) -> list[Json]:
        days = {"start": start.isoformat(), "end": end.isoformat()}
        return self._list("/v1.0/daily-workings/timerecord", days)

    def daily(self, day: date) -> list[Json]:
        """The totals of one day, a row per person."""
        days = {"start": day.isoformat(), "end": day.isoformat()}
        return [row for found in self._list("/v1.0/daily-workings", days) for row in found["dailyWorkings"]]

    def monthly(self, month: str) -> list[Json]:
        return self._list(f"/v1.0/monthly-workings/{month}")

    def refusal(self) -> tuple[int, object]:
        """Status and error code of a request that is not allowed in restricted hours."""
        response = self._http.get("/v1.0/divisions")
        errors = _object(response).get("errors") or [{}]
        return response.status_code, errors[0].get("code")

    def restrict(self, windows: Sequence[str]) -> None:
        _checked(self._http.put("/_demo/restricted-hours", json={"windows": list(windows)}))

    def _list(self, path: str, params: Mapping[str, str] | None = None) -> list[Json]:
        response = self._http.get(path, params=params or {})
        if not response.is_success:
            raise UnexpectedAnswer(response)
        found: list[Json] = response.json()
        return found


def is_ready(url: str) -> bool:
    """Whether what answers there says that it can work."""
    try:
        return httpx2.get(url, timeout=2.0, trust_env=False).is_success
    except httpx2.TransportError:
        return False


def _checked(response: httpx2.Response) -> Json:
    if not response.is_success:
        raise UnexpectedAnswer(response)
    return _object(response) if response.content else {}


def _object(response: httpx2.Response) -> Json:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
