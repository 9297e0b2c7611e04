"""What the page on integrity errors says."""

from kaodoki.web.texts import Text

INTEGRITY_TEXTS: dict[str, Text] = {
    "waiting_for_you": Text("対応が必要な打刻", "Waiting for a decision"),
    "integrity_hint": Text(
        "打刻の順序が合わないため、勤怠システムに連携していません。修正・このまま連携・取消のいずれかを選んでください。"
        "元の打刻は書き換えられず、対応した人と理由が残ります。",
        "The order of these punches does not fit, so they are not sent. Correct each, send it as it is, or discard it."
        " The punch itself is never rewritten; who decided and why is kept.",
    ),
    "integrity_off": Text(
        "勤怠整合性チェックはオフです。新しい打刻は確認されません。",
        "The integrity check is off: new punches are not checked.",
    ),
    "none_waits": Text(
        "整合性エラーはありません。従業員が打刻の種類を選ぶ端末で順序の合わない打刻があると、ここに表示されます。",
        "No integrity error. Where people choose the kind, punches whose order does not fit appear here.",
    ),
    "more_wait": Text("古い順に {count} 件まで表示しています。", "Only the oldest {count} are shown."),
    "that_day": Text("この勤務日の打刻", "Punches of that working day"),
    "no_others": Text("ほかにありません", "no others"),
    "note": Text("理由(必須)", "Reason (required)"),
    "right_kind": Text("正しい打刻種別", "Right kind"),
    "right_time": Text("正しい日時", "Right date and time"),
    "correct": Text("修正する", "Correct"),
    "deliver": Text("このまま連携する", "Send as it is"),
    "discard": Text("取り消す", "Discard"),
    "decide_for": Text("{name} {kind} {time} への対応", "Decision over {name}, {kind} {time}"),
    "note_needed": Text("理由を200文字以内で入力してください。", "Give a reason of at most 200 characters."),
    "form_wrong": Text("正しい打刻種別と日時を入力してください。", "Give the right kind and the right date and time."),
    "decided": Text("対応済み", "Decided"),
    "decided_hint": Text("新しい順に {count} 件まで", "The newest, at most {count}"),
    "decided_none": Text("まだありません。", "None yet."),
    "decided_at": Text("対応日時", "When"),
    "decided_by": Text("対応した人", "Who"),
    "reason": Text("理由", "Reason"),
    "decision": Text("対応", "Decision"),
    "punch": Text("打刻", "Punch"),
    "was_corrected": Text("{kind} {time} に修正", "Corrected to {kind} {time}"),
    "was_delivered": Text("このまま連携", "Sent as it is"),
    "was_discarded": Text("取消", "Discarded"),
}
