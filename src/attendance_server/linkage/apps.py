"""The Django app of `linkage`."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "attendance_server.linkage"
    label = "linkage"
    default_auto_field = "django.db.models.BigAutoField"
