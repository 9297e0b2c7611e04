"""What the kiosk says. The page gets both languages at once, so that switching needs no server."""

from kaodoki.faces.liveness.challenge import Action
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.texts import LANGUAGES, Text, in_language

TEXTS: dict[str, Text] = {
    **{f"kind_{kind}": text for kind, text in KIND_NAMES.items()},
    **{f"action_{action}": Text(action.instruction("ja"), action.instruction("en")) for action in Action},
    "title": Text("顔時", "Kaodoki"),
    "connected": Text("接続中", "Connected"),
    "disconnected": Text("再接続しています", "Reconnecting"),
    "other_language": Text("English", "日本語"),
    "starting": Text("準備しています…", "Getting ready…"),
    "pair_title": Text("この端末を登録します", "Pair this terminal"),
    "pair_hint": Text(
        "管理画面の「端末」に表示されたペアリングコードを入力してください。コードは10分間、1回だけ使えます。",
        "Type the pairing code shown in the console under “Terminals”. A code works once, for ten minutes.",
    ),
    "pair_label": Text("ペアリングコード", "Pairing code"),
    "pair_button": Text("登録する", "Pair"),
    "self_test": Text("端末の動作確認", "Device check"),
    "pair_offline": Text(
        "サーバーに接続できません。ネットワークを確認して、もう一度お試しください。",
        "The server cannot be reached. Check the network and try again.",
    ),
    "idle": Text("枠に顔を合わせてください", "Look into the frame"),
    "idle_in": Text("出勤します。枠に顔を合わせてください", "Clocking in. Look into the frame"),
    "idle_out": Text("退勤します。枠に顔を合わせてください", "Clocking out. Look into the frame"),
    "choose_kind": Text("打刻の種類を選んでください", "Choose what to record"),
    "kind_tapped": Text("{kind}を記録します。枠に顔を合わせてください", "{kind}: look into the frame"),
    "too_dark": Text(
        "暗くてお顔が見えません。明るい方を向いてください", "It is too dark to see you. Turn towards the light"
    ),
    "looking": Text("確認しています…", "One moment…"),
    "network_lost": Text(
        "接続が切れました。つながりしだい続けます。そのままお待ちください。",
        "The connection is lost. We go on as soon as it is back. Please wait.",
    ),
    "pin_unreachable": Text(
        "サーバーに接続できず、記録されていません。もう一度PINを入力して送信してください。",
        "The server cannot be reached and nothing is recorded. Enter the PIN and send it again.",
    ),
    "offline_kept": Text("受け付けました(オフライン)", "Accepted (offline)"),
    "to_pin": Text("従業員コード + PIN", "Employee code + PIN"),
    "to_card": Text("カード(QR)", "Card (QR)"),
    "pin_title": Text("従業員コードとPINで打刻します", "Punch with your employee code and PIN"),
    "pin_hint": Text(
        "PINは管理者が発行した6桁以上の数字です。", "The PIN is the number of six digits or more that you were given."
    ),
    "not_sure_title": Text("ご本人の確認をお願いします", "Please confirm that it is you"),
    "not_sure_hint": Text(
        "従業員コードとPINを入力してください。打刻の時刻は、先ほどカメラを見た時刻になります。",
        "Type your employee code and PIN. The punch keeps the time at which you looked into the camera.",
    ),
    "pin_code": Text("従業員コード", "Employee code"),
    "pin_pin": Text("PIN", "PIN"),
    "pin_send": Text("打刻する", "Punch"),
    "offline_possible": Text(
        "サーバーに接続できません。オフラインで打刻できます。つながりしだい自動で送信します。",
        "The server cannot be reached. You can punch offline; it is sent as soon as the server is back.",
    ),
    "offline_start": Text("打刻する(オフライン)", "Punch (offline)"),
    "offline_invitation": Text("ボタンを押して、枠に顔を合わせてください", "Press the button and look into the frame"),
    "offline_held": Text(
        "未送信の打刻 {count} 件。つながりしだい自動で送信します",
        "{count} punches not sent yet. They are sent as soon as the server is back",
    ),
    "offline_waiting": Text("オフラインの打刻 {count} 件を送信しています", "{count} offline punches are being sent"),
    "offline_nearly_full": Text(
        "この端末の保存領域が残りわずかです(未送信 {count} 件)。ネットワークを確認するよう管理者に伝えてください。",
        "This device can keep only few more punches ({count} not sent). Tell an administrator to look at the network.",
    ),
    "offline_full": Text(
        "この端末にはこれ以上保存できません。別の方法で出退勤を記録し、管理者に連絡してください。",
        "This device can keep no more punches. Note your time another way and tell an administrator.",
    ),
    "offline_not_kept": Text(
        "この端末に保存できませんでした。打刻は記録されていません。管理者に連絡してください。",
        "It could not be kept on this device. Nothing was recorded. Tell an administrator.",
    ),
    "clock_off": Text(
        "この端末の時計が {seconds} 秒ずれています。打刻にはサーバーの時刻を使います。日時を自動設定にしてください。",
        "This device’s clock is {seconds} s off. Punches use the server’s time. Set date and time automatically.",
    ),
    "card_show": Text("カードのQRコードをカメラに見せてください", "Hold the QR code of your card to the camera"),
    "camera_denied": Text(
        "カメラを使えません。ブラウザーのカメラの許可を確認して、画面を再読み込みしてください。",
        "The camera cannot be used. Allow the camera for this page in the browser, then reload.",
    ),
    "camera_waiting": Text("カメラを起動しています…", "Starting the camera…"),
    "reload": Text("再読み込み", "Reload"),
    "person": Text("{name} さん", "{name}"),
    "choose_after": Text("打刻の種類を選んでください", "Choose what to record"),
    "give_up": Text("やめる", "Never mind"),
    "back_soon": Text("しばらくすると最初の画面に戻ります", "Returns to the first screen after a while"),
    "thanks_out": Text("お疲れさまでした", "Thank you for today"),
    "thanks_other": Text("記録しました", "Recorded"),
    "held": Text("{time} に送信します", "Will be sent at {time}"),
    "not_linked": Text(
        "記録しました。勤怠システムには連携していません", "Recorded. Not linked to the attendance system"
    ),
    "integrity_error": Text(
        "記録しましたが、打刻の順序が合いません。管理者が確認します",
        "Recorded, but it does not fit the punches before it. An administrator will check",
    ),
    "working_day": Text("勤務日 {date}", "Working day {date}"),
    "overtime_title": Text("月の残業可能時間", "Overtime left this month"),
    "overtime_detail": Text(
        "今月の残業 {used} / 上限 {cap}・{time} 時点", "Overtime so far {used} of {cap}, as of {time}"
    ),
    "overtime_exceeded": Text("上限を {over} 超えています", "{over} over the cap"),
    "hours": Text("{hours}時間", "{hours} h"),
    "minutes": Text("{minutes}分", "{minutes} min"),
    "cancel": Text("取り消す ({seconds})", "Undo ({seconds})"),
    "cancel_last": Text("直前の打刻を取り消す ({seconds})", "Undo the last punch ({seconds})"),
    "cancelled": Text("打刻を取り消しました", "The punch was undone"),
    "outcome_no_face": Text("枠に顔を合わせてください", "Look into the frame"),
    "outcome_several_faces": Text("おひとりずつお願いします", "One person at a time, please"),
    "outcome_poor_quality": Text("もう少し近づいて、正面を向いてください", "Come a little closer and face the camera"),
    "outcome_not_sure": Text("もう一度、正面からお願いします", "Once more, facing the camera"),
    "outcome_unknown": Text(
        "登録された顔が見つかりません。もう一度お試しください", "No enrolled face was found. Please try once more"
    ),
    "outcome_not_live": Text("カメラの前で正面を向いてください", "Please stand in front of the camera yourself"),
    "outcome_challenge_required": Text("カメラの前で正面を向いてください", "Please face the camera yourself"),
    "help": Text("PINもカードもないときは、管理者に連絡してください", "No PIN and no card? Ask your administrator"),
    "enrol_link": Text("自分の顔を登録する", "Enrol your own face"),
    "enrol_title": Text("自分の顔を登録する", "Enrol your own face"),
    "enrol_notice": Text(
        "撮影した写真から顔の特徴を数値にして、この端末の本人確認だけに使います。写真と特徴は暗号化してこのサーバーに保存し、"
        "外部には送りません。デモを終了してデータフォルダーを消すと、すべて消えます。",
        "The photo becomes numbers that describe the face, used only to recognise you at this terminal. Photo and"
        " numbers are kept encrypted on this server and are sent nowhere. Deleting the demo’s data folder deletes"
        " all of it.",
    ),
    "enrol_not_linked": Text(
        "勤怠システムには登録されないため、あなたの打刻は「連携対象外」として記録されます。",
        "You are not made known to the attendance system, so your punches are recorded as “not linked”.",
    ),
    "enrol_name": Text("お名前", "Your name"),
    "enrol_consent": Text("上の説明を読み、顔写真の登録に同意します", "I have read this and agree to enrol my face"),
    "enrol_button": Text("撮影して登録する", "Take the photo and enrol"),
    "enrol_done": Text(
        "{name} さんを従業員コード {code} で登録しました。最初の画面で打刻できます。",
        "{name} is enrolled with the employee code {code}. Punch on the first screen.",
    ),
    "enrol_back": Text("最初の画面に戻る", "Back to the first screen"),
    "no_script": Text(
        "この画面にはJavaScriptが必要です。ブラウザーの設定で有効にしてください。",
        "This page needs JavaScript. Please switch it on in the browser.",
    ),
}


def texts_for_page() -> dict[str, dict[str, str]]:
    """Both languages, as the page's script takes them."""
    return {language: in_language(TEXTS, language) for language in LANGUAGES}
