"""Everything the pages say, in Japanese and English."""

_WORDS = {
    "title": ("タイムカード", "Time cards"),
    "employee": ("従業員", "Employee"),
    "month": ("月", "Month"),
    "show": ("表示", "Show"),
    "date": ("勤務日", "Working date"),
    "came": ("出勤", "In"),
    "breaks": ("休憩", "Breaks"),
    "outings": ("外出・戻り", "Out and back"),
    "left": ("退勤", "Out"),
    "break_time": ("休憩時間", "Break time"),
    "work": ("労働時間", "Worked"),
    "overtime": ("残業", "Overtime"),
    "night": ("深夜", "Late night"),
    "state": ("状態", "State"),
    "total": ("合計", "Total"),
    "working_days": ("出勤日数", "Days worked"),
    "error_days": ("エラー勤務", "Error days"),
    "incomplete": ("打刻もれ", "Punch missing"),
    "duplicate": ("打刻の重複", "Punched twice"),
    "misordered": ("打刻の順序が不正", "Wrong order"),
    "previous": ("前月", "Previous month"),
    "next": ("翌月", "Next month"),
    "empty": (
        "従業員がまだいません。WebAPI の POST /employees で登録してください。",
        "There are no employees yet. Register one with POST /employees of the WebAPI.",
    ),
    "unknown": (
        "指定した従業員または月が見つかりません。一覧から選び直してください。",
        "There is no such employee or month. Choose again from the list.",
    ),
    "login": ("ログイン", "Log in"),
    "logout": ("ログアウト", "Log out"),
    "login_name": ("ログインID", "Login"),
    "password": ("パスワード", "Password"),
    "login_failed": (
        "ログインIDまたはパスワードが違います。もう一度入力してください。",
        "The login or the password is wrong. Please enter them again.",
    ),
    "not_allowed": (
        "このログインではタイムカードを表示できません。管理者に連絡してください。",
        "This login may not see time cards. Ask an administrator.",
    ),
    "note": (
        "翌日の時刻は勤務日の24時から数えます(25:00 は翌日の1:00)。秒は切り捨てます。",
        "Times of the next day count on from 24:00 (25:00 is 1:00 the next day). Seconds are cut off.",
    ),
}
_WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def words(language: str) -> dict[str, str]:
    """All sentences in "ja" or "en"."""
    return {name: pair[language == "en"] for name, pair in _WORDS.items()}


def weekday_name(weekday: int, language: str) -> str:
    return _WEEKDAYS["en" if language == "en" else "ja"][weekday]
