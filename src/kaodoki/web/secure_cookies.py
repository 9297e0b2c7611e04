"""Marks every cookie as one for TLS only, wherever people come over TLS: to us or to the proxy in front."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


def secure_cookies(get_response: GetResponse) -> GetResponse:
    """Django's middleware form. Plain HTTP on 127.0.0.1 keeps its cookies usable."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.is_secure() or settings.PUBLIC_URL.startswith("https://"):
            for morsel in response.cookies.values():
                morsel["secure"] = True
        return response

    return middleware
