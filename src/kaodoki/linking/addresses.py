"""Where Kaodoki may connect to: an address from a form must not become a way into the operator's own network."""

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from kaodoki.linking.errors import ConnectionRefusedAddress

HTTPS_PORT = 443
HTTP_PORT = 80
LONGEST_ADDRESS = 200


def checked_address(base_url: str, *, allowed_hosts: Collection[str]) -> str:
    """`base_url` as it is, if it may be used; raises `ConnectionRefusedAddress` otherwise.

    Hosts in `allowed_hosts` ("host" or "host:port") may be anything; all others must be https and resolve to public
    addresses only.
    """
    # Before it is parsed: parsing drops line breaks and tabs, and what is kept and sent is the text.
    if len(base_url) > LONGEST_ADDRESS or " " in base_url or not base_url.isprintable():
        raise ConnectionRefusedAddress(reason="URLの形式ではありません / it is not a URL of up to 200 plain characters")
    parts, port = _parts(base_url)
    host = (parts.hostname or "").lower()
    if not {host, f"{host}:{port}"}.intersection(allowed_hosts):
        if parts.scheme != "https":
            raise ConnectionRefusedAddress(reason="https ではありません / it is not https")
        _require_public(host, port)
    return base_url


def _parts(base_url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(base_url)
        port = parts.port or (HTTPS_PORT if parts.scheme == "https" else HTTP_PORT)
    except ValueError as error:
        raise ConnectionRefusedAddress(reason="URLの形式ではありません / it is not a URL") from error
    extras = (parts.username, parts.password, parts.query, parts.fragment)
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(extras):
        raise ConnectionRefusedAddress(reason="URLの形式ではありません / it is not a plain http(s) URL")
    return parts, port


def _require_public(host: str, port: int) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ConnectionRefusedAddress(reason="ホストが見つかりません / the host is not found") from error
    if not all(_is_public(str(entry[4][0])) for entry in found):
        raise ConnectionRefusedAddress(reason="公開アドレスではありません / it is not a public address")


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    return address.is_global and not address.is_multicast
