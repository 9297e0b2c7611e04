"""What is said where nothing else answers: an address that does not exist, and a fault of ours.

The pages hold both languages and ask nothing of the database, which may be what is away.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kaodoki.errors import KaodokiError, NotFound
from kaodoki.web.api.failures import InternalFault, MethodWrong, RequestUnreadable, error_answer
from kaodoki.web.texts import Text

GetResponse = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a person goes from here."""

    url: str
    text: Text


_TO_KIOSK = _Way("/kiosk/", Text("打刻画面へ", "To the kiosk"))
_TO_CONSOLE = _Way("/console/", Text("管理画面へ", "To the console"))
_NO_PAGE = (
    Text("ページが見つかりません", "No such page"),
    Text(
        "アドレスが間違っているか、すでに削除されたものです。リンクやブックマークを確認してください。",
        "The address is wrong, or what was here is gone. Check the link or bookmark.",
    ),
)
_FAULT = (
    Text("エラーが発生しました", "Something went wrong"),
    Text(
        "サーバーで問題が起きました。記録済みの打刻は失われていません。しばらくしてからもう一度お試しください。"
        "続くときは、この時刻を管理者に伝えてください。",
        "The server has a problem. No recorded punch is lost. Try again in a moment; if it goes on, tell your"
        " administrator what time it is now.",
    ),
)
_STALE = (
    Text("もう一度お試しください", "Please try again"),
    Text(
        "画面を開いてから時間がたったか、ブラウザーのCookieが無効です。前の画面に戻って再読み込みしてから、もう一度送信してください。"
        "何も変更されていません。",
        "This page was open for too long, or the browser keeps no cookies. Go back, reload, and send it again."
        " Nothing was changed.",
    ),
)
_BAD = (
    Text("送信内容を読み取れません", "This request cannot be read"),
    Text(
        "前の画面に戻って、もう一度お試しください。何も変更されていません。",
        "Go back and try once more. Nothing was changed.",
    ),
)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - named by Django
    """404, in the API's form under `/api/`."""
    return _answer(request, NotFound(), 404, *_NO_PAGE)


def failed(request: HttpRequest) -> HttpResponse:
    """500, in the API's form under `/api/`; the log has the cause."""
    return _answer(request, InternalFault(), 500, *_FAULT)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - named by Django
    """400, in the API's form under `/api/`."""
    return _answer(request, RequestUnreadable(), 400, *_BAD)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - named by Django
    """403 for a form without a good CSRF token."""
    return _page(request, 403, *_STALE)


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


def _answer(request: HttpRequest, error: KaodokiError, status: int, heading: Text, sentence: Text) -> HttpResponse:
    if request.path.startswith("/api/"):
        return error_answer(request, error)
    return _page(request, status, heading, sentence)


def _page(request: HttpRequest, status: int, heading: Text, sentence: Text) -> HttpResponse:
    way = _TO_CONSOLE if request.path.startswith("/console") else _TO_KIOSK
    return render(
        None, "last_resort.html", {"heading": heading, "sentence": sentence, "way": way}, status=status
    )  # without a request no context processor asks for a session
