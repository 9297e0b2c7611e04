"""A TCP proxy in front of the attendance server that loses answers on request: the punch was stored all the same."""

import socket
import socketserver
import threading
from typing import Any


class FaultyProxy(socketserver.ThreadingTCPServer):
    """Forwards one request per connection. `lose_answers` counts how many answers of POSTs are thrown away."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, target: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = target
        self.lose_answers = 0
        self.refuse_with: bytes | None = None
        self.refuse_only = b""  # what a request line must have to be refused
        self.posts: list[bytes] = []
        self.paths: list[str] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1.0"

    def should_lose(self) -> bool:
        with self.lock:
            self.lose_answers -= 1
            return self.lose_answers >= 0


class _Handler(socketserver.BaseRequestHandler):
    server: FaultyProxy

    def handle(self) -> None:
        request = _whole_message(self.request)
        if not request:
            return
        is_post = request.startswith(b"POST")
        self.server.paths.append(request.split(b" ")[1].decode())
        if is_post:
            self.server.posts.append(request)
        line = request.partition(b"\r\n")[0]
        is_refused = self.server.refuse_only in line and b"/available" not in line
        if self.server.refuse_with is not None and is_refused:
            self.request.sendall(self.server.refuse_with)
            return
        with socket.create_connection(self.server.target, timeout=10) as upstream:
            upstream.sendall(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            answer = _everything(upstream)
        if not (is_post and self.server.should_lose()):
            self.request.sendall(answer)


def refusal(status: str, body: bytes) -> bytes:
    """A whole HTTP answer."""
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (status.encode(), len(body), body)


def _whole_message(connection: Any) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return data
        data += chunk
    head, _, rest = data.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(rest) < length:
        rest += connection.recv(65536)
    return head + b"\r\n\r\n" + rest


def _everything(connection: socket.socket) -> bytes:
    data = b""
    while chunk := connection.recv(65536):
        data += chunk
    return data
