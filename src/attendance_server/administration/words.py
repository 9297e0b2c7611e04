"""What the administration's pages say, in Japanese and English."""

from attendance_server.administration.words_of_loading import LOADING_WORDS
from attendance_server.administration.words_of_tokens import TOKEN_WORDS
from attendance_server.timecards.words import in_language

_WORDS = {
    "unclear": (
        "操作の内容を確認できなかったため、何も変更していません。画面からもう一度操作してください。",
        "It was not clear what to do, so nothing was changed. Try again from this page.",
    ),
    "search": ("検索", "Search"),
    "search_for": ("従業員コード・氏名・フリガナ", "Employee code, name or reading"),
    "all_divisions": ("すべての所属", "All divisions"),
    "with_resigned": ("退職者を含める", "Include those who left"),
    "resigned": ("退職", "Left"),
    "kana": ("フリガナ", "Reading"),
    "card": ("タイムカード", "Time card"),
    "found": ("名", "found"),
    "nobody_found": (
        "条件に合う従業員がいません。条件を変えて検索してください。",
        "Nobody matches. Change what you search for.",
    ),
    "page_before": ("前のページ", "Previous page"),
    "page_after": ("次のページ", "Next page"),
    "code": ("コード", "Code"),
    "division_name": ("所属名", "Name"),
    "people": ("在籍者", "People"),
    "day_border": ("日付変更時間", "Day border"),
    "change": ("変更", "Change"),
    "border_hint": (
        "05:00 にすると、10月29日の勤務日は10月29日5:00から30日4:59までです。変更は以後に届く打刻の判定に使い、"
        "登録済みの打刻の勤務日は変わりません。打刻側の拠点の起算時刻と同じ時刻にしてください。",
        "With 05:00 the working day of 29 October lasts from 5:00 on the 29th to 4:59 on the 30th. A change counts for "
        "punches that arrive from now on; punches that are there keep their working date. Set the same time as the day "
        "start of the site at the time clock.",
    ),
    "border_changed": ("日付変更時間を変更しました。", "The day border was changed."),
    "border_invalid": (
        "日付変更時間は 00:00 から 23:59 の時刻で入力してください。変更していません。",
        "Enter the day border as a time from 00:00 to 23:59. Nothing was changed.",
    ),
    "no_divisions": ("所属がまだありません。", "There are no divisions yet."),
    "closing_hint": (
        "締めると、その月の勤務日の集計が固定されます。締めた後に届いた打刻は記録されますが、集計には入りません。"
        "エラー勤務は締めの対象外で、修正されるまで開いたままです。",
        "Closing fixes the totals of the month's working days. Punches that arrive later are recorded but do not "
        "count. Error days are left out: they stay open until they are put right.",
    ),
    "status": ("状態", "State"),
    "open": ("未締め", "Open"),
    "closed_on": ("締め", "Closed"),
    "do_close": ("この月を締める", "Close this month"),
    "reopen": ("締めを解除", "Reopen"),
    "reopen_warning": (
        "解除すると固定した集計は破棄され、届いている打刻から集計し直されます。",
        "Reopening throws the fixed totals away; the month is totalled again from the punches that are there.",
    ),
    "do_reopen": ("解除する", "Reopen the month"),
    "error_days_of": ("エラー勤務", "Error days"),
    "none": ("なし", "None"),
    "month_closed": ("締めました。", "The month is closed."),
    "month_reopened": ("締めを解除しました。", "The month is open again."),
    "already_closed": ("この月はすでに締められています。", "This month is closed already."),
    "already_open": ("この月は締められていません。", "This month is not closed."),
    "not_over": (
        "期間が終わっていない月は締められません。期間が終わってから締めてください。",
        "A month that is not over cannot be closed. Close it when it is.",
    ),
    "further": ("ほか", "more"),
    **LOADING_WORDS,
    **TOKEN_WORDS,
}


def administration_words(language: str) -> dict[str, str]:
    """All sentences in "ja" or "en"."""
    return in_language(_WORDS, language)
