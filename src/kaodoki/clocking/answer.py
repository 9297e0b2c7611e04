"""What a terminal is told. The answer is kept with the attempt, so that a repeat gets the very same one.

Sentences are kept as codes and put into words when the answer is given, in the language then asked for.
"""

from datetime import datetime

from kaodoki.clocking.placing import restricted_until
from kaodoki.faces.gate import Finding
from kaodoki.identification import Outcome
from kaodoki.people.models import Employee, Settings
from kaodoki.people.queries import zone_of
from kaodoki.punches.models import Attempt, OvertimeBalance
from kaodoki.punches.queries import Json, iso
from kaodoki.timekeeping.overtime import remaining_overtime
from kaodoki.timekeeping.restricted_hours import JAPAN

ALREADY_PUNCHED = "already_punched"

# Guidance that is not about the picture; what is, comes from `faces.Finding`.
_SENTENCES = {
    ALREADY_PUNCHED: ("すでに打刻されています。", "You have already clocked."),
    Outcome.UNKNOWN.value: (
        "登録された顔と一致しませんでした。管理者にお問い合わせください。",
        "Your face is not registered here. Please ask an administrator.",
    ),
    Outcome.NOT_SURE.value: (
        "本人を確認できませんでした。正面を向いて、もう一度お試しください。",
        "We could not be sure who you are. Look straight at the camera and try again.",
    ),
}


def guidance(codes: list[str], language: str) -> list[dict[str, str]]:
    """Codes with their sentences in `language` ("ja" or "en")."""
    return [{"code": code, "message": _sentence(code, language)} for code in codes]


def overtime_left(employee: Employee, *, now: datetime, settings: Settings) -> Json | None:
    """The month's remaining overtime (月の残業可能時間), or None where it is not known or not to be shown now."""
    if settings.overtime_cap_minutes is None or not settings.show_remaining_overtime:
        return None
    if settings.remaining_overtime_in_restricted_hours == "hide" and restricted_until(settings, now):
        return None
    zone = zone_of(settings)
    month = now.astimezone(JAPAN).strftime("%Y-%m")  # as the attendance system counts
    balance = OvertimeBalance.objects.filter(employee=employee, month=month).first()
    if balance is None:
        return None
    left = remaining_overtime(
        worked_minutes=balance.minutes, cap_minutes=settings.overtime_cap_minutes, as_of=balance.as_of
    )
    return {
        "minutes": left.minutes,
        "exceeded_minutes": left.exceeded_minutes,
        "cap_minutes": left.cap_minutes,
        "as_of": iso(left.as_of, zone),
    }


def with_name(attempt: Attempt) -> Json:
    """The kept answer and who was identified. The name is kept with the person only, so that an erasure reaches it."""
    if attempt.employee is None:
        return dict(attempt.answer)
    employee = {"employee_code": attempt.employee.employee_code, "display_name": attempt.employee.display_name}
    return {**attempt.answer, "employee": employee}


def _sentence(code: str, language: str) -> str:
    if code in _SENTENCES:
        japanese, english = _SENTENCES[code]
        return japanese if language == "ja" else english
    return Finding(code).message(language)
