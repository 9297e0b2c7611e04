"""Addresses that a service which wants to be linked calls itself; what administrators see is in `administration`."""

from django.urls import URLPattern, path
from oauth2_provider.views import OAuthServerMetadataView

from attendance_server.linkage import views

token_endpoint: URLPattern = path("token", views.token, name="token")
metadata: URLPattern = path(
    ".well-known/oauth-authorization-server", OAuthServerMetadataView.as_view(), name="oauth-server-metadata"
)
