"""Japanese first; English by ?lang=en or where the browser prefers it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = ("ja", "en")


def language_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def respond(request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            return get_response(request)

    return respond


def language_of(request: HttpRequest) -> str:
    """ "ja" or "en"."""
    wished = request.GET.get("lang")
    if wished in LANGUAGES:
        return wished
    return "en" if translation.get_language_from_request(request).startswith("en") else "ja"
