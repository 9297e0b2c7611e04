"""What the console's page 顔写真の一括登録 says, and the report of an import."""

from kaodoki.web.texts import Text

IMPORT_TEXTS: dict[str, Text] = {
    "import_title": Text("顔写真の一括登録", "Register photos in bulk"),
    "import_lead": Text(
        "従業員コードを名前にした写真(例: 0012.jpg、2枚目は 0012_2.jpg)を、ZIPにまとめて送ります。",
        "Pictures named by employee code (0012.jpg, a second one 0012_2.jpg), packed into a ZIP.",
    ),
    "files": Text("ZIPファイル、または写真(1枚 15 MBまで)", "A ZIP, or pictures (15 MB each)"),
    "consent": Text(
        "写真の本人全員が説明を読み、顔識別に使うことに同意しています。",
        "Everybody on these pictures has read the notice and agrees to face identification.",
    ),
    "consent_hint": Text(
        "同意を撤回した人の写真は登録しません。ほかの従業員と似ている写真は登録せず、承認待ちに入れます。",
        "Whoever has withdrawn is left out. A picture near somebody else's waits for approval instead.",
    ),
    "start": Text("登録を始める", "Start"),
    "files_needed": Text(
        "ファイルを選び、同意の確認にチェックを入れてください。", "Choose files and tick the confirmation of consent."
    ),
    "all_sites_needed": Text(
        "一括登録には、すべての拠点を担当する権限が必要です。", "This needs somebody who sees every site."
    ),
    "latest": Text("最近の一括登録", "Latest imports"),
    "none_yet": Text("まだありません。", "None yet."),
    "when": Text("日時", "When"),
    "by": Text("操作した人", "By"),
    "state_running": Text("処理中", "running"),
    "state_done": Text("完了", "done"),
    "state_stopped": Text("中止", "stopped"),
    "progress": Text("進み具合", "Progress"),
    "of": Text("/", "of"),
    "stop": Text("中止する", "Stop"),
    "reload": Text("更新", "Reload"),
    "report": Text("報告", "Report"),
    "report_csv": Text("報告をCSVで保存", "Save the report as CSV"),
    "only_failed": Text("対応が必要なものだけ", "Only those that need somebody"),
    "all_files": Text("すべて", "All"),
    "listed": Text(
        "{count} 件まで表示しています。すべてはCSVで確認できます。", "Only {count} are shown; the CSV has all."
    ),
    "file": Text("ファイル", "File"),
    "code": Text("従業員コード", "Employee code"),
    "result": Text("結果", "Result"),
    "why": Text("理由と対処", "Why, and what to do"),
    "to_photos": Text("顔写真の承認へ", "To the photos to approve"),
    "result_waiting": Text("待機中", "waits"),
    "result_registered": Text("登録", "registered"),
    "result_to_approve": Text("承認待ち", "waits for approval"),
    "result_refused": Text("登録できず", "not registered"),
    "result_unknown_code": Text("従業員コードなし", "no such code"),
    "result_withdrawn": Text("同意撤回", "consent withdrawn"),
    "result_already": Text("登録済み", "enrolled already"),
    "result_unreadable": Text("読み取れず", "not readable"),
    "result_too_large": Text("大きすぎ", "too large"),
    "result_stopped": Text("中止", "stopped"),
    "why_to_approve": Text(
        "ほかの従業員と似ています。顔写真の承認で確認してください。",
        "It is near somebody else's; look at it under Photos to approve.",
    ),
    "why_unknown_code": Text(
        "この従業員コードの従業員がいません。ファイル名か従業員の登録を確認してください。",
        "Nobody has this code. Check the file's name, or add the person.",
    ),
    "why_withdrawn": Text("本人が同意を撤回しています。", "The person has withdrawn consent."),
    "why_already": Text(
        "すでに写真があります。撮り直すときはIDデータ詳細で登録してください。",
        "There is a photo already. To add one, use the person's page.",
    ),
    "why_unreadable": Text(
        "写真として読み取れません。JPEG・PNG・HEIC で保存し直してください。",
        "Not a picture. Save it as JPEG, PNG or HEIC.",
    ),
    "why_too_large": Text("15 MB以下にしてください。", "Make it 15 MB or less."),
}
