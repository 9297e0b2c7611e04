"""Where Kaodoki may connect to."""

import socket

import pytest

from kaodoki.linking.addresses import checked_address
from kaodoki.linking.connectors.protocol import Allowed
from kaodoki.linking.connectors.registry import CONNECTORS
from kaodoki.linking.errors import ConnectionRefusedAddress


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def found(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.parametrize("url", ["https://api.kingtime.jp/v1.0", "https://attendance.example.jp/punches/"])
def test_public_https_address_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    resolve_to(monkeypatch, "203.104.0.1")

    assert checked_address(url, allowed_hosts=()) == url


@pytest.mark.parametrize(
    ("connector", "secret", "kept"),
    [
        # Below the address of a WebAPI stand its endpoints; a receiver's address is the endpoint itself.
        ("king_of_time", "0" * 32, "https://attendance.example.jp/punches"),
        ("webhook", "whsec_" + "A" * 32, "https://attendance.example.jp/punches/"),
    ],
)
def test_last_slash_is_dropped_only_where_it_means_nothing(
    monkeypatch: pytest.MonkeyPatch, connector: str, secret: str, kept: str
) -> None:
    resolve_to(monkeypatch, "203.104.0.1")

    assert CONNECTORS[connector].check("https://attendance.example.jp/punches/", secret, Allowed()) == kept


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.1", "0.0.0.0"],
)
def test_address_in_the_operators_network_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    resolve_to(monkeypatch, "203.104.0.1", address)

    with pytest.raises(ConnectionRefusedAddress):
        checked_address("https://api.example.jp", allowed_hosts=())


@pytest.mark.parametrize(
    "url",
    [
        *("http://api.kingtime.jp/v1.0", "ftp://api.kingtime.jp", "api.kingtime.jp", "", "https://", "https://a:99999"),
        *("https://user:secret@api.kingtime.jp", "https://api.kingtime.jp/?a=1", "https://api.kingtime.jp/#a"),
    ],
)
def test_anything_but_a_plain_https_address_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    resolve_to(monkeypatch, "203.104.0.1")

    with pytest.raises(ConnectionRefusedAddress):
        checked_address(url, allowed_hosts=())


@pytest.mark.parametrize(
    "tail", ["\x01", "\n", "\x00", "\x7f", " ", " a", "\tv1.0", "\u3000", "\u200b", "\ud800", "a" * 179]
)
def test_address_that_cannot_be_kept_or_sent_is_refused_on_an_allowed_host(tail: str) -> None:
    with pytest.raises(ConnectionRefusedAddress):
        checked_address(f"http://127.0.0.1:8100/{tail}", allowed_hosts=("127.0.0.1",))


def test_address_of_200_characters_is_taken() -> None:
    longest = "http://127.0.0.1:8100/" + "a" * 178

    assert checked_address(longest, allowed_hosts=("127.0.0.1",)) == longest


@pytest.mark.parametrize("allowed", ["127.0.0.1", "127.0.0.1:8100"])
def test_host_the_operator_allows_may_be_anything(allowed: str) -> None:
    assert checked_address("http://127.0.0.1:8100/v1.0", allowed_hosts=(allowed,)) == "http://127.0.0.1:8100/v1.0"


def test_another_port_of_an_allowed_host_and_port_is_refused() -> None:
    with pytest.raises(ConnectionRefusedAddress):
        checked_address("http://127.0.0.1:5432", allowed_hosts=("127.0.0.1:8100",))
