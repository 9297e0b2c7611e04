"""A caller of the WebAPI, as a client program is one."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

TOKEN = "8j9f7v4893y58rvt7nyfq2893n75tr78937n83"
TARO = "8b6ee646a9620b286499c3df6918c4888a97dd7bbc6a26a18743f4697a1de4b3"
HANAKO = "c77a34b32f5de30b6335d141ad714baf6713cd21ca98689efec9fe27352152c4"
DAY = "2026-11-20"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Sends requests with a token; paths are those of the WebAPI without the mount."""

    client: Client
    token: str

    def call(self, method: str, path: str, body: object = None) -> Any:
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.generic(method, f"/v1.0{path}", data, content_type="application/json", headers=headers)

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def punch(self, time: str, *, key: str = TARO, date: str = DAY, **fields: object) -> Any:
        """Register a punch; `time` is HH:MM of the date, or a whole instant."""
        moment = time if "T" in time else f"{date}T{time}:00+09:00"
        return self.call("POST", f"/daily-workings/timerecord/{key}", {"time": moment, "date": date, **fields})

    def punch_day(self, *punches: tuple[str, str], key: str = TARO, date: str = DAY) -> None:
        """Register (code, time) pairs and insist that each is taken."""
        for code, time in punches:
            answer = self.punch(time, key=key, date=date, code=code)
            assert answer.status_code == 201, answer.content

    def totals(self, date: str = DAY) -> Any:
        """The first person's totals of a date."""
        return self.get(f"/daily-workings/{date}").json()["dailyWorkings"][0]


def error_code(answer: Any) -> int:
    """The code in the array envelope."""
    return int(json.loads(answer.content)["errors"][0]["code"])
