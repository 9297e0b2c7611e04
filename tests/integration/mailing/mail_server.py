"""A mail server for tests: speaks SMTP (RFC 5321) over a real socket and keeps what it takes."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default


@dataclass(slots=True, kw_only=True)
class MailServer:
    """Where it listens, what it took, and whom it refuses with which code."""

    port: int = 0
    taken: list[Message] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)

    def texts(self) -> list[str]:
        """The bodies, decoded."""
        return [str(one.get_payload(decode=True), "utf-8") for one in self.taken]  # type: ignore[arg-type]


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """Listens on a free port of this machine until the block ends."""
    mail_server = MailServer()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _say(self, "220 tests ready")
            while line := self.rfile.readline():
                verb, _, rest = line.decode().strip().partition(" ")
                if verb.upper() == "DATA":
                    _say(self, "354 go on")
                    mail_server.taken.append(message_from_bytes(_content(self), policy=default))
                    _say(self, "250 taken")
                elif verb.upper() == "QUIT":
                    _say(self, "221 bye")
                    return
                else:
                    _say(self, _answer(mail_server, verb.upper(), rest))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        mail_server.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield mail_server
        server.shutdown()


def _answer(mail_server: MailServer, verb: str, rest: str) -> str:
    code = next((code for address, code in mail_server.refused.items() if address in rest), None)
    if verb == "RCPT" and code is not None:
        return f"{code} not here"
    return "250 fine"


def _content(conversation: socketserver.StreamRequestHandler) -> bytes:
    lines = []
    while (line := conversation.rfile.readline()) not in (b".\r\n", b""):
        lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    return b"".join(lines)


def _say(conversation: socketserver.StreamRequestHandler, line: str) -> None:
    conversation.wfile.write(f"{line}\r\n".encode())
