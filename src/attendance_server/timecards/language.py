"""Japanese first; English where ?lang=en chose it, and from then on in this browser, or if it prefers it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = ("ja", "en")
_A_YEAR_S = 365 * 86400


def language_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def respond(request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            response = get_response(request)
        if request.GET.get("lang") in LANGUAGES:
            _remember(request, response)
        return response

    return respond


def language_of(request: HttpRequest) -> str:
    """ "ja" or "en"."""
    wished = request.GET.get("lang")
    if wished in LANGUAGES:
        return wished
    return "en" if translation.get_language_from_request(request).startswith("en") else "ja"


def _remember(request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        request.GET["lang"],
        max_age=_A_YEAR_S,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
