"""The restricted hours in force: those of the start, or those set while running where demo controls are on."""

from attendance_server.webapi.configuration import switches
from attendance_server.webapi.models import DemoControl
from attendance_server.webapi.restricted_hours import Window, parse_windows

_ROW = 1


def current_windows() -> tuple[Window, ...]:
    if not switches().demo_controls:
        return switches().restricted_hours
    changed = DemoControl.objects.filter(pk=_ROW).first()
    return parse_windows(changed.restricted_hours) if changed else switches().restricted_hours


def change_windows(windows: tuple[Window, ...]) -> None:
    """From now on these windows are restricted."""
    setting = ",".join(window.setting for window in windows)
    DemoControl.objects.update_or_create(pk=_ROW, defaults={"restricted_hours": setting})


def forget_changes() -> None:
    """Back to the windows of the start."""
    DemoControl.objects.all().delete()
