"""A receiver of webhooks, as a process: verifies, drops repeats, and can be told to misbehave.

    python webhook_receiver.py PORT SECRET FILE

Each punch it takes is appended to FILE as a line of JSON. `POST /told` with a JSON list queues what to do to the next
messages: a status answers with it and stores nothing, "lose" stores and closes without an answer. `GET /asked` tells
the paths of all messages so far.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

SECRET, FILE = (sys.argv[2], Path(sys.argv[3])) if __name__ == "__main__" else ("", Path())


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: set[str] = set()
    told: list[int | str] = []
    asked: set[str] = set()
    lock = Lock()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/told":
            self.told[:] = json.loads(body)
            self.answer(204)
            return
        self.asked.add(self.path)
        try:
            message = Webhook(SECRET).verify(body, dict(self.headers))
        except WebhookVerificationError:
            self.answer(401)
            return
        with self.lock:
            order = self.told.pop(0) if self.told else "take"
            if isinstance(order, int):
                self.answer(order)
                return
            self.take(self.headers["webhook-id"], message)
        if order == "lose":
            self.close_connection = True
            return
        self.answer(202)

    def do_GET(self) -> None:
        body = json.dumps(sorted(self.asked)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def take(self, webhook_id: str, message: dict[str, Any]) -> None:
        if message["type"] == "punch.recorded" and webhook_id not in self.seen:
            self.seen.add(webhook_id)
            with FILE.open("a") as file:
                file.write(json.dumps(message["data"]) + "\n")

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        if status in {429, 503}:
            self.send_header("Retry-After", "30")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
