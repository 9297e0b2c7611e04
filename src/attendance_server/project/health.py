"""Whether the server can do its work, for whoever waits for it."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse


def health(_: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "database away"}, status=503)
    return JsonResponse({"status": "ready"})
