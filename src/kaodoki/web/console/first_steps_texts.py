"""What はじめに and its pages say."""

from kaodoki.web.texts import Text

FIRST_STEPS_TEXTS: dict[str, Text] = {
    "first_steps": Text("はじめに", "First steps"),
    "first_steps_hint": Text(
        "上から順に進めると、最初の打刻が勤怠システムに届くまでおよそ10分です。途中でやめても、ここから続けられます。",
        "Go from the top: in about ten minutes the first punch reaches the attendance system. You can leave at any"
        " time; this list knows what is done.",
    ),
    "progress": Text("{count} 項目中 {done} 項目 完了", "{done} of {count} done"),
    "complete": Text(
        "準備がすべて整いました。ふだんは「今日」をご覧ください。", "Everything is ready. From now on, look at “Today”."
    ),
    "to_today": Text("今日の画面へ", "To today"),
    "done": Text("完了", "Done"),
    "begin": Text("はじめる", "Begin"),
    "look": Text("確認する", "Look"),
    "optional": Text("任意", "optional"),
    "step_sites": Text("拠点を登録する", "Add your sites"),
    "step_sites_for": Text(
        "働く場所が2か所以上あるときだけ必要です。勤怠システムの所属コードに合わせます。",
        "Only if people work in more than one place. Use the division codes of the attendance system.",
    ),
    "step_people": Text("従業員を登録する", "Add your employees"),
    "step_people_for": Text(
        "CSVファイルでまとめて登録します。従業員コードは勤怠システムと同じものにします。",
        "All at once from a CSV file, with the same employee codes as in the attendance system.",
    ),
    "step_linking": Text("勤怠システムと連携する", "Link the attendance system"),
    "step_linking_for": Text(
        "打刻の送り先を決めます。このサーバーの勤怠システムなら、ボタンを押して許可するだけです。",
        "Says where punches go. With the attendance system on this server: press the button and agree.",
    ),
    "step_terminal": Text("最初の端末をつなぐ", "Connect the first terminal"),
    "step_terminal_for": Text(
        "タブレットでQRコードを読み取ると、打刻画面が開きます。", "Scan a QR code with a tablet: it becomes the kiosk."
    ),
    "step_photos": Text("顔写真を登録する", "Enrol faces"),
    "step_photos_for": Text(
        "本人の同意を得て、顔写真を登録します。顔を登録しない人はPINかカードで打刻できます。",
        "With each person’s consent. Whoever does not enrol a face punches by PIN or card.",
    ),
    "step_punch": Text("最初の打刻をする", "Make the first punch"),
    "step_punch_for": Text(
        "端末に顔を向けて打刻します。勤怠システムに届くと、ここが完了になります。",
        "Look at the terminal and punch. When it has reached the attendance system, this is done.",
    ),
    "mfa": Text("ログインの安全性を高める", "Make your login safer"),
    "mfa_for": Text(
        "全権管理者には、パスワードに加えて認証アプリかパスキーの設定をおすすめします。",
        "An administrator with all rights should have an authenticator app or a passkey besides the password.",
    ),
    "mfa_button": Text("2段階認証を設定する", "Set up two-step login"),
    "back_to_list": Text("一覧に戻る", "Back to the list"),
    "sites_title": Text("拠点", "Sites"),
    "sites_hint": Text(
        "拠点ごとに端末や管理者を分けたり、起算時刻を変えたりできます。1か所だけなら登録せずに進めます。",
        "Terminals, managers and the day start can differ by site. With one place only, go on without any.",
    ),
    "site_code": Text("拠点コード", "Site code"),
    "site_code_hint": Text("勤怠システムの所属コード。例: 1000", "The division code there, as 1000"),
    "site_name": Text("拠点名", "Name of the site"),
    "site_name_hint": Text("例: 本社", "As Head office"),
    "site_add": Text("拠点を追加する", "Add the site"),
    "no_sites": Text("拠点はまだありません。", "No site yet."),
    "site_incomplete": Text(
        "拠点コード(64文字まで)と拠点名(100文字まで)を入力してください。",
        "Give a site code (at most 64 characters) and a name (at most 100).",
    ),
    "people_title": Text("従業員をまとめて登録する", "Add employees from a file"),
    "people_now": Text("登録済み {count} 名", "{count} so far"),
    "people_choose": Text("CSVファイルを選ぶ", "Choose a CSV file"),
    "people_hint": Text(
        "1行目は列の名前です。「従業員コード」「姓」「名」(または「氏名」)が必要で、「セイ」「メイ」「メールアドレス」「拠点コード」も"
        "読み取ります。文字コードはUTF-8でもShift_JISでもかまいません。ファイルにない従業員はそのまま残ります。",
        "The first line names the columns: employee_code, family_name and given_name (or name) are needed;"
        " family_name_kana, given_name_kana, email and site_code are read. UTF-8 or Shift_JIS."
        " Whoever is not in the file stays.",
    ),
    "people_example": Text("見本のファイルをダウンロードする", "Download an example"),
    "people_file": Text("CSVファイル", "CSV file"),
    "people_check": Text("内容を確認する", "Check it"),
    "people_look": Text("登録される内容", "What would happen"),
    "people_counts": Text(
        "新規 {new} 名、変更 {changed} 名、変更なし {unchanged} 名です。まだ登録していません。",
        "{new} new, {changed} changed, {unchanged} as they are. Nothing is stored yet.",
    ),
    "people_nothing": Text("登録する内容はありません。", "There is nothing to do."),
    "people_more": Text("最初の {count} 名を表示しています。", "The first {count} are shown."),
    "people_new": Text("新規", "New"),
    "people_changed": Text("変更", "Changed"),
    "people_email": Text("メールアドレス", "E-mail"),
    "people_apply": Text("この内容で登録する", "Store it"),
    "people_drop": Text("やめる", "Forget this file"),
    "people_wrong": Text(
        "次の行を直して、もう一度選んでください。まだ何も登録していません。",
        "Mend these lines and choose the file again. Nothing was stored.",
    ),
    "people_line": Text("行", "Line"),
    "people_what": Text("直すところ", "What to mend"),
    "people_done": Text(
        "新しく {new} 名を登録し、{changed} 名を変更しました。", "{new} people were added, {changed} changed."
    ),
    "terminal_title": Text("最初の端末", "First terminal"),
    "certificate_step": Text("1. タブレットに証明書を入れる", "1. Install the certificate on the tablet"),
    "certificate_hint": Text(
        "タブレットのカメラで読み取り、開いたページの手順に従います。端末ごとに1回だけです。最初に出る警告は、証明書を入れると消えます。",
        "Scan this with the tablet’s camera and follow the page that opens, once for each tablet. The warning at first"
        " goes away with the certificate.",
    ),
    "pair_step": Text("端末を登録する", "Pair the terminal"),
    "pair_step_hint": Text(
        "名前を付けるとコードが表示されます。タブレットでQRコードを読み取るか、打刻画面を開いてコードを入力します。",
        "Give it a name and you get a code. Scan it with the tablet, or open the kiosk there and type the code.",
    ),
    "pair_within": Text(
        "「{name}」のコードです。10分以内に1回だけ使えます。", "The code of “{name}”: works once, within ten minutes."
    ),
    "site": Text("拠点", "Site"),
    "no_site": Text("指定しない", "None"),
    "on_this_machine": Text("このパソコンで試すこともできます", "To try it on this computer"),
    "open_kiosk": Text("打刻画面を開く", "Open the kiosk"),
    "paired": Text("端末がつながっています。", "A terminal is connected."),
    "needs_tls": Text(
        "いまは、このパソコンからだけ使えます。タブレットをつなぐには、"
        "サーバーで kaodoki up --host 0.0.0.0 として起動し直してください。",
        "At present only this computer can use it. To connect tablets, start the server again with"
        " kaodoki up --host 0.0.0.0.",
    ),
}
