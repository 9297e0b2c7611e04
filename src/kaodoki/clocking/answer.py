"""What a terminal is told. The answer is kept with the attempt, so that a repeat gets the very same one.

Sentences are kept as codes and put into words when the answer is given, in the language then asked for.
"""

from collections.abc import Sequence
from datetime import datetime

from kaodoki.clocking.likely import Day, likely_kind
from kaodoki.clocking.placing import restricted_until
from kaodoki.faces.gate import Finding
from kaodoki.faces.liveness import LivenessFinding
from kaodoki.faces.liveness.challenge import Action, ChallengeReason
from kaodoki.identification import Outcome
from kaodoki.people.models import Employee, Settings
from kaodoki.people.queries import zone_of
from kaodoki.punches.models import Attempt
from kaodoki.punches.overtime import balances_on
from kaodoki.punches.queries import Json, iso, punch_json
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.overtime import remaining_overtime
from kaodoki.timekeeping.restricted_hours import JAPAN

ALREADY_PUNCHED = "already_punched"
FRAMES_REPEATED = "frames_repeated"
LIKELY = "likely"
ASK_ADMINISTRATOR = "ask_administrator"

# Guidance that is not about the picture or the head's movement; what is, comes from `faces`.
_SENTENCES = {
    ALREADY_PUNCHED: ("すでに打刻されています。", "You have already clocked."),
    FRAMES_REPEATED: (
        "カメラの映像が更新されていません。もう一度お試しください。",
        "The camera's picture is not a new one. Please try again.",
    ),
    ASK_ADMINISTRATOR: (
        "うまくいかないときは、管理者に打刻を依頼してください。",
        "If it does not work, ask an administrator to clock for you.",
    ),
    Outcome.CHALLENGE_REQUIRED.value: (
        "画面の指示に従って、顔を動かしてください。",
        "Please move your head as the screen says.",
    ),
    Outcome.NOT_LIVE.value: (
        "ご本人であることを確認できませんでした。カメラの前に直接立って、もう一度お試しください。",
        "It could not be confirmed that you are there yourself. Stand directly in front of the camera and try again.",
    ),
    Outcome.UNKNOWN.value: (
        "登録された顔と一致しませんでした。管理者にお問い合わせください。",
        "Your face is not registered here. Please ask an administrator.",
    ),
    Outcome.NOT_SURE.value: (
        "本人を確認できませんでした。正面を向いて、もう一度お試しください。",
        "We could not be sure who you are. Look straight at the camera and try again.",
    ),
}

_KINDS_DONE = {
    Kind.IN: ("出勤", "Clocked in"),
    Kind.OUT: ("退勤", "Clocked out"),
    Kind.BREAK_START: ("休憩開始", "Break begun"),
    Kind.BREAK_END: ("休憩終了", "Break ended"),
    Kind.GO_OUT: ("外出", "Gone out"),
    Kind.RETURN: ("戻り", "Back"),
}

_REVIEWED: dict[str, LivenessFinding | ChallengeReason] = {
    **{reason.value: reason for reason in ChallengeReason},
    **{finding.value: finding for finding in LivenessFinding},
}
# Codes that stay with an attempt for whoever reviews the log, although its person was identified.
FOR_REVIEW = frozenset(_REVIEWED) | {FRAMES_REPEATED, Outcome.NOT_SURE.value}


def guidance(codes: list[str], language: str) -> list[dict[str, str]]:
    """Codes with their sentences in `language` ("ja" or "en")."""
    return [{"code": code, "message": _sentence(code, language)} for code in codes]


def told(outcome: Outcome, findings: Sequence[str]) -> list[str]:
    """What of an attempt's findings is said to the person: doubts only where they end the attempt."""
    if outcome is Outcome.NOT_LIVE:
        return [*findings, ASK_ADMINISTRATOR]
    if outcome not in (Outcome.IDENTIFIED, Outcome.CHALLENGE_REQUIRED):
        return list(findings)
    said = [code for code in findings if code not in FOR_REVIEW]
    return said if said or outcome is Outcome.IDENTIFIED else [outcome.value]


def compose(attempt: Attempt, *, now: datetime, settings: Settings, guidance: Sequence[str]) -> Json:
    """The answer about an attempt as it stands, without the name. Notes the remaining overtime with the attempt."""
    answer: Json = {"attempt_id": str(attempt.attempt_id), "outcome": attempt.outcome, "guidance": list(guidance)}
    if attempt.employee is not None:
        left = overtime_left(attempt.employee, now=now, settings=settings)
        attempt.remaining_overtime = left
        if left is not None:
            answer["remaining_overtime"] = left
    if attempt.punch is not None:
        answer["punch"] = punch_json(attempt.punch, zone_of(settings))
    return answer


def overtime_left(employee: Employee, *, now: datetime, settings: Settings) -> Json | None:
    """The month's remaining overtime (月の残業可能時間), or None where it is not known or not to be shown now."""
    if settings.overtime_cap_minutes is None or not settings.show_remaining_overtime:
        return None
    if settings.remaining_overtime_in_restricted_hours == "hide" and restricted_until(settings, now):
        return None
    zone = zone_of(settings)
    balance = balances_on(now.astimezone(JAPAN).date()).filter(employee=employee).first()
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


def with_name(answer: Json, employee: Employee | None) -> Json:
    """A kept answer and who was identified. The name is kept with the person only, so that an erasure reaches it."""
    if employee is None or answer.get("outcome") != Outcome.IDENTIFIED:
        return dict(answer)
    shown = employee.company.settings.kiosk_name_display
    person = {"employee_code": employee.employee_code, "display_name": name_to_show(employee, shown)}
    return {**answer, "employee": person}


def name_to_show(employee: Employee, display: str) -> str:
    """The name as the company wants it on a screen that others see too; without a family name, the whole of it."""
    return (employee.family_name if display == "family" else "") or employee.display_name


def with_likely_kind(answer: Json, employee: Employee, *, now: datetime, settings: Settings) -> Json:
    """What the person probably wants to record, where that is still to be chosen."""
    return {**answer, LIKELY: likely_kind(employee, now=now, settings=settings)}


def in_words(answer: Json, language: str) -> Json:
    """The answer with its sentences in `language`: those of the guidance, and what a challenge asks for."""
    codes, challenge = answer["guidance"], answer.get("challenge")
    said: Json = {**answer, "guidance": guidance(codes, language) if isinstance(codes, list) else []}
    if isinstance(challenge, dict):
        said["challenge"] = {**challenge, "instruction": Action(challenge["action"]).instruction(language)}
    likely = said.pop(LIKELY, None)
    if isinstance(likely, dict):
        said |= {"likely_kind": likely["kind"], "likely_reason": _likely_reason(likely, language)}
    return said


def _likely_reason(likely: Json, language: str) -> str:
    """As 今日 9:02 に出勤; empty for the first punch of a day."""
    if "after" not in likely:
        return ""
    kind, day, at = (str(likely[name]) for name in ("after", "day", "time"))
    japanese, english = _KINDS_DONE[Kind(kind)]
    if language == "ja":
        return f"{'今日' if day == Day.TODAY else '昨日'} {at} に{japanese}"
    return f"{english} {day} at {at}"


def _sentence(code: str, language: str) -> str:
    if code in _SENTENCES:
        japanese, english = _SENTENCES[code]
        return japanese if language == "ja" else english
    if code in _REVIEWED:
        return _REVIEWED[code].message(language)
    return Finding(code).message(language)
