"""HTTP to the WebAPI: bounded in time and size, no redirects, and never a token in a log or an exception."""

import logging
import re
import time
from dataclasses import dataclass
from typing import Self

import httpx2

from kaodoki.linking.connectors.trust import trusted_certificates

# Reading a month of a large company may take the other side a while; a punch never should.
TIMEOUT = httpx2.Timeout(connect=5.0, read=20.0, write=10.0, pool=5.0)
WHOLE_ANSWER_S = 90.0
# About 1 kB per person in the monthly list: room for far more people than one company has.
LARGEST_ANSWER_BYTES = 64_000_000
# Shorter than any server's own keep-alive, so that a connection is not closed under a punch that is being sent.
LIMITS = httpx2.Limits(max_connections=2, max_keepalive_connections=1, keepalive_expiry=3.0)
_TOKEN_IN_PATH = re.compile(r"(/tokens/)[^/?#\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whole. `content` may be anything at all."""

    status: int
    content: bytes
    retry_after_s: float | None


class NotSent(Exception):
    """The request certainly never reached the other side."""


class NoAnswer(Exception):
    """The request may have reached the other side; no whole answer came back."""


class Client:
    """One connection to the WebAPI, kept open between calls."""

    def __init__(self, *, base_url: str, access_token: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._http = httpx2.Client(
            headers={
                "Authorization": f"Bearer {access_token}",
                "Accept": "application/json",
                "User-Agent": "kaodoki",
            },
            timeout=TIMEOUT,
            limits=LIMITS,
            follow_redirects=False,
            trust_env=False,
            verify=trusted_certificates(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, path: str, **query: str) -> Answer:
        """Raises `NotSent` or `NoAnswer`."""
        return self._send(self._request("GET", path, params=query))

    def post(self, path: str, body: dict[str, str]) -> Answer:
        """Sends once, without any retry. Raises `NotSent` or `NoAnswer`."""
        return self._send(self._request("POST", path, json=body))

    def delete(self, path: str) -> Answer:
        """Raises `NotSent` or `NoAnswer`."""
        return self._send(self._request("DELETE", path))

    def close(self) -> None:
        self._http.close()

    def _request(
        self, method: str, path: str, *, params: dict[str, str] | None = None, json: dict[str, str] | None = None
    ) -> httpx2.Request:
        """An address that is no URL fails here, as a request not sent, and not when the client is made."""
        try:
            return self._http.build_request(method, self._base_url + path, params=params, json=json)
        except httpx2.InvalidURL:
            raise NotSent from None

    def _send(self, request: httpx2.Request) -> Answer:
        # "from None": the errors of the HTTP library carry the request, and with it the token.
        try:
            response = self._http.send(request, stream=True)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol):
            raise NotSent from None
        except httpx2.HTTPError:
            raise NoAnswer from None
        try:
            return Answer(
                status=response.status_code,
                content=_whole_content(response),
                retry_after_s=_seconds(response.headers.get("Retry-After")),
            )
        except (httpx2.HTTPError, httpx2.StreamError):
            raise NoAnswer from None
        finally:
            response.close()


class MaskTokens(logging.Filter):
    """Hides the access token in the addresses that the HTTP library logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                masked(str(value)) if isinstance(value, httpx2.URL | str) else value for value in record.args
            )
        return True


def masked(text: str) -> str:
    """`text` with the token of a `/tokens/…` path hidden."""
    return _TOKEN_IN_PATH.sub(r"\1***", text)


logging.getLogger("httpx2").addFilter(MaskTokens())


def _whole_content(response: httpx2.Response) -> bytes:
    deadline = time.monotonic() + WHOLE_ANSWER_S
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > LARGEST_ANSWER_BYTES or time.monotonic() > deadline:
            raise NoAnswer
    return bytes(content)


def _seconds(header: str | None) -> float | None:
    """The other form of Retry-After, a date, has never been seen here and counts as none."""
    return float(header) if header and header.isascii() and header.isdigit() else None
