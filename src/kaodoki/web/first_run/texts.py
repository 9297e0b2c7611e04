"""What the page of the first set-up says."""

from kaodoki.web.texts import Text

FIRST_RUN_TEXTS: dict[str, Text] = {
    "product": Text("顔時", "Kaodoki"),
    "title": Text("初期設定", "First set-up"),
    "code_hint": Text(
        "このサーバーにはまだ管理者がいません。サーバーの画面に表示された初期設定のアドレスを開くか、コードを入力してください。"
        "表示が見つからないときは、サーバーで kaodoki doctor を実行します。",
        "This server has no administrator yet. Open the set-up address that it printed on its screen, or type the code."
        " If it is gone, run kaodoki doctor on the server.",
    ),
    "code": Text("初期設定コード", "Set-up code"),
    "code_wrong": Text(
        "コードが違います。サーバーの画面のとおりに入力してください。",
        "That is not the code. Type it as the server shows it.",
    ),
    "go_on": Text("次へ", "Continue"),
    "welcome": Text(
        "会社と、すべての権限を持つ最初の管理者を登録します。3分ほどで終わります。続きは「はじめに」の一覧から、いつでも再開できます。",
        "Your company, and the first administrator with all rights. It takes about three minutes; the rest waits in a"
        " list that you can leave and take up again.",
    ),
    "company": Text("会社", "Company"),
    "company_name": Text("会社名", "Name of the company"),
    "administrator": Text("最初の管理者", "First administrator"),
    "name": Text("氏名", "Name"),
    "login": Text("ログインID", "Login"),
    "login_hint": Text("半角英数字と . _ - @ + で3文字以上", "At least 3 letters, digits or . _ - @ +"),
    "email": Text("メールアドレス(任意)", "E-mail (optional)"),
    "email_hint": Text("連携エラーなどのお知らせを受け取ります。", "For notices such as punches that failed."),
    "password": Text("パスワード", "Password"),
    "password_hint": Text(
        "12文字以上。ログインIDを含まないもの。長い言葉の組み合わせがおすすめです。",
        "12 characters or more, without the login. A few long words do well.",
    ),
    "password_again": Text("パスワード(確認)", "Password once more"),
    "register": Text("登録してはじめる", "Make it and begin"),
    "company_name_wrong": Text(
        "会社名を入力してください(200文字まで)。", "Give the company’s name (at most 200 characters)."
    ),
    "name_wrong": Text("氏名を入力してください(100文字まで)。", "Give a name (at most 100 characters)."),
    "login_wrong": Text(
        "ログインIDは半角英数字と . _ - @ + の3〜100文字にしてください。",
        "A login has 3 to 100 letters, digits or . _ - @ +",
    ),
    "email_wrong": Text("メールアドレスの形式を確認してください。", "This does not look like an e-mail address."),
    "password_weak": Text(
        "推測されやすいパスワードです。12文字以上で、ログインIDを含まず、よくある言葉だけではないものにしてください。",
        "Too easy to guess: use 12 characters or more, not the login, and not just a common word.",
    ),
    "password_differs": Text("2つのパスワードが一致しません。", "The two passwords differ."),
    "look_again": Text("入力内容を確認してください。", "Please look at the fields marked below."),
    "other_language": Text("English", "日本語"),
    "other_language_code": Text("en", "ja"),
}
