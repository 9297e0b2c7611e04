"""What the console's page 就労管理 says."""

from kaodoki.web.texts import Text

WORK_TEXTS: dict[str, Text] = {
    "work_title": Text("就労管理", "Work rules"),
    "work_hint": Text("勤怠システムの設定と同じ値にしてください。", "Keep these the same as in the attendance system."),
    "read_only": Text(
        "閲覧のみです。変更には全権管理者の権限が必要です。", "You can read this. Changing it needs all rights."
    ),
    "saved": Text("保存しました: {names}", "Saved: {names}"),
    "nothing_changed": Text("変更はありません。", "Nothing was changed."),
    "not_saved": Text(
        "保存していません。赤字の項目を直して、もう一度保存してください。",
        "Nothing was saved. Mend what is marked and save again.",
    ),
    "moved": Text(
        "ほかの管理者が「{value}」に変更しました。入力した値でよければ、もう一度保存してください。",
        "Somebody else has changed this to “{value}”. Save again if yours is to count.",
    ),
    "save": Text("保存する", "Save"),
    "empty_value": Text("なし", "none"),
    "on": Text("オン", "on"),
    "off": Text("オフ", "off"),
    # 1
    "day_start": Text("起算時刻", "Day start"),
    "day_start_hint": Text(
        "1日の始まりとする時刻です。この時刻から24時間を1日の勤務とします({zone})。",
        "When a working day begins: the 24 hours from then are one day ({zone}).",
    ),
    "day_start_kept": Text(
        "これからの打刻に使います。送信済みの打刻の勤務日は変わりません。",
        "Counts for punches from now on. What was sent stays on its day.",
    ),
    "example": Text("{time} の打刻 → {day} {working_time}", "A punch at {time} → {working_time} of {day}"),
    "example_night_shift": Text(
        "前日 {came} に出勤、{time} に退勤 → {day} {working_time}",
        "In at {came} the day before, out at {time} → {working_time} of {day}",
    ),
    "same_day": Text("当日の", "that day"),
    "day_before": Text("前日の", "the day before"),
    "examples": Text("この起算時刻の例", "What this means"),
    "try_it": Text("保存せずに例を見る", "See examples without saving"),
    "working_day_rule": Text("勤務日の決め方", "Which day a punch belongs to"),
    "rule_day_start": Text("起算時刻だけで決める", "By the day start alone"),
    "rule_day_start_hint": Text("KING OF TIMEと同じ決め方です。", "As KING OF TIME has it."),
    "rule_open_shift": Text("退勤していない出勤の日に合わせる", "By the clock-in that is still open"),
    "rule_open_shift_hint": Text(
        "種別を選んだ退勤・休憩・外出・戻りは、起算時刻をまたいでも出勤と同じ日になります。夜勤のある職場向けです。",
        "A chosen clock-out, break, going out or return stays on the day of the clock-in. For night work.",
    ),
    "open_shift_max_hours": Text("出勤から何時間まで", "Hours after the clock-in"),
    "sites": Text("拠点ごとの起算時刻", "Day start by site"),
    "sites_hint": Text("空欄の拠点は会社の起算時刻です。", "A site left empty has the company’s day start."),
    "site_day_start": Text("「{name}」の起算時刻", "Day start of “{name}”"),
    "different": Text("日付変更時間が勤怠システムと違います", "The attendance system begins its days at another time"),
    "align": Text("{time} に合わせる", "Set to {time}"),
    # 2
    "overtime_cap_minutes": Text("残業時間上限(月あたり)", "Overtime cap (a month)"),
    "cap_hint": Text(
        "端末に残業可能時間を表示するときに使います。上限60時間で今月の残業が20時間なら「月の残業可能時間:40時間」と表示します。",
        "For the display of remaining overtime: with a cap of 60 hours, who has worked 20 this month reads that 40 are"
        " left.",
    ),
    "cap_unit": Text("時間(例 60 または 60:30)。空欄は上限なし", "hours, such as 60 or 60:30; empty for none"),
    "show_remaining_overtime": Text("端末に残業可能時間を表示する", "Show remaining overtime at the terminal"),
    "remaining_overtime_in_restricted_hours": Text("制限時間帯の表示", "In restricted hours"),
    "show_hide": Text("表示しない", "Show nothing"),
    "show_last_known": Text("最後に取得した値を、その時刻とともに表示する", "Show the last known value with its time"),
    "overtime_warning_minutes": Text("残業時間の警告", "Overtime warnings"),
    "warning_hint": Text(
        "時間を5つまで(例 36、45)。達した従業員を「残業時間」に表示します。",
        "Up to 5 numbers of hours, such as 36, 45. Who reaches one is marked under Overtime.",
    ),
    # 3
    "integrity_check": Text("勤怠整合性チェック", "Integrity check"),
    "integrity_check_on": Text("打刻の順序を確認する", "Check the order of punches"),
    "integrity_hint": Text(
        "出勤のない退勤など、順序の合わない打刻を整合性エラーとし、連携しません。打刻は残り、「整合性エラー」で修正できます。",
        "A punch out of order, such as a clock-out without a clock-in, becomes an integrity error and is not sent. It"
        " is kept, and can be corrected under Integrity errors.",
    ),
    "integrity_where": Text(
        "認証するときに打刻種別を選ぶ端末でだけ働きます(いま {count} 台)。",
        "It works only at terminals where the kind is chosen (now {count}).",
    ),
    "integrity_nowhere": Text(
        "認証するときに打刻種別を選ぶ端末でだけ働きます。いまはそのような端末がありません。",
        "It works only at terminals where the kind is chosen. There is none now.",
    ),
    # restricted hours
    "restricted_hours": Text("WebAPI制限時間帯", "Restricted hours of the WebAPI"),
    "restricted_hint": Text(
        "この時間帯は勤怠システムとデータを連携しません(日本時間)。打刻は保留し、終わると順に送信します。",
        "Nothing is exchanged with the attendance system then (Japan time). Punches are held and sent in order after.",
    ),
    "restricted_now": Text(
        "いまは制限時間帯です。{time} から送信します。", "Restricted now; sending starts at {time}."
    ),
    "window_start": Text("開始 {number}", "From {number}"),
    "window_end": Text("終了 {number}", "Until {number}"),
    "window_hint": Text(
        "行を消すには両方を空欄にします。0時をまたいでもかまいません。",
        "Empty both to remove one. It may cross midnight.",
    ),
    "restricted_hours_margin_seconds": Text("前後の余裕", "Margin on both sides"),
    "margin_hint": Text("秒。時計のずれに備えて時間帯を広げます。", "seconds, in case clocks differ."),
    "deliver_in_restricted_hours": Text("制限時間帯にも打刻を送信する", "Send punches in restricted hours too"),
    "deliver_hint": Text(
        "WebAPIは打刻の登録だけを制限時間帯にも認めています。従業員と残業時間は取得しません。",
        "The WebAPI allows the sending of punches, and only that. People and overtime are not fetched.",
    ),
}

PROBLEMS: dict[str, Text] = {
    "day_start": Text(
        "0:00〜23:59 の時刻を 5:00 のように入力してください。", "Give a time from 0:00 to 23:59, such as 5:00."
    ),
    "working_day_rule": Text("どちらかを選んでください。", "Choose one of the two."),
    "open_shift_max_hours": Text("1〜48 の整数を入力してください。", "Give a whole number from 1 to 48."),
    "overtime_cap_minutes": Text(
        "0〜744時間を 60 または 60:30 のように入力するか、空欄にしてください。",
        "Give 0 to 744 hours, such as 60 or 60:30, or leave it empty.",
    ),
    "show_remaining_overtime": Text("オンかオフを選んでください。", "Choose on or off."),
    "remaining_overtime_in_restricted_hours": Text("どちらかを選んでください。", "Choose one of the two."),
    "overtime_warning_minutes": Text(
        "0〜744時間を5つまで、36、45 のように入力してください。",
        "Give up to 5 numbers of hours from 0 to 744, such as 36, 45.",
    ),
    "integrity_check": Text("オンかオフを選んでください。", "Choose on or off."),
    "restricted_hours": Text(
        "開始と終了を 8:30 と 10:00 のように両方入力し、違う時刻にしてください。",
        "Give both times, such as 8:30 and 10:00, and not the same.",
    ),
    "restricted_hours_margin_seconds": Text(
        "0〜86400 の整数を入力してください。", "Give a whole number from 0 to 86400."
    ),
    "deliver_in_restricted_hours": Text("オンかオフを選んでください。", "Choose on or off."),
}
