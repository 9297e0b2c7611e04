"""Everything the pages say, in Japanese and English."""

from attendance_server.timecards.words_of_days import DAY_WORDS

_WORDS = {
    "product": ("勤怠サーバー", "Attendance server"),
    "skip": ("本文へ移動", "Skip to the content"),
    "menu": ("メニュー", "Menu"),
    "time_cards": ("タイムカード", "Time cards"),
    "time_card": ("タイムカード", "Time card"),
    "employees": ("従業員", "Employees"),
    "divisions": ("所属", "Divisions"),
    "closing": ("締め", "Closing"),
    "loading": ("一括登録", "Load data"),
    "tokens": ("アクセストークン", "Access tokens"),
    "employee": ("従業員", "Employee"),
    "month": ("月", "Month"),
    "show": ("表示", "Show"),
    "previous": ("前月", "Previous month"),
    "next": ("翌月", "Next month"),
    "download_pdf": ("PDF", "PDF"),
    "download_csv": ("CSV", "CSV"),
    "no_employees": (
        "従業員がまだいません。「一括登録」でCSVから、または WebAPI の POST /employees で登録してください。",
        "There are no employees yet. Load them from CSV, or register one with POST /employees of the WebAPI.",
    ),
    "no_employees_of_yours": (
        "このログインに割り当てられた従業員がいません。全権管理者に割り当てを依頼してください。",
        "No employees are assigned to this login. Ask an all-rights administrator to assign some.",
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
    "login_too_often": (
        "ログインの試行回数が多すぎます。5分ほど待ってからもう一度お試しください。",
        "There were too many attempts to log in. Wait about five minutes and try again.",
    ),
    "not_allowed": (
        "このログインでは表示できません。管理者に連絡してください。",
        "This login may not see this page. Ask an administrator.",
    ),
    "needs_all_rights": (
        "この画面は全権管理者だけが使えます。全権管理者でログインし直してください。",
        "Only an all-rights administrator may use this page. Log in as one.",
    ),
    "stale_form": (
        "画面の有効期限が切れたため、何も変更していません。前の画面に戻って再読み込みし、もう一度操作してください。",
        "The form had expired, so nothing was changed. Go back, reload the page and try again.",
    ),
    "all_rights": ("全権管理者", "All-rights administrator"),
    "general_rights": ("一般管理者", "Administrator"),
    "note": (
        "翌日の時刻は勤務日の24時から数えます(25:00 は翌日の1:00)。秒は切り捨てます。",
        "Times of the next day count on from 24:00 (25:00 is 1:00 the next day). Seconds are cut off.",
    ),
    **DAY_WORDS,
}
_WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def words(language: str) -> dict[str, str]:
    """All sentences in "ja" or "en"."""
    return in_language(_WORDS, language)


def in_language(pairs: dict[str, tuple[str, str]], language: str) -> dict[str, str]:
    """Pairs of Japanese and English become texts of one language, "ja" or "en"."""
    return {name: pair[language == "en"] for name, pair in pairs.items()}


def weekday_name(weekday: int, language: str) -> str:
    return _WEEKDAYS["en" if language == "en" else "ja"][weekday]


def month_name(year: int, month: int, language: str) -> str:
    """2026年11月, or Nov 2026."""
    return f"{_MONTHS[month - 1]} {year}" if language == "en" else f"{year}年{month}月"
