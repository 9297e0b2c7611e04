"""What is said where nothing else answers: an address that does not exist, and a fault of ours."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseServerError, JsonResponse

from kaodoki.errors import KaodokiError, NotFound
from kaodoki.web.language import language_of


class InternalFault(KaodokiError):
    code = "internal_error"
    ja = "内部エラーが発生しました。もう一度お試しください。続く場合は管理者に連絡してください。"
    en = "Something failed on our side. Try again, and tell an administrator if it goes on."


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - named by Django
    """404, in the API's form under `/api/`."""
    if request.path.startswith("/api/"):
        return _body(request, NotFound(), 404)
    return HttpResponseNotFound(NotFound().message(language_of(request)), content_type="text/plain; charset=utf-8")


def failed(request: HttpRequest) -> HttpResponse:
    """500, in the API's form under `/api/`; the log has the cause."""
    if request.path.startswith("/api/"):
        return _body(request, InternalFault(), 500)
    sentence = InternalFault().message(language_of(request))
    return HttpResponseServerError(sentence, content_type="text/plain; charset=utf-8")


def _body(request: HttpRequest, error: KaodokiError, status: int) -> HttpResponse:
    body = {"code": error.code, "message": error.message(language_of(request)), "details": {}}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
