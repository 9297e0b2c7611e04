"""People and divisions changed in the running attendance server, as its administrator would."""

import itertools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from tests.integration.linking.conftest import TOKEN, Office

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleThere:
    """Codes are new ones each time, so that tests do not meet each other's people."""

    url: str

    @classmethod
    def of(cls, office: Office) -> "PeopleThere":
        return cls(url=office.server_url)

    def hire(
        self, code: str = "", *, name: str = "新入 社員", division: str = "1000", **fields: object
    ) -> tuple[str, str]:
        """(code, key)."""
        family, _, given = name.partition(" ")
        code = code or fresh_code()
        body = {
            "code": code,
            "lastName": family,
            "firstName": given or "花",
            "divisionCode": division,
            "gender": "female",
            "typeCode": "1",
        }
        made = self._call("POST", "/employees", body)
        return code, made["key"]

    def change(self, key: str, **fields: object) -> None:
        self._call("PUT", f"/employees/{key}", fields)

    def delete(self, key: str) -> None:
        self._call("DELETE", f"/employees/{key}")

    def _call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = httpx2.request(method, f"{self.url}{path}", json=body, headers=headers)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None


def fresh_code() -> str:
    return f"P{uuid.uuid4().hex[:8]}{next(_numbers)}"
