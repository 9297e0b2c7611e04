"""What the page for loading company data says, in Japanese and English."""

LOADING_WORDS = {
    "get_examples": ("見本のCSVをダウンロード", "Download example CSV files"),
    "csv_files": ("CSVファイル(複数選択できます)", "CSV files (several may be chosen)"),
    "csv_files_hint": (
        "ファイル名の先頭で内容を判断します: 所属、雇用区分、従業員グループ、休暇区分、従業員、会社カレンダー、"
        "休暇付与、スケジュール、申請。Excelで保存したCSV(UTF-8・Shift_JIS)を読み込めます。合計20MBまで。",
        "The beginning of a file's name tells what is in it: divisions, working_types, employee_groups, holiday_types, "
        "employees, calendar, holiday_grants, schedules, applications. CSV files as Excel saves them; 20 MB in all.",
    ),
    "do_load": ("読み込む", "Load"),
    "loading_hint": (
        "1か所でも誤りがあれば、どのファイルの内容も登録されません。同じファイルをもう一度読み込んでも、内容は変わりません。",
        "If anything is wrong, nothing of any file is stored. Loading the same files again changes nothing.",
    ),
    "files_too_large": (
        "ファイルの合計が20MBを超えているため、読み込んでいません。分けて読み込んでください。",
        "The files are larger than 20 MB together and were not loaded. Load them in parts.",
    ),
}
