"""Addresses under /kiosk/."""

from django.urls import path

from kaodoki.web.kiosk import views

app_name = "kiosk"
urlpatterns = [
    path("", views.kiosk, name="page"),
    path("pair", views.pair_terminal, name="pair"),
    path("enrol-yourself", views.enrol_yourself, name="enrol_yourself"),
]
