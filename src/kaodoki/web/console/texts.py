"""What the console says."""

from kaodoki.identification import Outcome
from kaodoki.punches.models import State
from kaodoki.terminals.models import PunchSelection
from kaodoki.web.texts import Text

TEXTS: dict[str, Text] = {
    "product": Text("顔時", "Kaodoki"),
    "person_elsewhere": Text("(担当外の拠点の従業員)", "(somebody at another site)"),
    "export_cut": Text(
        "これより古い行は含まれていません(一度に20万行まで)。期間を分けて出力してください。",
        "Older rows are left out: a file takes 200,000. Choose shorter periods.",
    ),
    "today": Text("今日", "Today"),
    "linked_people": Text("従業員の連携", "Linked people"),
    "overtime": Text("残業時間", "Overtime"),
    "terminals": Text("端末", "Terminals"),
    "packs": Text("顔認証モデル", "Face models"),
    "system": Text("システム設定", "System settings"),
    "administration": Text("設定と管理", "Settings and people"),
    "log_in": Text("ログイン", "Log in"),
    "log_out": Text("ログアウト", "Log out"),
    "login_name": Text("ログインID", "Login"),
    "password": Text("パスワード", "Password"),
    "login_failed": Text(
        "ログインIDまたはパスワードが違います。もう一度入力してください。",
        "The login or the password is wrong. Please type both again.",
    ),
    "other_language": Text("English", "日本語"),
    "other_language_code": Text("en", "ja"),
    "menu": Text("メニュー", "Menu"),
    "not_shown": Text("このページを表示できません", "This page cannot be shown"),
    "skip": Text("本文へ", "Skip to content"),
    "arrived": Text("出勤済み", "Clocked in"),
    "of_people": Text("/ {count} 名", "of {count}"),
    "waiting": Text("連携待ち", "To be sent"),
    "waiting_until": Text("{time} に送信", "sent at {time}"),
    "nothing_waits": Text("すべて送信済み", "nothing waits"),
    "integrity_errors": Text("整合性エラー", "Integrity errors"),
    "log": Text("顔認証ログ", "Face-authentication log"),
    "log_hint": Text(
        "今日の新しい順に {count} 件まで。顔のない画像を除く", "Today’s newest, at most {count}; without empty looks"
    ),
    "log_empty": Text(
        "今日の記録はまだありません。端末をペアリングし、従業員の顔写真を登録すると、ここに打刻が並びます。",
        "Nothing yet today. Pair a terminal and enrol people’s photos; their punches then appear here.",
    ),
    "to_terminals": Text("端末を登録する", "Add a terminal"),
    "time": Text("時刻", "Time"),
    "name": Text("氏名", "Name"),
    "employee_code": Text("従業員コード", "Employee code"),
    "kind": Text("種別", "Kind"),
    "state": Text("状態", "State"),
    "new_terminal": Text("端末を登録する", "Add a terminal"),
    "new_terminal_hint": Text(
        "登録するとペアリングコードが表示されます。端末のブラウザーで /kiosk を開いて入力してください。",
        "You then get a pairing code. Open /kiosk in the terminal’s browser and type it there.",
    ),
    "terminal_name": Text("端末の名前", "Name of the terminal"),
    "selection": Text("打刻の種類", "Kind of punch"),
    "create": Text("コードを発行する", "Issue the code"),
    "name_needed": Text(
        "端末の名前を入力し、打刻の種類を選んでください。", "Give the terminal a name and choose the kind."
    ),
    "pairing_code": Text("ペアリングコード", "Pairing code"),
    "code_once": Text(
        "「{name}」のコードです。{time} まで、1回だけ使えます。この画面を離れると二度と表示されません。",
        "The code of “{name}”: works once, until {time}. It is not shown again.",
    ),
    "no_terminals": Text(
        "端末はまだありません。上の欄で最初の端末を登録してください。", "No terminal yet. Add the first one above."
    ),
    "last_seen": Text("最後の接続", "Last seen"),
    "never": Text("—", "—"),
    "revoke": Text("無効にする", "Revoke"),
    "revoke_name": Text("「{name}」を無効にする", "Revoke “{name}”"),
    "terminal_online": Text("接続中", "Connected"),
    "terminal_offline": Text("未接続", "Not connected"),
    "terminal_waiting": Text("ペアリング待ち", "Waits to be paired"),
    "terminal_revoked": Text("無効", "Revoked"),
    "terminal_expired": Text("コード期限切れ", "Code expired"),
    "accepts_past": Text("過去の打刻を受け付けます(デモ用)", "Accepts past punches (demo)"),
    "liveness": Text("なりすまし防止", "Liveness check"),
    "liveness_off": Text(
        "オフです。カメラにかざした写真と本人を見分けません。",
        "Off. A photograph held before the camera is not told from the person.",
    ),
    "liveness_passive": Text("カメラの映像で確認します。", "Checked from the camera’s picture."),
    "liveness_when_unsure": Text(
        "カメラの映像で確認し、はっきりしないときは動作確認(顔を動かす操作)を求めます。",
        "Checked from the camera’s picture; where that is not clear, a movement of the head is asked for.",
    ),
    "liveness_always": Text(
        "毎回、動作確認(顔を動かす操作)を求めます。", "A movement of the head is asked for every time."
    ),
    "liveness_missing": Text(
        "なりすまし防止モデルが導入されていません。モデルを使わない確認だけが働いています。"
        "サーバーで kaodoki liveness install を実行してください。",
        "The liveness model is not installed: only the checks that need no model are at work. Run kaodoki liveness"
        " install on the server.",
    ),
    "look_alikes": Text("似ている従業員", "Look-alikes"),
    "calibration": Text("取り違えの見込み", "How likely a mix-up is"),
    "look_alikes_hint": Text(
        "顔が似ていて取り違えるおそれのある2人です。この2人のあいだでは、端末はふだんより大きな差がないと本人と判断しません。"
        "同じ人を二重に登録していないかも確認してください。写真を増やすと見分けやすくなります。",
        "Pairs of people whose faces are near enough to be confused. Between the two, a terminal asks for a larger"
        " difference before it accepts anybody. Check too that it is not one person enrolled twice; more photos help.",
    ),
    "look_alikes_more": Text(
        "似ている順に {count} 組まで表示しています。", "Only the nearest {count} pairs are shown."
    ),
    "no_look_alikes": Text(
        "取り違えるおそれのある従業員はいません。写真を登録するたびに確認しています。",
        "Nobody here is likely to be confused with another. Every new photo is compared.",
    ),
    "look_alikes_not_allowed": Text(
        "この画面を見るには全権管理者か顔写真承認者の権限が必要です。",
        "This needs an administrator with all rights or a photo approver.",
    ),
    "employee": Text("従業員", "Employee"),
    "other_employee": Text("似ている従業員", "Looks like"),
    "found_at": Text("見つけた日時", "Found"),
    "confirmed": Text("別人と確認した人", "Told apart by"),
    "cannot_be_stored": Text(
        "保存できない文字が含まれているか、値が長すぎます。", "a character or value here cannot be stored."
    ),
    "not_allowed": Text("この操作には全権管理者の権限が必要です。", "This needs an administrator with all rights."),
}

SELECTIONS: dict[str, Text] = {
    PunchSelection.AUTO: Text("勤怠システムが判断", "The attendance system decides"),
    PunchSelection.CHOSEN: Text("先に選んでから顔", "Chosen, then the face"),
    PunchSelection.CHOSEN_AFTER: Text("顔のあとに選ぶ", "The face, then chosen"),
    PunchSelection.IN: Text("出勤のみ", "Clock in only"),
    PunchSelection.OUT: Text("退勤のみ", "Clock out only"),
}

STATES: dict[str, Text] = {
    State.PENDING: Text("送信待ち", "Waiting"),
    State.HELD: Text("保留 {time}", "Held until {time}"),
    State.SENDING: Text("送信中", "Sending"),
    State.UNCONFIRMED: Text("確認待ち", "To be confirmed"),
    State.DELIVERED: Text("連携済み", "Delivered"),
    State.NOT_LINKED: Text("連携対象外", "Not linked"),
    State.INTEGRITY_ERROR: Text("整合性エラー", "Integrity error"),
    State.REJECTED: Text("連携エラー", "Rejected"),
    State.DISCARDED: Text("取消", "Undone"),
}

OUTCOMES: dict[str, Text] = {
    Outcome.IDENTIFIED: Text("種別の選択なし", "No kind chosen"),
    Outcome.NOT_SURE: Text("本人を確認できず", "Not sure"),
    Outcome.UNKNOWN: Text("該当者なし", "Not enrolled"),
    Outcome.CHALLENGE_REQUIRED: Text("動作確認が必要", "Challenge required"),
    Outcome.NOT_LIVE: Text("なりすましの疑い", "Not live"),
    Outcome.NO_FACE: Text("顔なし", "No face"),
    Outcome.SEVERAL_FACES: Text("複数の顔", "Several faces"),
    Outcome.POOR_QUALITY: Text("映像・動作が不十分", "Picture or movement not clear"),
}
