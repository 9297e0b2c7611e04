"""What the console's page 顔写真の承認 says."""

from kaodoki.web.texts import Text

PHOTOS_TEXTS: dict[str, Text] = {
    "photos": Text("顔写真の承認", "Photos to approve"),
    "import_photos": Text("まとめて登録する(ZIP)", "Register in bulk (ZIP)"),
    "photos_lead": Text(
        "確認が必要なものから順に並んでいます。承認すると、次の打刻から顔認証に使います。",
        "Those that need a closer look come first. Once approved, a face is known from the next punch on.",
    ),
    "none": Text(
        "承認を待つ顔写真はありません。従業員に申請を案内すると、届いた写真がここに並びます。",
        "No photo waits. Invite employees to hand theirs in; what arrives is listed here.",
    ),
    "waiting": Text("{count} 件が承認待ち", "{count} wait"),
    "more": Text("つづきを表示", "Show more"),
    "submitted_at": Text("{time} に申請", "Handed in {time}"),
    "pose_front": Text("正面", "Front"),
    "pose_left": Text("左向き", "To the left"),
    "pose_right": Text("右向き", "To the right"),
    "pose_": Text("写真", "Photo"),
    "last_approved": Text("承認済みの写真", "Approved before"),
    "no_approved": Text("承認済みの写真はありません(はじめての申請)。", "Nothing approved before: a first submission."),
    "picture_of": Text("{name} の写真({pose})", "Photo of {name} ({pose})"),
    "quality": Text("画質", "Quality"),
    "good": Text("良好", "good"),
    "look": Text("要確認", "look"),
    "component_size": Text("顔の大きさ", "Size"),
    "component_direction": Text("顔の向き", "Direction"),
    "component_focus": Text("ピント", "Focus"),
    "component_light": Text("光", "Light"),
    "component_covered": Text("目もと・口もと", "Eyes and mouth"),
    "clean": Text("気になる点はありません", "Nothing stands out"),
    "approve": Text("承認する", "Approve"),
    "approve_name": Text("{name} の写真を承認する", "Approve the photos of {name}"),
    "reject": Text("差し戻す", "Send back"),
    "reject_name": Text("{name} に差し戻す", "Send back to {name}"),
    "reason": Text("理由(本人に伝わります)", "Why (the employee reads it)"),
    "note": Text("補足(任意)", "Note (optional)"),
    "keys": Text(
        "キーボード: J・K で移動、A で承認、R で差戻し",
        "Keys: J and K move, A approves, R sends back",
    ),
    "bulk": Text("気になる点のない {count} 件をまとめて承認", "Approve the {count} in which nothing stands out"),
    "bulk_tick": Text("この画面の写真を確認しました。", "I have looked at the photos on this page."),
    "bulk_needed": Text("写真を確認してからチェックを入れてください。", "Look at the photos first, then tick the box."),
    "approved": Text("{count} 件を承認しました。", "{count} approved."),
    "rejected": Text("差し戻しました。写真は消去しました。", "Sent back. The pictures were erased."),
    "not_approved": Text(
        "{count} 件は承認できませんでした。1件ずつ確認してください。", "{count} could not be approved; look at each."
    ),
    "duplicate": Text(
        "この写真は {names} としても認識されます。同じ人を二重に登録していないか確認してください。",
        "This face would also be taken for {names}. Check that one person is not enrolled twice.",
    ),
    "duplicate_hidden": Text(
        "この写真はほかの従業員としても認識されます。全権管理者か顔写真承認者に確認を依頼してください。",
        "This face would also be taken for another employee. Ask an all-rights administrator or a photo approver.",
    ),
    "confirm": Text("別人と確認したので承認する", "They are two people: approve"),
    "photo_of": Text("{name} の写真", "Photo of {name}"),
}
