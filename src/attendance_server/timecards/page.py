"""What every page needs: its words, its language, who looks at it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attendance_server.timecards.language import language_of
from attendance_server.timecards.words import words


def page_context(request: HttpRequest, *, active: str = "", **further: object) -> dict[str, object]:
    """`active` names the item of the menu that the page belongs to."""
    language = language_of(request)
    other = "ja" if language == "en" else "en"
    query = request.GET.copy()
    query["lang"] = other
    return {
        "words": words(language),
        "language": language,
        "other": other,
        "other_query": query.urlencode(),
        "active": active,
        **further,
    }


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing was done: the form was not one of ours, or too old."""
    del reason  # for whoever debugs Django, not for whoever reads the page
    return render(request, "timecards/refused.html", page_context(request, refusal="stale_form"), status=403)
