"""Addresses under /kiosk/."""

from django.urls import path

from kaodoki.web.kiosk import installing, views

app_name = "kiosk"
urlpatterns = [
    path("", views.kiosk, name="page"),
    path("service-worker.js", installing.service_worker, name="service_worker"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("pair", views.pair_terminal, name="pair"),
    path("enrol-yourself", views.enrol_yourself, name="enrol_yourself"),
]
