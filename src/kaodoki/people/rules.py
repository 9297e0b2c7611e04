"""What a setting and a code may be. Pure."""

import re
import zoneinfo
from collections.abc import Callable

from kaodoki.people.errors import SettingsInvalid
from kaodoki.timekeeping.article36 import Coverage
from kaodoki.timekeeping.restricted_hours import parse_windows
from kaodoki.timekeeping.working_day import WorkingDayRule, parse_day_start

# A code is part of addresses: no slash, no control character, and not only dots.
EMPLOYEE_CODE = re.compile(r"^[^/\\\x00-\x1f\x7f]*[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*$")
LONGEST_EMPLOYEE_CODE = 64
OVERTIME_IN_RESTRICTED_HOURS = ("hide", "last_known")
LIVENESS = ("off", "passive", "passive_and_challenge")
LIVENESS_CHALLENGE = ("when_unsure", "always")
NAME_DISPLAYS = ("full", "family")
DAY_SECONDS = 86_400
MOST_WARNINGS = 5
# Records of working time: 3 years by the supplementary rule, 5 by the Labour Standards Act, article 109.
FEWEST_PUNCH_YEARS = 3
UNTIL_LEAVING = "until_leaving"
LONGEST_PHOTO_DAYS = 3650
# The attendance system's own rule for other clocks looks back so far (WebAPI reference, 6).
LONGEST_OPEN_SHIFT_HOURS = 48


class Unfit(ValueError):
    """Why a value cannot be that of a setting, in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


def checked_setting(name: str, value: object) -> object:
    """`value` if it is good for the setting `name`; raises `SettingsInvalid` with a reason otherwise."""
    check = _CHECKS.get(name)
    if check is None:
        raise SettingsInvalid(
            name=_printable(name), reason_ja="この名前の設定はありません", reason="there is no such setting"
        )
    try:
        check(value)
    except Unfit as error:
        raise SettingsInvalid(name=name, reason_ja=error.ja, reason=error.en) from error
    return value


def _printable(name: str) -> str:
    """A name somebody sent, fit to be sent back."""
    return name[:64].encode("ascii", "replace").decode()


def _not_whole(fewest: int, most: int) -> Unfit:
    return Unfit(
        f"{fewest} から {most} までの整数を指定してください", f"a whole number from {fewest} to {most} is needed"
    )


def _is_bool(value: object) -> None:
    if not isinstance(value, bool):
        raise Unfit("true か false を指定してください", "true or false is needed")


def _is_seconds(value: object) -> None:
    _is_whole(value, most=DAY_SECONDS)


def _is_whole(value: object, *, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise _not_whole(0, most)


def _is_between(fewest: int, most: int) -> Callable[[object], None]:
    def check(value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not fewest <= value <= most:
            raise _not_whole(fewest, most)

    return check


def _is_photo_retention(value: object) -> None:
    if value == UNTIL_LEAVING:
        return
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_PHOTO_DAYS:
        raise Unfit(
            f'"{UNTIL_LEAVING}" か、1 から {LONGEST_PHOTO_DAYS} までの整数(日数)を指定してください',
            f'"{UNTIL_LEAVING}" or a whole number of days from 1 to {LONGEST_PHOTO_DAYS} is needed',
        )


def _is_cap(value: object) -> None:
    if value is not None:
        _is_whole(value, most=744 * 60)


def _is_warnings(value: object) -> None:
    if not isinstance(value, list) or len(value) > MOST_WARNINGS:
        raise Unfit(
            f"分数を {MOST_WARNINGS} 個までのリストで指定してください",
            f"a list of at most {MOST_WARNINGS} numbers of minutes is needed",
        )
    for minutes in value:
        _is_whole(minutes, most=744 * 60)
    if value != sorted(set(value)):
        raise Unfit("小さい順に、重複なく分数を指定してください", "rising numbers of minutes are needed, each once")


def _is_zone(value: object) -> None:
    if ("/" not in str(value) and value != "UTC") or str(value) not in zoneinfo.available_timezones():
        raise Unfit("Asia/Tokyo のようなタイムゾーン名を指定してください", "a time zone like Asia/Tokyo is needed")


def _is_day_start(value: object) -> None:
    try:
        parse_day_start(str(value))
    except ValueError as error:
        raise Unfit("05:00 のような時刻(HH:MM)を指定してください", str(error)) from error


def _is_windows(value: object) -> None:
    if not isinstance(value, list) or not all(_is_pair(item) for item in value):
        raise Unfit(
            '["08:30", "10:00"] のような開始・終了時刻のリストを指定してください',
            'a list of ["HH:MM", "HH:MM"] is needed',
        )
    try:
        parse_windows(value)
    except ValueError as error:
        raise Unfit("時間帯の時刻が正しくないか、重なっています", str(error)) from error


def _is_pair(item: object) -> bool:
    return isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item)


def _is_one_of(*choices: str) -> Callable[[object], None]:
    def check(value: object) -> None:
        if value not in choices:
            listed = ", ".join(choices)
            raise Unfit(f"{listed} のいずれかを指定してください", f"one of {listed} is needed")

    return check


def _is_fpir(value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.01 <= value <= 5:
        raise Unfit("0.01 から 5 までの割合(%)を指定してください", "a percentage from 0.01 to 5 is needed")


_CHECKS: dict[str, Callable[[object], None]] = {
    "time_zone": _is_zone,
    "day_start": _is_day_start,
    "working_day_rule": _is_one_of(*WorkingDayRule),
    "open_shift_max_hours": _is_between(1, LONGEST_OPEN_SHIFT_HOURS),
    "overtime_cap_minutes": _is_cap,
    "overtime_warning_minutes": _is_warnings,
    "article36_first_month": _is_between(1, 12),
    "article36_special_clause": _is_bool,
    "article36_coverage": _is_one_of(*Coverage),
    "integrity_check": _is_bool,
    "show_remaining_overtime": _is_bool,
    "remaining_overtime_in_restricted_hours": _is_one_of(*OVERTIME_IN_RESTRICTED_HOURS),
    "deliver_in_restricted_hours": _is_bool,
    "restricted_hours": _is_windows,
    "restricted_hours_margin_seconds": _is_seconds,
    "undo_seconds": _is_seconds,
    "duplicate_guard_seconds": _is_seconds,
    "wanted_fpir_percent": _is_fpir,
    "liveness": _is_one_of(*LIVENESS),
    "liveness_challenge": _is_one_of(*LIVENESS_CHALLENGE),
    "kiosk_chime": _is_bool,
    "kiosk_voice": _is_bool,
    "kiosk_dwell_ms": _is_between(0, 5000),
    "kiosk_smallest_face_percent": _is_between(0, 60),
    "kiosk_name_display": _is_one_of(*NAME_DISPLAYS),
    "offline_punches": _is_bool,
    "enrolment_photo_retention": _is_photo_retention,
    "attempt_frame_retention_days": _is_between(0, 365),
    "review_frame_retention_days": _is_between(0, 365),
    "punch_retention_years": _is_between(FEWEST_PUNCH_YEARS, 30),
    "administrators_need_mfa": _is_bool,
    "notify_photo_decided": _is_bool,
    "notify_punch_failed": _is_bool,
    "notify_terminal_silent": _is_bool,
    "notify_overtime": _is_bool,
    "terminal_silent_minutes": _is_between(2, 1440),
}
