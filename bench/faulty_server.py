"""A proxy in front of the attendance server that does to chosen punches what servers do on bad days."""

import http.client
import json
import socket
import struct
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

PAST_TIME_OUT_S: Final = 23.0  # the connector waits 20 s for an answer
FIXED: Final[Mapping[str, tuple[int, bytes]]] = {
    "500_300": (500, b'{"errors":[{"message":"Resource Server Error.","code":300}]}'),
    "303_with_429": (429, b'{"code":"303","message":"Too Many Requests"}'),
    "303_without_429": (200, b'{"code":"303","message":"Too Many Requests"}'),
    "403_104": (403, b'{"errors":[{"message":"restricted","code":104}]}'),
    "403_100": (403, b'{"errors":[{"message":"authentication","code":100}]}'),
}


class Fault(StrEnum):
    """What happens to a punch. Those that answer without storing are in `FIXED`."""

    HANGS = "hangs"
    STORES_THEN_RESETS = "stores_then_resets"
    STORES_AFTER_TIME_OUT = "stores_after_time_out"
    GARBAGE = "garbage"
    HALF_AN_ANSWER = "half_an_answer"
    OUTAGE = "500_300"
    TOO_MANY_429 = "303_with_429"
    TOO_MANY_200 = "303_without_429"
    OVERWRITTEN = "overwritten_clock_out"
    RESTRICTED = "403_104"
    CREDENTIALS = "403_100"


CLOCK_OUT: Final = "2"
LATER: Final = timedelta(hours=2)  # a clock-out that another clock at the door registers


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Restricted hours from `begin` to `end` (seconds of the epoch), by a clock that is `ahead_s` ahead of ours."""

    begin: float
    end: float
    ahead_s: float

    def has_now(self) -> bool:
        return self.begin <= time.time() + self.ahead_s < self.end


class FaultyServer(ThreadingHTTPServer):
    """`faults`: which punch, counted from 0 as they come in, meets which fault. In `window` everything is refused.

    `refused` counts requests in the window; `foreign` the records that the faulty side made itself.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, target_port: int, faults: Mapping[int, Fault], *, window: Window | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target_port = target_port
        self.faults = faults
        self.window = window
        self.refused = 0
        self.foreign = 0
        self.punches = 0
        self.met = 0
        self._lock = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed in the middle is what this is for."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1.0"

    def refuses_now(self) -> bool:
        if self.window is None or not self.window.has_now():
            return False
        with self._lock:
            self.refused += 1
        return True

    def next_fault(self, body: bytes) -> Fault | None:
        with self._lock:
            fault = self.faults.get(self.punches)
            self.punches += 1
            if fault is Fault.OVERWRITTEN and json.loads(body)["code"] != CLOCK_OUT:
                return None
            self.met += fault is not None
            return fault


class _Handler(BaseHTTPRequestHandler):
    server: FaultyServer
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.upstream = http.client.HTTPConnection("127.0.0.1", self.server.target_port, timeout=60)

    def finish(self) -> None:
        self.upstream.close()
        super().finish()

    def do_GET(self) -> None:
        self._answer(*(FIXED[Fault.RESTRICTED] if self.server.refuses_now() else self._forwarded(b"")))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.server.next_fault(body) if "/timerecord/" in self.path else None
        if self.server.refuses_now():
            fault = Fault.RESTRICTED
        if fault is None:
            self._answer(*self._forwarded(body))
        elif fault.value in FIXED:
            self._answer(*FIXED[fault.value])
        else:
            self._fail(fault, body)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _fail(self, fault: Fault, body: bytes) -> None:
        self.close_connection = True
        if fault in (Fault.HANGS, Fault.STORES_AFTER_TIME_OUT):
            time.sleep(PAST_TIME_OUT_S)
        if fault is Fault.HANGS:
            return
        status, content = self._forwarded(body)
        if fault is Fault.OVERWRITTEN:
            self._clock_out_later(json.loads(body))
        if fault in (Fault.STORES_THEN_RESETS, Fault.OVERWRITTEN):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif fault is Fault.GARBAGE:
            self.wfile.write(b"\x00\xff garbage\r\n\r\n" + content[::-1])
        elif fault is Fault.HALF_AN_ANSWER:
            head = f"HTTP/1.1 {status} x\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            self.wfile.write(head + content[: len(content) // 2])

    def _clock_out_later(self, sent: dict[str, str]) -> None:
        later = datetime.fromisoformat(sent["time"]) + LATER
        self._forwarded(json.dumps({**sent, "time": later.isoformat(), "code": CLOCK_OUT}).encode())
        self.server.foreign += 1

    def _forwarded(self, body: bytes) -> tuple[int, bytes]:
        headers = {name: self.headers[name] for name in ("Authorization", "Content-Type") if self.headers[name]}
        try:
            self.upstream.request(self.command, self.path, body=body or None, headers=headers)
            answer = self.upstream.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.upstream.close()
            return 502, b"no server behind"

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
