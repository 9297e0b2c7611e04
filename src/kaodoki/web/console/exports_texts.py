"""What the console's page データ出力 says."""

from kaodoki.web.texts import Text

EXPORTS_TEXTS: dict[str, Text] = {
    "exports": Text("データ出力", "Exports"),
    "exports_lead": Text(
        "拠点と月を選んで、打刻をファイルに出力します。出力したことは監査ログに残ります。",
        "Choose a site and a month to have its punches as a file. Each export is noted in the audit trail.",
    ),
    "month": Text("月", "Month"),
    "month_hint": Text("勤務日がこの月の打刻を出力します。", "Punches whose working day is in this month."),
    "site": Text("拠点", "Site"),
    "all_sites": Text("すべての拠点", "All sites"),
    "month_wrong": Text("2026-11 のように年と月を入力してください。", "Enter year and month like 2026-11."),
    "site_unknown": Text("その拠点はありません。一覧から選んでください。", "There is no such site. Choose one."),
    "format": Text("形式", "Kind of file"),
    "inspection": Text("監督署・監査用(PDF + CSV)", "For inspectors (PDF and CSV)"),
    "inspection_hint": Text(
        "すべての打刻を、取消・訂正とその理由も含めて従業員ごとに並べます。1行ごとの検証用ハッシュで、後から書き換えていないことを確かめられます。",
        "Every punch by person, with what was discarded or corrected and why. A hash on each line shows that nothing"
        " was changed afterwards.",
    ),
    "excel": Text("Excel", "Excel"),
    "excel_hint": Text("打刻と残業時間の2シートです。", "Two sheets: punches and overtime."),
    "csv": Text("CSV (UTF-8)", "CSV (UTF-8)"),
    "csv_hint": Text("ほとんどのソフトで開けます。", "Most programs open it."),
    "csv_sjis": Text("CSV (Shift_JIS)", "CSV (Shift_JIS)"),
    "csv_sjis_hint": Text(
        "古い給与ソフト向けです。Shift_JISにない文字は〓になります。",
        "For older payroll programs. Characters that Shift_JIS lacks become 〓.",
    ),
    "download": Text("出力する", "Export"),
}
