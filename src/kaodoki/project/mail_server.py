"""The mail server's address, as one variable gives it. Pure."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

# Scheme: the usual port, STARTTLS, TLS from the beginning.
_SCHEMES = {"smtp": (25, False, False), "smtp+starttls": (587, True, False), "smtps": (465, False, True)}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MailServer:
    """Where e-mails are handed over. No `repr`: it holds a password."""

    host: str
    port: int
    user: str
    password: str
    starts_tls: bool
    is_tls: bool


def parse_mail_server(url: str) -> MailServer:
    """`smtp://`, `smtp+starttls://` or `smtps://`, then `[user:password@]host[:port]`, percent-encoded.

    Raises ValueError, without the value.
    """
    parts = urlsplit(url)
    known = _SCHEMES.get(parts.scheme)
    if known is None or not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("no address of a mail server")
    port, starts_tls, is_tls = known
    return MailServer(
        host=parts.hostname,
        port=parts.port or port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=starts_tls,
        is_tls=is_tls,
    )
