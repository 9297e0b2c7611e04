"""Against a real socket: redirects, endless and dripping answers, answers that never come."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from tests.unit.linking.outgoing import outgoing_punch

from kaodoki.linking.connectors.protocol import Ambiguous, Unavailable
from kaodoki.linking.connectors.webhook import client as webhook_client
from kaodoki.linking.connectors.webhook.client import Client
from kaodoki.linking.connectors.webhook.connector import Webhook
from kaodoki.project.tls import self_signed_certificate

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
Answer = Callable[[socket.socket], None]


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        time.sleep(0.05)
        connection.sendall(b"a")


def drip_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
    while True:
        time.sleep(0.05)
        connection.sendall(b"a")


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
    while True:
        connection.sendall(b"a" * 65536)


@pytest.mark.parametrize(
    "answer",
    [
        drip,
        drip_body,
        endless,
        lambda connection: None,
        lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
        lambda connection: connection.sendall(b"garbage\r\n\r\n"),
        lambda connection: (
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot zipped")
            or connection.sendall(b"a" * 100_000)
        ),
        lambda connection: time.sleep(1.5),
    ],
    ids=["drip", "drip-body", "endless", "closed", "half", "garbage", "too-long", "silent"],
)
def test_answer_that_settles_nothing_is_ambiguous_and_takes_a_bounded_time(answer: Answer) -> None:
    begun = time.monotonic()

    with receiver(answer) as (url, _), webhook(url) as connector, pytest.raises(Ambiguous):
        connector.deliver(outgoing_punch())

    assert time.monotonic() - begun < 5


def test_redirect_is_not_followed() -> None:
    with receiver(lambda connection: connection.sendall(OK)) as (elsewhere, seen):
        moved = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n".encode()
        with (
            receiver(lambda connection: connection.sendall(moved)) as (url, _),
            webhook(url) as connector,
            pytest.raises(Unavailable),
        ):
            connector.deliver(outgoing_punch())

    assert seen == []


def test_receiver_whose_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    files = self_signed_certificate(tmp_path, "127.0.0.1")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(files.certificate, files.key)

    with (
        receiver(lambda connection: connection.sendall(OK), tls=tls) as (url, seen),
        webhook(url.replace("http:", "https:")) as connector,
        pytest.raises(Unavailable),
    ):
        connector.deliver(outgoing_punch())

    assert seen == []


def test_receiver_is_reached_over_tls_and_cut_when_it_drips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = self_signed_certificate(tmp_path, "127.0.0.1")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(files.certificate, files.key)
    trusting = ssl.create_default_context(cafile=str(files.authority))
    monkeypatch.setattr(webhook_client, "trusted_certificates", lambda: trusting)

    with (
        receiver(drip, tls=tls) as (url, seen),
        webhook(url.replace("http:", "https:")) as connector,
        pytest.raises(Ambiguous),
    ):
        connector.deliver(outgoing_punch())

    assert len(seen) == 1


def test_nobody_listening_is_unavailable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with webhook(f"http://127.0.0.1:{port}/") as connector, pytest.raises(Unavailable):
        connector.deliver(outgoing_punch())


@pytest.mark.parametrize(("allowed_host", "secret"), [("127.0.0.2", SECRET), ("127.0.0.1", "no-secret")])
def test_nothing_is_sent_to_an_address_that_is_not_allowed_or_without_a_secret(allowed_host: str, secret: str) -> None:
    with (
        receiver(lambda connection: connection.sendall(OK)) as (url, seen),
        closing(Webhook(url=url, secret=secret, allowed_hosts=[allowed_host])) as connector,
        pytest.raises(Unavailable),
    ):
        connector.deliver(outgoing_punch())

    assert seen == []


def test_secret_is_in_no_error_and_no_description() -> None:
    with receiver(lambda connection: None) as (url, _), webhook(url) as connector:
        with pytest.raises(Ambiguous) as caught:
            connector.deliver(outgoing_punch())
        assert caught.value.__suppress_context__
        assert SECRET not in repr(connector) + repr(caught.value)


@contextmanager
def webhook(url: str) -> Iterator[Webhook]:
    client = Client(whole_exchange_s=1.0)
    with closing(Webhook(url=url, secret=SECRET, allowed_hosts=["127.0.0.1"], client=client)) as connector:
        yield connector


@contextmanager
def receiver(answer: Answer, *, tls: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """Takes one connection at a time, reads a request and answers as told; its address, and what it read."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)

        def serve() -> None:
            with suppress(OSError):
                plain, _ = listening.accept()
                with tls.wrap_socket(plain, server_side=True) if tls else plain as connection:
                    seen.append(connection.recv(65536))
                    answer(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/hook", seen
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join()
