"""What the console's page 従業員 says."""

from kaodoki.web.texts import Text

EMPLOYEES_TEXTS: dict[str, Text] = {
    "employees": Text("従業員", "Employees"),
    "new_person": Text("従業員を登録する", "Add an employee"),
    "people": Text("{count} 名", "{count} people"),
    "search": Text("コード・氏名・フリガナ", "Code, name or reading"),
    "site": Text("拠点", "Site"),
    "every_site": Text("すべての拠点", "Every site"),
    "face": Text("顔写真", "Photo"),
    "every_state": Text("すべて", "All"),
    "find": Text("絞り込む", "Filter"),
    "clear": Text("条件を消す", "Clear"),
    "kana": Text("フリガナ", "Reading"),
    "email": Text("メールアドレス", "E-mail"),
    "pin": Text("PIN", "PIN"),
    "card": Text("QRカード", "QR card"),
    "linked": Text("連携", "Linked"),
    "yes": Text("あり", "yes"),
    "face_enrolled": Text("登録済み", "enrolled"),
    "face_submitted": Text("申請中", "waits for approval"),
    "face_missing": Text("未登録", "none"),
    "face_withdrawn": Text("同意撤回", "consent withdrawn"),
    "more": Text("次の 50 名", "Next 50"),
    "first_page": Text("最初から", "From the start"),
    "csv": Text("CSV(UTF-8)", "CSV (UTF-8)"),
    "csv_sjis": Text("CSV(Shift_JIS)", "CSV (Shift_JIS)"),
    "import_people": Text("CSVで登録・更新する", "Add or change by CSV"),
    "nobody_found": Text("条件に合う従業員はいません。", "Nobody matches."),
    "nobody_yet": Text(
        "従業員はまだいません。CSVでまとめて登録するか、勤怠システムと連携して取り込んでください。",
        "Nobody yet. Add people by CSV, or link the attendance system and take them from there.",
    ),
}
