"""What the employee's pages say. Short: they are read on a phone, once."""

from kaodoki.web.texts import Text

MY_PHOTO_TEXTS: dict[str, Text] = {
    "product": Text("顔時", "Kaodoki"),
    "title": Text("顔写真の申請", "My photo"),
    "other_language": Text("English", "日本語"),
    "other_language_code": Text("en", "ja"),
    "step_consent": Text("同意", "Consent"),
    "step_capture": Text("撮影", "Photos"),
    "step_done": Text("確認", "Done"),
    "steps": Text("手順", "Steps"),
    "hello": Text("{name} さん", "{name}"),
    # closed
    "closed_title": Text("案内のリンクから開いてください", "Open this from your invitation"),
    "closed": Text(
        "このページは、管理者から届いた案内(メールまたは案内状のQRコード)のリンクで開きます。",
        "This page opens from the link in the e-mail or letter your administrator sent you.",
    ),
    "closed_help": Text(
        "すでに別のスマートフォンで開いた場合は、そのスマートフォンで続けるか、管理者に新しい案内を依頼してください。",
        "If you opened the link on another phone, go on there, or ask your administrator for a new one.",
    ),
    # invitation
    "open_title": Text("{company} の顔写真の申請", "Your photo for {company}"),
    "open_lead": Text(
        "出退勤の打刻に使う顔写真を、このスマートフォンで申請します。5分ほどで終わります。パスワードは要りません。",
        "Hand in the photo used for clocking, with this phone. It takes about five minutes and needs no password.",
    ),
    "open_once": Text(
        "案内は1台のスマートフォンで使えます。ほかの人に転送しないでください。",
        "The invitation works on one phone. Please do not pass it on.",
    ),
    "open": Text("はじめる", "Begin"),
    # consent
    "consent_title": Text("説明と同意", "Notice and consent"),
    "version": Text("版 {version}", "Version {version}"),
    "agree_tick": Text("説明を読み、顔写真の利用に同意します。", "I have read this and agree."),
    "agree": Text("同意して撮影へ進む", "Agree and go on"),
    "agree_needed": Text(
        "続けるには、説明を読んでチェックを入れてください。", "Please read the notice and tick the box to go on."
    ),
    "decline": Text(
        "同意しない場合は、このページを閉じてください。従業員コードとPIN、またはQRカードで打刻できます。管理者にお知らせください。",
        "If you do not agree, just close this page. You can clock with a PIN or a QR card; tell your administrator.",
    ),
    "notice_pdf": Text("説明をPDFで保存", "Save the notice as PDF"),
    # capture
    "capture_title": Text("顔写真の撮影", "Take your photos"),
    "pose_front": Text("正面", "Front"),
    "pose_left": Text("少し左", "A little left"),
    "pose_right": Text("少し右", "A little right"),
    "shutter": Text("撮影する", "Take the photo"),
    "retake": Text("撮り直す", "Take again"),
    "submit": Text("この写真で申請する", "Hand these in"),
    "camera_off": Text(
        "カメラを使えません。ブラウザーのカメラの許可を確認するか、下から写真を選んでください。",
        "The camera cannot be used. Allow it in the browser, or choose photos below.",
    ),
    "looking": Text("枠に顔を合わせてください", "Look into the frame"),
    "ready": Text("よい状態です。撮影してください。", "Good. Take the photo now."),
    "component_size": Text("顔の大きさ", "Size"),
    "component_direction": Text("顔の向き", "Direction"),
    "component_focus": Text("ピント", "Focus"),
    "component_light": Text("光", "Light"),
    "component_covered": Text("目もと・口もと", "Eyes and mouth"),
    "upload_title": Text("写真を選んで申請する", "Choose photos instead"),
    "upload_hint": Text(
        "最近撮った、1人だけが写った写真を選んでください(JPEG・PNG・HEIC、1枚15MBまで)。正面は必須です。",
        "Recent photos of you alone (JPEG, PNG, HEIC, up to 15 MB each). The one from the front is needed.",
    ),
    "upload": Text("選んだ写真で申請する", "Hand in the chosen photos"),
    "front_needed": Text("正面の写真を選んでください。", "Please choose a photo from the front."),
    "too_fast": Text("少し待ってください。", "One moment."),
    "network": Text("送信できません。電波を確認してください。", "Nothing can be sent. Check your connection."),
    "no_script": Text(
        "このブラウザーでは撮影の案内を表示できません。下から写真を選んで申請できます。",
        "This browser cannot guide you with the camera. You can choose photos below.",
    ),
    # status
    "status_none": Text("まだ申請していません。", "Nothing handed in yet."),
    "status_submitted": Text("申請中", "Waiting"),
    "status_submitted_more": Text(
        "管理者の承認を待っています。承認されると、次の打刻から顔認証を使えます。このページで結果を確認できます。",
        "Your administrator will look at it. Once approved, you clock in with your face. This page shows the result.",
    ),
    "status_approved": Text("承認", "Approved"),
    "status_approved_more": Text("次の打刻から顔認証を使えます。", "You can clock in with your face from now on."),
    "status_rejected": Text("差戻し", "Sent back"),
    "status_rejected_more": Text(
        "写真は消去しました。理由を確認して、もう一度撮影してください。",
        "The photos were erased. See why and take them again.",
    ),
    "status_withdrawn": Text("取下げ", "Withdrawn"),
    "status_withdrawn_more": Text("申請は取り下げられました。", "This was withdrawn."),
    "submitted_at": Text("{time} に申請", "Handed in {time}"),
    "redo": Text("撮り直す", "Take them again"),
    "replace": Text("写真を差し替える", "Hand in new photos"),
    "begin": Text("撮影へ進む", "Take the photos"),
    "your_consent": Text("あなたの同意", "Your consent"),
    "consented": Text("版 {version} に同意しています。", "You agreed to version {version}."),
    "consent_pdf": Text("同意の控えをPDFで保存", "Save your consent as PDF"),
    "withdraw": Text("同意を撤回する", "Withdraw consent"),
    # withdrawal
    "withdraw_title": Text("同意の撤回", "Withdraw consent"),
    "withdraw_lead": Text(
        "撤回すると、顔写真と顔の特徴をいますぐ消去します。元には戻せません。打刻の記録は残ります。",
        "Your photos and the features of your face are erased at once, for good. Records of punches stay.",
    ),
    "withdraw_then": Text(
        "これからは従業員コードとPIN、またはQRカードで打刻します。管理者が発行します。",
        "From now on you clock with employee code and PIN or a QR card, which your administrator gives you.",
    ),
    "withdraw_button": Text("撤回して消去する", "Withdraw and erase"),
    "keep": Text("撤回しない", "Keep it"),
    "receipt_title": Text("消去しました", "Erased"),
    "receipt": Text(
        "{time} に、顔写真 {photos} 枚と顔の特徴 {templates} 件を消去しました。",
        "{photos} photos and {templates} sets of features were erased at {time}.",
    ),
    "receipt_keep": Text(
        "この画面が控えです。必要なら保存してください。消去したことは会社の記録にも残ります。",
        "This screen is your receipt; save it if you like. That it was erased is on the company’s record, too.",
    ),
    "again": Text(
        "あらためて利用するときは、もう一度同意して申請できます。",
        "If you change your mind, you can agree and hand in photos again.",
    ),
}
