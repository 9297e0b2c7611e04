"""Addresses. The API answers all of its errors itself; pages have their own folder each."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView

from kaodoki.web.api.application import api


def health(_request: HttpRequest) -> HttpResponse:
    """Says that this process answers; nothing about anybody's data."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("health", health),
    path("api/v1/", api.urls),
    path("", include("kaodoki.web.first_run.urls")),
    path("kiosk/", include("kaodoki.web.kiosk.urls")),
    path("my-photo/", include("kaodoki.web.my_photo.urls")),
    path("console/", include("kaodoki.web.sign_in.urls")),
    path("console/", include("kaodoki.web.console.urls")),
    path("", RedirectView.as_view(url="/kiosk/")),
]

handler400 = "kaodoki.web.last_resort.unreadable"
handler404 = "kaodoki.web.last_resort.not_found"
handler500 = "kaodoki.web.last_resort.failed"
