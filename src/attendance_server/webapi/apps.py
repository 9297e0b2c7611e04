"""The Django app of `webapi`."""

from django.apps import AppConfig


class WebApiConfig(AppConfig):
    name = "attendance_server.webapi"
    label = "webapi"
    default_auto_field = "django.db.models.BigAutoField"
