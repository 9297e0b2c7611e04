"""The API as a program sees it, through Django's whole stack."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status and parsed body."""

    status: int
    body: Any
    headers: dict[str, str]


class ApiClient:
    """Calls `/api/v1/…` with one token."""

    def __init__(self, *, token: str | None, language: str = "en") -> None:
        self._client = Client(raise_request_exception=False)
        self._headers = {"Accept-Language": language}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: str) -> Answer:
        return self._call("get", path, data=query)

    def post(self, path: str, body: object = None) -> Answer:
        return self._call("post", path, data=body or {}, content_type="application/json")

    def patch(self, path: str, body: object) -> Answer:
        return self._call("patch", path, data=body, content_type="application/json")

    def put(self, path: str, body: object) -> Answer:
        return self._call("put", path, data=body, content_type="application/json")

    def delete(self, path: str) -> Answer:
        return self._call("delete", path)

    def upload(self, path: str, **fields: object) -> Answer:
        return self._call("post", path, data=fields)

    def attempt(self, frames: Sequence[bytes], **fields: str) -> Answer:
        """One try at a terminal, now and with a fresh id unless told otherwise."""
        form = {"attempt_id": str(uuid.uuid4()), "captured_at": timezone.now().isoformat(), **fields}
        files = [SimpleUploadedFile("frame.jpg", frame, content_type="image/jpeg") for frame in frames]
        return self.upload("/terminal/attempts", frames=files, **form)

    def raw(self, method: str, path: str, body: bytes) -> Answer:
        """Exactly these bytes as JSON."""
        return self._call(method, path, data=body, content_type="application/json")

    def _call(self, method: str, path: str, **options: Any) -> Answer:
        response = getattr(self._client, method)(f"/api/v1{path}", headers=self._headers, **options)
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        body = response.json() if is_json and response.content else response.content
        return Answer(status=response.status_code, body=body, headers=dict(response.headers))


def enrol(api: ApiClient, employee_code: str, family_name: str, given_name: str, photo: bytes) -> None:
    """An employee with a photo, through the API."""
    names = {"employee_code": employee_code, "family_name": family_name, "given_name": given_name}
    assert api.post("/employees", names).status == 201
    file = SimpleUploadedFile("photo.jpg", photo, content_type="image/jpeg")
    answer = api.upload(f"/employees/{employee_code}/photos", photo=file, consent="true")
    assert answer.status == 201, answer.body


def paired_terminal(api: ApiClient, **fields: object) -> ApiClient:
    """A terminal made and paired through the API."""
    made = api.post("/terminals", {"name": "入口", **fields})
    paired = ApiClient(token=None).post("/terminals/pair", {"pairing_code": made.body["pairing_code"]})
    return ApiClient(token=paired.body["token"])


def jst(text: str) -> datetime:
    """A time of day in Japan."""
    return datetime.fromisoformat(f"{text}+09:00")
