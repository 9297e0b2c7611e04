"""Find what people have applied for. The WebAPI reads applications only; nothing decides on them there."""

from attendance_server.webapi.dates import Span
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.models import Administrator, Application


def applications_of(kind: Application.Kind, span: Span, *, administrator_key: str | None) -> list[Application]:
    """The applications for days of a span, by date; with a key, those that this administrator may see.

    Raises WebApiError for an unknown key.
    """
    rows = Application.objects.filter(kind=kind, date__range=(span.start, span.end), employee__deleted_at__isnull=True)
    found = list(rows.select_related("employee").order_by("date", "employee__code", "id"))
    if administrator_key is None:
        return found
    administrator = Administrator.objects.filter(key=administrator_key.replace("\x00", "")).first()
    if administrator is None:
        raise WebApiError(Reason.INVALID, name="administratorKey")
    if administrator.has_all_rights:
        return found
    people = set(administrator.employees.values_list("pk", flat=True))
    return [item for item in found if item.employee_id in people or _is_asked(administrator, item)]


def _is_asked(administrator: Administrator, application: Application) -> bool:
    """Whether a level of the application's flow names the administrator."""
    levels = application.flow if isinstance(application.flow, list) else []
    return any(administrator.key in level.get("administratorKeys", ()) for level in levels)
