"""The Django app of `administration`."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "attendance_server.administration"
    label = "administration"
