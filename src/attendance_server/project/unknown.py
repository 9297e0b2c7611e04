"""A path that does not exist is refused in the WebAPI's own envelope."""

from django.http import JsonResponse

from attendance_server.webapi.configuration import switches
from attendance_server.webapi.errors import Reason, WebApiError


def unknown_path(*_: object, **__: object) -> JsonResponse:
    error = WebApiError(Reason.NOT_FOUND)
    return JsonResponse(error.envelope(switches().error_codes), status=error.reason.value.status)
