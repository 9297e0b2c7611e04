"""Addresses of the time card pages."""

from django.urls import URLPattern, path

from attendance_server.timecards import views

urlpatterns: list[URLPattern] = [
    path("", views.time_card_page, name="time_card"),
    path("login/", views.card_login, name="card_login"),
    path("logout/", views.card_logout, name="card_logout"),
]
