"""Addresses under /kiosk/."""

from django.urls import path

from kaodoki.web.kiosk import installing, self_test, views

app_name = "kiosk"
urlpatterns = [
    path("", views.kiosk, name="page"),
    path("service-worker.js", installing.service_worker, name="service_worker"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("pair", views.pair_terminal, name="pair"),
    path("self-test", self_test.self_test, name="self_test"),
    path("self-test/time", self_test.server_time, name="self_test_time"),
    path("enrol-yourself", views.enrol_yourself, name="enrol_yourself"),
]
