"""The mail server's address in one variable."""

import pytest

from kaodoki.project.mail_server import parse_mail_server


@pytest.mark.parametrize(
    ("url", "port", "starts_tls", "is_tls"),
    [
        ("smtp://mail.example.jp", 25, False, False),
        ("smtp+starttls://mail.example.jp", 587, True, False),
        ("smtps://mail.example.jp", 465, False, True),
        ("smtp://mail.example.jp:2525", 2525, False, False),
    ],
)
def test_the_scheme_says_how_and_where(url: str, port: int, *, starts_tls: bool, is_tls: bool) -> None:
    server = parse_mail_server(url)

    assert (server.host, server.port) == ("mail.example.jp", port)
    assert (server.starts_tls, server.is_tls) == (starts_tls, is_tls)


def test_user_and_password_are_decoded_and_never_shown() -> None:
    server = parse_mail_server("smtps://clock%40example.jp:p%2Fss@mail.example.jp")

    assert (server.user, server.password) == ("clock@example.jp", "p/ss")
    assert "p/ss" not in repr(server)


@pytest.mark.parametrize(
    "url", ["mail.example.jp", "http://x", "smtp://", "smtp://x:port", "smtp://x/path", "smtp://x?a=b"]
)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="mail server|[Pp]ort"):
        parse_mail_server(url)
