"""All addresses: the WebAPI at its mount and at /, the time cards, health, and the demo's control."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from attendance_server.administration.consent_screen import consent_screen
from attendance_server.linkage.urls import metadata, token_endpoint
from attendance_server.project.health import health
from attendance_server.project.unknown import unknown_path
from attendance_server.webapi.views_demo import restricted_hours

# The name that django-oauth-toolkit's metadata looks its addresses up by.
_LINKAGE = ([path("authorize", consent_screen, name="authorize"), token_endpoint], "oauth2_provider")
_MOUNTS = ["", settings.MOUNT] if settings.MOUNT else [""]

urlpatterns = [
    path("health", health),
    path("_demo/restricted-hours", restricted_hours),
    path("", RedirectView.as_view(url="/timecards/")),
    path("timecards", RedirectView.as_view(url="/timecards/")),
    path("timecards/", include("attendance_server.timecards.urls")),
    path("administration/", include("attendance_server.administration.urls")),
    path("linkage/", include(_LINKAGE)),
    metadata,
    *(path(mount, include("attendance_server.webapi.urls")) for mount in _MOUNTS),
]

handler404 = unknown_path
