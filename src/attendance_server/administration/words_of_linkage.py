"""What the linkage screen says, terms included, in Japanese and English. A change of the terms' sense needs a new
version in `linkage.consents`.
"""

LINKAGE_WORDS = {
    "title": ("外部サービス連携の認証", "Link an external service"),
    "lead": (
        "「{client}」がこの勤怠サーバーとの連携を求めています。全権管理者のログインIDとパスワードを入力し、内容を確認のうえ承諾してください。",
        "“{client}” asks to be linked with this attendance server. Enter the login and the password of an all-rights "
        "administrator, read the text below and accept it.",
    ),
    "returns_to": ("承諾後の移動先", "You then return to"),
    "asks_for": ("連携するデータ", "What is linked"),
    "terms": ("利用規約と同意事項", "Terms of use and consent"),
    "terms_version": ("{version} 版", "Version {version}"),
    "terms_items": (
        "連携先のサービスは、上の「連携するデータ」を、許可された範囲でいつでも読み書きできます。\n"
        "連携先は受け取ったデータを打刻の登録、従業員の照合、残業時間の表示のためだけに使います。"
        "従業員には、データを連携することを企業から知らせてください。\n"
        "従業員は両方のシステムに同じ従業員コードで登録してください。コードが違う従業員は連携されません。\n"
        "毎日 8:30〜10:00 と 17:30〜18:30(WebAPI制限時間帯)は、打刻の登録を除きデータを連携できません。\n"
        "承諾すると、連携先にアクセストークンを1つ発行します。管理画面の「アクセストークン」でいつでも無効にでき、"
        "その時点で連携は終了します。登録済みの打刻は残ります。",
        "The service may read and write the data listed above, within these rights, at any time.\n"
        "It uses them only to register punches, to match employees and to show overtime. The company tells its "
        "employees that their data are linked.\n"
        "Employees have the same employee code in both systems; who has another one is not linked.\n"
        "Every day from 8:30 to 10:00 and from 17:30 to 18:30 (restricted hours) nothing but punches is linked.\n"
        "Accepting issues one access token to the service. Under “Access tokens” you can revoke it at any time, which "
        "ends the link; punches that are registered stay.",
    ),
    "agree": ("確認のうえ、同意します。", "I have read this and agree."),
    "accept": ("承諾する", "Accept"),
    "decline": ("承諾しない", "Do not accept"),
    "agreed_before": (
        "この版には {time} に {by} が同意しています。",
        "{by} agreed to this version on {time}.",
    ),
    "not_agreed": (
        "連携するには「確認のうえ、同意します。」にチェックを入れてください。",
        "To link the service, tick “I have read this and agree.”",
    ),
    "needs_all_rights": (
        "このログインには全権管理者の権限がないため、連携を承諾できません。全権管理者のログインIDで入力してください。",
        "This login is no all-rights administrator and cannot accept. Enter the login of one.",
    ),
    "refused_title": ("連携を開始できません", "The link cannot be started"),
    "unknown_client": (
        "連携を求めているサービスが登録されていません。連携元のサービスの管理者に、サービスの登録を確認してください。",
        "The service that asks is not registered here. Ask whoever runs it to have it registered.",
    ),
    "wrong_redirect": (
        "承諾後の移動先が、登録されたアドレスと一致しません。連携元のサービスをいつものアドレスで開いてやり直すか、"
        "登録されたアドレスを確認してください。",
        "The address to return to is not one that is registered for the service. Open the service at its usual address "
        "and start again, or check what is registered.",
    ),
    "unreadable": (
        "連携の要求を読み取れません。連携元のサービスの画面からやり直してください。",
        "This request cannot be read. Start again on the pages of the service.",
    ),
}
