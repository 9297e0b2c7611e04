"""The OpenAPI document; it holds no secret and asks for no token."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from attendance_server.webapi.openapi import document


@require_safe
def openapi(_: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
