"""What is said where nothing else answers: an address that does not exist, and a fault of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseServerError

from kaodoki.errors import NotFound
from kaodoki.web.api.failures import InternalFault, MethodWrong, RequestUnreadable, error_answer
from kaodoki.web.language import language_of

GetResponse = Callable[[HttpRequest], HttpResponse]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - named by Django
    """404, in the API's form under `/api/`."""
    if request.path.startswith("/api/"):
        return error_answer(request, NotFound())
    return HttpResponseNotFound(NotFound().message(language_of(request)), content_type="text/plain; charset=utf-8")


def failed(request: HttpRequest) -> HttpResponse:
    """500, in the API's form under `/api/`; the log has the cause."""
    if request.path.startswith("/api/"):
        return error_answer(request, InternalFault())
    sentence = InternalFault().message(language_of(request))
    return HttpResponseServerError(sentence, content_type="text/plain; charset=utf-8")


def in_api_words(get_response: GetResponse) -> GetResponse:
    """Django's middleware form: what Django or the router refuses by itself under `/api/` gets the error body too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_ours = response.headers.get("Content-Type", "").startswith("application/json")
        if response.status_code not in (400, 405) or is_ours or not request.path.startswith("/api/"):
            return response
        error = MethodWrong() if response.status_code == 405 else RequestUnreadable()
        answer = error_answer(request, error)
        if "Allow" in response.headers:
            answer["Allow"] = response.headers["Allow"]
        return answer

    return middleware
