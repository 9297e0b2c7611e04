"""What the console's page 情報 says."""

from kaodoki.web.texts import Text

ABOUT_TEXTS: dict[str, Text] = {
    "about_title": Text("情報", "About"),
    "about_lead": Text(
        "バージョン、状態、顔認証モデルとライブラリのライセンス。お問い合わせのときに、この画面をお知らせください。",
        "Versions, health, and the licences of models and libraries. Send this page along when you ask for help.",
    ),
    "versions": Text("バージョン", "Versions"),
    "health": Text("状態", "Health"),
    "database": Text("データベース", "Database"),
    "answers": Text("応答しています", "answers"),
    "jobs_waiting": Text("待っている処理", "Jobs that wait"),
    "jobs_failed": Text("失敗した処理", "Jobs that failed"),
    "counted": Text("{count} 件", "{count}"),
    "liveness_model": Text("なりすまし防止モデル", "Liveness model"),
    "installed": Text("導入済み", "installed"),
    "not_installed": Text("未導入", "not installed"),
    "mail_server": Text("メールサーバー", "Mail server"),
    "set_up": Text("設定済み", "set up"),
    "not_set_up": Text("未設定", "not set up"),
    "models": Text("顔認証モデル", "Face models"),
    "pack": Text("モデル", "Pack"),
    "use": Text("用途", "Use"),
    "decides": Text("判定に使用中", "decides"),
    "on_trial": Text("試行中", "on trial"),
    "template_length": Text("特徴の数", "Numbers in a template"),
    "licence": Text("ライセンス", "Licence"),
    "libraries": Text("使用しているライブラリ", "Libraries"),
    "libraries_show": Text("{count} 件を表示する", "Show all {count}"),
    "library": Text("名前", "Name"),
    "version": Text("バージョン", "Version"),
    "own_licence": Text(
        "Kaodoki は Apache License 2.0 のオープンソースです。", "Kaodoki is open source under the Apache License 2.0."
    ),
    "doctor": Text(
        "サーバーでは kaodoki doctor で、動かない原因と直し方を確認できます。",
        "On the server, kaodoki doctor says what is missing and what to do.",
    ),
}
