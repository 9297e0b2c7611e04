"""What all of the employee's pages show."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from kaodoki.web.my_photo.texts import MY_PHOTO_TEXTS
from kaodoki.web.texts import chosen_language, in_language


def page(request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """A page in the language the person chose."""
    language = chosen_language(request)
    shared = {"t": in_language(MY_PHOTO_TEXTS, language), "language": language}
    return render(request, f"my_photo/{template}.html", {**shared, **context}, status=status)


@never_cache
def closed(request: HttpRequest) -> HttpResponse:
    """For a phone that was not let in: how to get here."""
    return page(request, "closed", {}, status=403)
