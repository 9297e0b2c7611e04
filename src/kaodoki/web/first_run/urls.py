"""Addresses that are open before anybody has logged in."""

from django.urls import path

from kaodoki.web.first_run import authority, views

app_name = "first_run"
urlpatterns = [
    path("first-run/", views.first_run, name="set_up"),
    path("kiosk/install-ca", authority.install, name="install_authority"),
    path("kiosk/kaodoki-ca.crt", authority.certificate, name="authority_crt"),
    path("kiosk/kaodoki-ca.mobileconfig", authority.profile, name="authority_profile"),
]
