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
}
