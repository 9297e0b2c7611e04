"""One POST to a receiver: bounded in time and size as a whole, no redirects, no proxy from the environment."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from kaodoki.linking.connectors.trust import trusted_certificates

# Specification, request timeouts: 15 to 30 s. Each step has its own limit, and all of them together have one.
TIMEOUT = httpx2.Timeout(connect=5.0, read=20.0, write=10.0, pool=5.0)
WHOLE_EXCHANGE_S = 30.0
LARGEST_ANSWER_BYTES = 65_536
# Shorter than any server's own keep-alive, so that a connection is not closed under a punch that is being sent.
LIMITS = httpx2.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=3.0)
LONGEST_RETRY_AFTER_S = 86_400.0


class NotSent(Exception):
    """The message certainly never reached the receiver."""


class NoAnswer(Exception):
    """The message may have reached the receiver; no whole answer came back."""


class Client:
    """One connection to a receiver, kept open between messages. One thread at a time."""

    def __init__(self, *, whole_exchange_s: float = WHOLE_EXCHANGE_S) -> None:
        self._whole_exchange_s = whole_exchange_s
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._http = httpx2.Client(
            headers={"Content-Type": "application/json", "Accept": "*/*", "User-Agent": "kaodoki"},
            timeout=TIMEOUT,
            limits=LIMITS,
            follow_redirects=False,
            trust_env=False,
            verify=trusted_certificates(),
        )

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, float | None]:
        """Sends once; the status, and the seconds of Retry-After. Raises `NotSent` or `NoAnswer`."""
        with self._lock, self._within_limit():
            return self._exchange(url, body, headers)

    def close(self) -> None:
        self._http.close()

    def _exchange(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, float | None]:
        # "from None": the errors of the HTTP library carry the request, and with it the signature.
        try:
            request = self._http.build_request("POST", url, content=body, headers=headers)
            request.extensions["trace"] = self._note_socket
            response = self._http.send(request, stream=True)
        except (
            *(httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout),
            *(httpx2.UnsupportedProtocol, httpx2.InvalidURL),
        ):
            raise NotSent from None
        except (httpx2.HTTPError, OSError, ValueError):
            raise NoAnswer from None
        try:
            _read_whole(response)
        except (httpx2.HTTPError, httpx2.StreamError, OSError, ValueError):
            raise NoAnswer from None
        finally:
            response.close()
        return response.status_code, seconds(response.headers.get("Retry-After"), now=time.time())

    @contextmanager
    def _within_limit(self) -> Iterator[None]:
        """Cuts the connection when the time is over: a header that drips byte by byte never passes a limit per step."""
        timer = threading.Timer(self._whole_exchange_s, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _note_socket(self, event: str, info: dict[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._socket = info["return_value"].get_extra_info("socket")


def seconds(header: str | None, *, now: float) -> float | None:
    """Both forms of Retry-After, a number of seconds and a date; None for neither."""
    if not header:
        return None
    if header.isascii() and header.isdigit():
        return min(float(header[:9]), LONGEST_RETRY_AFTER_S)
    try:
        return min(max(parsedate_to_datetime(header).timestamp() - now, 0.0), LONGEST_RETRY_AFTER_S)
    except (ValueError, OverflowError):
        return None


def _read_whole(response: httpx2.Response) -> None:
    """Reads what nobody looks at, so that the connection can be used again; an endless answer is none."""
    size = 0
    for chunk in response.iter_raw():
        size += len(chunk)
        if size > LARGEST_ANSWER_BYTES:
            raise NoAnswer
