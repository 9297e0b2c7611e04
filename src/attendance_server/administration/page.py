"""The frame of the time cards with the words of the administration."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attendance_server.administration.words import administration_words
from attendance_server.timecards.language import language_of
from attendance_server.timecards.page import page_context


def show(
    request: HttpRequest,
    template: str,
    *,
    active: str,
    notice: str = "",
    problem: str = "",
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """Render a page. `notice` and `problem` are words of the pages, said above what it shows; with a problem the
    status should say so too.
    """
    said = said_on(request)
    frame = page_context(request, active=active, said=said, notice=said.get(notice), problem=said.get(problem))
    return render(request, f"administration/{template}.html", {**frame, **context}, status=status)


def said_on(request: HttpRequest) -> dict[str, str]:
    """The words of the administration's pages in the language of the request."""
    return administration_words(language_of(request))
