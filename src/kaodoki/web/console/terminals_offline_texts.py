"""What the page of offline punches says."""

from kaodoki.web.texts import Text

OFFLINE_TEXTS: dict[str, Text] = {
    "offline_title": Text("オフライン打刻の確認", "Offline punches to check"),
    "offline_hint": Text(
        "サーバーに接続できない間に端末で受け付け、本人を自動で確認できなかったものです。"
        "従業員を指定すると、顔を向けた時刻の打刻として記録されます。破棄すると画像も消去されます。",
        "Terminals took these while the server was away, and nobody was recognised for certain. Assigning an"
        " employee records a punch at the time of the look. Discarding one deletes its picture too.",
    ),
    "offline_none": Text("確認が必要なオフライン打刻はありません。", "No offline punch waits to be checked."),
    "offline_more": Text("古いものから{count}件を表示しています。", "The oldest {count} are shown."),
    "offline_no_picture": Text("画像なし", "No picture"),
    "offline_picture": Text("{time}の顔画像", "Face at {time}"),
    "offline_code": Text("従業員コード", "Employee code"),
    "offline_kind": Text("打刻種別", "Kind"),
    "offline_assign": Text("この従業員の打刻にする", "Record as this employee’s punch"),
    "offline_discard": Text("破棄する", "Discard"),
    "offline_form_wrong": Text(
        "従業員コードと打刻種別を指定してください。何も変更していません。",
        "Give an employee code and a kind. Nothing was changed.",
    ),
    "offline_clock_unsure": Text("端末の時計による時刻", "Time by the device’s own clock"),
    "offline_missing": Text("この前に{count}件が届いていません", "{count} before this one did not arrive"),
}

REASONS: dict[str, Text] = {
    "unknown": Text("登録された顔と一致しません", "No enrolled face was found"),
    "not_sure": Text("本人と断定できません", "Not certain who it is"),
    "challenge_required": Text("動作確認が必要でした", "A challenge would have been needed"),
    "not_live": Text("なりすましの疑い", "It may not be a living face"),
    "no_face": Text("顔が写っていません", "No face in the picture"),
    "several_faces": Text("複数の顔が写っています", "Several faces in the picture"),
    "poor_quality": Text("画像が不鮮明です", "The picture is too poor"),
    "picture_unreadable": Text("画像を読み込めません", "The picture cannot be read"),
    "pin_refused": Text("従業員コードまたはPINが正しくありません", "The employee code or the PIN is wrong"),
    "pin_blocked": Text("PINの誤りが続きました", "Too many wrong PINs"),
    "offline_punches_off": Text("オフライン打刻が無効になっています", "Offline punches are switched off"),
    "kind_missing": Text("打刻種別が選ばれていません", "No kind was chosen"),
    "clock_unsure": Text("時刻が確実ではありません", "The time is not certain"),
    "too_old": Text("72時間より前の打刻です", "Older than 72 hours"),
    "in_future": Text("未来の時刻になっています", "Its time lies ahead"),
    "sealing_key_gone": Text(
        "暗号鍵の交換から14日を過ぎたため、開けません", "Its key was erased 14 days after it was replaced"
    ),
    "sealed_attempt_unreadable": Text("データが壊れています", "It is damaged"),
    "sealed_out_of_order": Text(
        "これより後の打刻が先に届いています。同じ端末を複製したか、端末のデータを戻した可能性があります",
        "A later one arrived before it: the device was copied, or its data was put back",
    ),
    "paired_anew": Text(
        "別の端末として登録し直す前に受け付けたものです", "Taken before the device was paired as another terminal"
    ),
}

REFUSED_TEXTS: dict[str, Text] = {
    "refused_title": Text("受け付けられなかったオフライン打刻", "Offline punches that could not be taken"),
    "refused_hint": Text(
        "自動では記録できません。本人に打刻の時刻を確認し、勤怠システムで修正してください。"
        "端末に残っているものは14日後に消えます。",
        "They cannot be recorded by themselves. Ask the person for the time and correct it in the attendance system."
        " What lies on the device is deleted after 14 days.",
    ),
    "refused_at": Text("受信・拒否した日時", "Received or refused"),
    "refused_taken_at": Text("打刻の時刻", "Time of the punch"),
    "refused_reason": Text("理由", "Reason"),
    "refused_number": Text("番号", "Number"),
    "refused_where": Text("場所", "Where it is"),
    "refused_on_device": Text("端末の中", "On the device"),
    "refused_on_server": Text("サーバー", "On the server"),
    "refused_unknown": Text("不明(暗号化されています)", "Not known (sealed)"),
    "refused_other": Text("受け付けられない内容でした({code})", "The server could not take it ({code})"),
    "refused_more": Text(
        "端末に{count}件あります。新しいものを表示しています。", "{count} on the device; the newest are shown."
    ),
}
