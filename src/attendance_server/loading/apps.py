"""The Django app of `loading`; it has no tables of its own."""

from django.apps import AppConfig


class LoadingConfig(AppConfig):
    name = "attendance_server.loading"
    label = "loading"
