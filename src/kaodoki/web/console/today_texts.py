"""What the page 今日 says beyond the words that all pages share."""

from kaodoki.web.console.presence_queries import Where
from kaodoki.web.texts import Text

TODAY_TEXTS: dict[str, Text] = {
    "as_table": Text("数値を表で見る", "The numbers as a table"),
    "refresh": Text("更新", "Refresh"),
    "refreshed": Text("60秒ごとに自動で更新します", "Refreshed every 60 seconds"),
    "present": Text("勤務中", "In now"),
    "away": Text("休憩 {breaks} ・ 外出 {outside}", "on a break {breaks} · gone out {outside}"),
    "see_punches": Text("一覧", "list"),
    "see_all": Text("すべて見る", "See all"),
    "offline_link": Text("オフライン打刻の確認 {count} 件", "{count} offline to check"),
    "to_resolve": Text("要対応", "To resolve"),
    "integrity_link": Text("整合性エラー {count} 件", "Integrity errors: {count}"),
    "rejected_link": Text("連携エラー {count} 件", "Rejected: {count}"),
    "nothing_to_resolve": Text("エラーはありません", "no errors"),
    "photos_waiting": Text("承認待ちの写真", "Photos to approve"),
    "photos_link": Text("確認する", "Look at them"),
    "no_photos": Text("ありません", "none"),
    "all_connected": Text("すべて接続中", "all connected"),
    "some_silent": Text("{count} 台が応答していません", "{count} silent"),
    "no_terminal": Text("まだありません", "none yet"),
    "arrivals_title": Text("出勤の時間帯", "Arrivals"),
    "arrivals": Text("出勤の時間帯({minutes}分ごと)", "Arrivals (every {minutes} minutes)"),
    "arrivals_empty": Text(
        "今日の出勤はまだありません。出勤の打刻があると、時間帯ごとの人数がここに表示されます。",
        "Nobody has clocked in today. Once people do, their number by the time of day appears here.",
    ),
    "arrivals_said": Text(
        "{begins}–{ends} に {count} 名が出勤しました。最も多いのは {most} の {most_count} 名です。",
        "{count} people clocked in from {begins} to {ends}; most of them, {most_count}, at {most}.",
    ),
    "arrivals_key": Text("出勤した人数", "People clocking in"),
    "restricted_key": Text("WebAPI制限時間帯", "Restricted hours"),
    "restricted_held": Text("{window} 連携なし(打刻は保留)", "{window} not linked (punches are held)"),
    "restricted_sent": Text("{window} 制限時間帯(打刻は送信)", "{window} restricted (punches are sent)"),
    "restricted_short": Text("連携なし", "not linked"),
    "now": Text("いま {time}", "now {time}"),
    "time_of_day": Text("時間帯", "Time"),
    "people": Text("人数", "People"),
    "people_unit": Text("{span} {count} 名", "{span}: {count}"),
    "who_is_in": Text("いまいる人", "Who is in"),
    "who_is_in_hint": Text(
        "各従業員の最後の打刻によります。{hours}時間より前の打刻は数えません。",
        "By each person’s last punch; punches older than {hours} hours do not count.",
    ),
    "nobody_in": Text(
        "打刻した人はまだいません。端末で打刻すると、拠点ごとの人数がここに表示されます。",
        "Nobody has clocked yet. Once people do, their number at each site appears here.",
    ),
    "site": Text("拠点", "Site"),
    "without_site": Text("拠点なし", "Without a site"),
    "all_sites_sum": Text("合計", "All"),
    "more_sites": Text("ほか {count} 拠点", "{count} more sites"),
    "by_name": Text("名前で見る", "By name"),
    "silent_since": Text("{time} から応答なし", "silent since {time}"),
    "never_seen": Text("まだ接続がありません", "never connected"),
    "more_terminals": Text("ほか {count} 台", "{count} more"),
    "last_punch": Text("最後の打刻", "Last punch"),
    "where": Text("状態", "Where"),
    "everybody": Text("全員", "Everybody"),
    "show": Text("表示", "Show"),
    "all_sites": Text("すべての拠点", "All sites"),
    "nobody_like_this": Text(
        "この条件に当てはまる人はいません。拠点や状態を変えてください。",
        "Nobody is like this. Choose another site or state.",
    ),
    "next_page": Text("次の {count} 名", "Next {count}"),
    "first_page": Text("最初へ", "To the first"),
}

WHERE: dict[Where, Text] = {
    Where.IN: Text("勤務中", "In"),
    Where.BREAK: Text("休憩中", "On a break"),
    Where.OUTSIDE: Text("外出中", "Gone out"),
    Where.LEFT: Text("退勤済み", "Left"),
}
