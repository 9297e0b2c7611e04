"""Reads what a view left unread, so that a refused upload is answered.

A server that answers and closes while the sender is still sending resets the connection, and the sender never sees the
answer: a revoked terminal would show a network error instead of the pairing page.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

CHUNK = 64 * 1024
# Somewhat more than the largest upload that is taken; who sends more than that may be cut off.
MOST = 20_000_000


def read_whole_upload(get_response: GetResponse) -> GetResponse:
    """Django's middleware form."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        _drain(request)
        return response

    return middleware


def _drain(request: HttpRequest) -> None:
    left = MOST
    try:
        while left > 0 and (chunk := request.read(CHUNK)):
            left -= len(chunk)
    except OSError:
        return  # the sender has gone
