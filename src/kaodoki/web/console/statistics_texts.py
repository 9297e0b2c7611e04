"""What the page 統計 says."""

from kaodoki.web.texts import Text

STATISTICS_TEXTS: dict[str, Text] = {
    "statistics": Text("統計", "Statistics"),
    "as_table": Text("数値を表で見る", "The numbers as a table"),
    "period": Text("期間", "Period"),
    "last_days": Text("直近{days}日", "Last {days} days"),
    "nothing_yet": Text(
        "この期間の顔認証はまだありません。期間を長くするか、端末で打刻を始めてください。",
        "No face was looked for in this period. Choose a longer one, or begin to clock at a terminal.",
    ),
    "rejections": Text("拒否された顔認証", "Rejected looks"),
    "rejections_hint": Text(
        "本人を確認できなかった顔認証です。だれが拒否されたかは記録されないため、同じ端末で{seconds}秒以内に本人と確認された方、"
        "またはPINで打刻した方の拒否として数えます。",
        "Looks that confirmed nobody. Whom they were of is not kept: each counts as of the person identified at the"
        " same terminal within {seconds} seconds, or of who then clocked with a PIN.",
    ),
    "rejections_all": Text(
        "{tries} 回のうち {rejected} 回({percent})が拒否されました。",
        "{rejected} of {tries} looks were rejected ({percent}).",
    ),
    "people_by_rate": Text("拒否率ごとの従業員数", "People by their share of rejected looks"),
    "people_by_rate_said": Text(
        "{people} 名のうち {none} 名は一度も拒否されていません。全体の拒否率は {percent} です。",
        "{none} of {people} people were never rejected. Of all looks {percent} were.",
    ),
    "average": Text("全体 {percent}", "all {percent}"),
    "rate": Text("拒否率", "Share rejected"),
    "rate_never": Text("0%", "0%"),
    "rate_span": Text("{begins}–{ends}%", "{begins}–{ends}%"),
    "rate_over": Text("{begins}%以上", "{begins}% or more"),
    "people": Text("人数", "People"),
    "people_unit": Text("{span} {count} 名", "{span}: {count}"),
    "findings": Text("気になる点", "What stands out"),
    "no_findings": Text(
        "ほかと比べて明らかに多く拒否されている従業員や端末はありません。",
        "No person and no terminal is rejected clearly more often than the others.",
    ),
    "person_often": Text(
        "この方は平均の{times}倍拒否されています。新しい写真を登録するか、照明を変えてください。",
        "Rejected {times} times as often as the others. Enrol a new photo, or change the light.",
    ),
    "person_only": Text(
        "ほかの方は拒否されていません。新しい写真を登録するか、照明を変えてください。",
        "Nobody else is rejected. Enrol a new photo, or change the light.",
    ),
    "terminal_often": Text(
        "この端末は平均の{times}倍拒否しています。レンズを拭き、カメラの向きと照明を変えてください。",
        "Rejects {times} times as often as the others. Wipe its lens, and change where it looks and the light.",
    ),
    "terminal_only": Text(
        "ほかの端末は拒否していません。レンズを拭き、カメラの向きと照明を変えてください。",
        "No other terminal rejects anybody. Wipe its lens, and change where it looks and the light.",
    ),
    "finding_counts": Text("{tries} 回のうち {rejected} 回({percent})", "{rejected} of {tries} looks ({percent})"),
    "most_rejected": Text("よく拒否される従業員", "People most often rejected"),
    "most_rejected_hint": Text(
        "{fewest} 回以上顔認証をした方のうち、拒否率の高い順に {count} 名まで",
        "Of those with {fewest} looks or more, the {count} with the highest share",
    ),
    "nobody_rejected": Text(
        "{fewest} 回以上顔認証をした方の中に、拒否された方はいません。",
        "Of those with {fewest} looks or more, nobody was rejected.",
    ),
    "by_terminal": Text("端末ごと", "By terminal"),
    "employee": Text("従業員", "Employee"),
    "terminal": Text("端末", "Terminal"),
    "tries": Text("回数", "Looks"),
    "rejected_count": Text("拒否", "Rejected"),
    "not_sure": Text("本人を確認できず", "Not sure"),
    "unknown": Text("該当者なし", "Not enrolled"),
    "not_live": Text("なりすましの疑い", "Not live"),
    "poor_quality": Text("映像・動作が不十分", "Picture not clear"),
    "scores": Text("一致度の分布", "Match scores"),
    "scores_hint": Text(
        "受け入れた顔認証について、本人の写真との一致度と、2番目に似ている従業員との一致度を重ねたものです。"
        "2つの山が離れているほど、取り違えは起こりにくくなります。",
        "Of accepted looks: the score with the person’s own photos, over that with the next most similar employee. The"
        " further the two lie apart, the less likely is a mix-up.",
    ),
    "scores_since": Text(
        "顔認証モデルを {time} に切り替えたため、それ以降だけを数えています。一致度はモデルが違うと比べられません。",
        "The face model was switched at {time}; only what came after it counts, as scores of two models cannot be"
        " compared.",
    ),
    "scores_said": Text(
        "{count} 回の一致度の中央値は、本人が{best}、2番目が{following}です。しきい値は{threshold}です。",
        "{count} looks: median {best} with the person, {following} with the next. The threshold is {threshold}.",
    ),
    "scores_alone": Text(
        "{count} 回の一致度の中央値は{best}です。しきい値は{threshold}です。",
        "{count} looks: median {best}. The threshold is {threshold}.",
    ),
    "score": Text("一致度", "Score"),
    "accepted": Text("本人", "The person"),
    "next_best": Text("2番目に似ている従業員", "The next most similar"),
    "threshold_line": Text("しきい値 {threshold}", "threshold {threshold}"),
    "delays": Text("連携までの時間", "Time to delivery"),
    "delays_hint": Text(
        "打刻が記録されてから勤怠システムに届くまでの時間です。取消の待ち時間({seconds}秒)を含みます。",
        "From the recording of a punch to its arrival in the attendance system, with the {seconds} seconds in which it"
        " can be undone.",
    ),
    "delays_said": Text(
        "保留されなかった打刻 {count} 件の中央値は{median}、95%は{p95}以内です。",
        "Punches that were not held: {count}, median {median}, 95% within {p95}.",
    ),
    "delays_held_said": Text(
        "制限時間帯に保留された打刻 {count} 件の中央値は{median}、95%は{p95}以内です。",
        "Punches held in restricted hours: {count}, median {median}, 95% within {p95}.",
    ),
    "no_delays": Text(
        "この期間に連携された打刻はありません。勤怠システムと連携すると、ここに表示されます。",
        "No punch was delivered in this period. Link an attendance system to see the times here.",
    ),
    "not_held": Text("保留なし", "Not held"),
    "held": Text("制限時間帯に保留", "Held in restricted hours"),
    "time_taken": Text("連携までの時間", "Time taken"),
    "up_to": Text("{time}以内", "up to {time}"),
    "over": Text("{time}超", "over {time}"),
    "overtime_month": Text("{month}月の残業時間", "Overtime in {name}"),
    "overtime_said": Text("{people} 名の今月の残業時間です。", "The month’s overtime of {people} people."),
    "over_cap": Text("上限({time})を超えているのは {count} 名です。", "{count} are over the cap of {time}."),
    "over_law": Text(
        "36協定の限度時間(月{time})を超えているのは {count} 名です。",
        "{count} are over article 36’s limit of {time} a month.",
    ),
    "no_overtime": Text(
        "残業時間はまだ届いていません。勤怠システムと連携すると、毎日取り込まれます。",
        "No overtime has arrived yet. Once an attendance system is linked, it comes every day.",
    ),
    "to_overtime": Text("一覧を見る", "See everybody"),
    "cap_line": Text("上限 {time}", "cap {time}"),
    "law_line": Text("36協定 {time}", "article 36: {time}"),
    "law_total_line": Text("月{time}未満", "under {time} a month"),
    "overtime": Text("残業時間", "Overtime"),
    "hours_tick": Text("{hours}時間", "{hours} h"),
    "hours_span": Text("{begins}–{ends}時間", "{begins}–{ends} h"),
    "hours_over": Text("{begins}時間以上", "{begins} h or more"),
    "seconds_text": Text("{count}秒", "{count} s"),
    "minutes_text": Text("{count}分", "{count} min"),
    "hours_text": Text("{count}時間", "{count} h"),
    "hours_minutes_text": Text("{hours}時間{minutes}分", "{hours} h {minutes} min"),
}
