"""Change the restricted hours while running. There only with `--demo-controls`: the real service has no such thing."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from attendance_server.webapi.configuration import switches
from attendance_server.webapi.endpoint import authorised_token
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.restricted_hours import parse_window_list
from attendance_server.webapi.windows import change_windows, current_windows


@csrf_exempt
def restricted_hours(request: HttpRequest) -> HttpResponse:
    """PUT {"windows": ["HH:MM:SS-HH:MM:SS", …]} or GET; both answer with the windows in force."""
    raw = request.body
    try:
        if not switches().demo_controls:
            raise WebApiError(Reason.NOT_FOUND)
        if request.method not in {"GET", "PUT"}:
            raise WebApiError(Reason.METHOD_NOT_ALLOWED)
        authorised_token(request)
        if request.method == "PUT":
            change_windows(parse_window_list(_windows(raw)))
    except WebApiError as error:
        return JsonResponse(error.envelope(switches().error_codes), status=error.reason.value.status)
    except ValueError as error:
        return JsonResponse({"errors": [{"message": str(error), "code": Reason.INVALID.value.code}]}, status=400)
    return JsonResponse({"windows": [window.setting for window in current_windows()]})


def _windows(raw: bytes) -> list[str]:
    content = json.loads(raw)
    listed = content.get("windows") if isinstance(content, dict) else None
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise ValueError('send {"windows": ["HH:MM:SS-HH:MM:SS"]}')
    return listed
