"""The switches of the running server, as the settings carry them."""

from django.conf import settings

from attendance_server.webapi.switches import Switches


def switches() -> Switches:
    return settings.ATTENDANCE
