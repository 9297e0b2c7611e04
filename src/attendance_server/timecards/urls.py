"""Addresses of the time card pages."""

from django.urls import URLPattern, path

from attendance_server.timecards import views

urlpatterns: list[URLPattern] = [
    path("", views.time_card_page, name="time_card"),
    path("card.pdf", views.time_card_pdf, name="time_card_pdf"),
    path("card.csv", views.time_card_csv, name="time_card_csv"),
    path("login/", views.card_login, name="card_login"),
    path("logout/", views.card_logout, name="card_logout"),
]
