"""The Django app of `timecards`."""

from django.apps import AppConfig


class TimecardsConfig(AppConfig):
    name = "attendance_server.timecards"
    label = "timecards"
