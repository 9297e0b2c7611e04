"""What the console's page KING OF TIME連携設定 says."""

from kaodoki.web.texts import Text

LINKING_PAGE_TEXTS: dict[str, Text] = {
    "linking_title": Text("KING OF TIME連携設定", "Link with KING OF TIME"),
    "linking_lead": Text(
        "顔認証ログを打刻として KING OF TIME 勤怠管理に送ります。連携は会社ごとに一度だけ設定します。",
        "Face-authentication logs are sent to KING OF TIME as punches. The link is set up once for the company.",
    ),
    "linking_done": Text("連携が完了しました。", "The link is complete."),
    "link_unlinked": Text(
        "連携を解除しました。未送信の打刻は保管され、もう一度連携すると送信されます。",
        "Unlinked. Punches not sent yet are kept and go on when you link again.",
    ),
    "link_unlinked_revoked": Text(
        "連携を解除し、アクセストークンを無効にしました。未送信の打刻は保管され、もう一度連携すると送信されます。",
        "Unlinked, and the access token is revoked. Punches not sent yet are kept and go on when you link again.",
    ),
    "link_unlinked_not_revoked": Text(
        "連携を解除しましたが、アクセストークンを無効にできませんでした。勤怠システムの画面で無効にしてください。",
        "Unlinked, but the access token could not be revoked. Revoke it on the attendance system’s own pages.",
    ),
    "token_reissued": Text("アクセストークンを再発行しました。", "The access token was reissued."),
    "linking_dropped": Text("連携を取りやめました。何も変更していません。", "Nothing was linked or changed."),
    "compared_later": Text(
        "起算時刻と日付変更時間の比較は、WebAPI制限時間帯のあと({time} 以降)に行います。"
        "違いがあれば「従業員の連携」に表示します。",
        "Day starts and day borders are compared after the restricted hours (from {time}). Differences then show under"
        " “Linked people”.",
    ),
    "not_compared": Text(
        "起算時刻と日付変更時間を比較できませんでした。所属を参照する権限を確認してください。"
        "同期できたときに比較し、違いがあれば「従業員の連携」に表示します。",
        "Day starts and day borders could not be compared; check the right to read divisions. They are compared at the"
        " next sync, and differences then show under “Linked people”.",
    ),
    "still_different": Text(
        "次の起算時刻の違いが残っています。「従業員の連携」で修正できます。",
        "These day starts still differ. You can set them right under “Linked people”.",
    ),
    "to_linked_people": Text("「従業員の連携」を開く", "Open “Linked people”"),
    "link_state": Text("連携の状態", "State of the link"),
    "state_linked": Text("連携済み", "Linked"),
    "state_not_linked": Text("未連携", "Not linked"),
    "state_credentials_refused": Text("再連携が必要", "Link again"),
    "state": Text("状態", "State"),
    "linked_to": Text("連携先", "Linked to"),
    "linked_since": Text("連携日時", "Linked on"),
    "linked_by": Text("設定した人", "Set up by"),
    "linked_way": Text("連携の方法", "How"),
    "way_consent": Text("勤怠システムの画面で承諾", "By consent on the attendance system’s screen"),
    "way_token": Text("アクセストークンを入力", "With an access token entered by hand"),
    "last_sync_at": Text("最終同期", "Last sync"),
    "never_synced_yet": Text("まだ同期していません", "Not yet"),
    "waiting_punches": Text("連携待ちの打刻", "Punches waiting"),
    "waiting_count": Text("{count} 件", "{count}"),
    "is_away": Text(
        "勤怠システムに接続できません。{time} に再試行します。打刻は失われません。",
        "The attendance system cannot be reached. Next try at {time}. No punch is lost.",
    ),
    "is_refused": Text(
        "アクセストークンが勤怠システムに受け付けられません。下の「連携設定」からもう一度連携してください。"
        "連携待ちの打刻 {count} 件は保管しています。連携し直すと送信され、失われません。",
        "The attendance system refuses the access token. Link again below. {count} punches wait: all are kept and are"
        " sent when you have linked again.",
    ),
    "not_yet": Text(
        "連携していません。打刻は記録され、連携すると期限内のものが送信されます。",
        "Not linked. Punches are recorded; those within the deadline are sent when you link.",
    ),
    "linked_elsewhere": Text(
        "現在の連携先は {connector} です。ここで連携すると切り替わります。",
        "Punches go to {connector} now. Linking here replaces it.",
    ),
    "by_consent": Text("勤怠システムの画面で連携する", "Link on the attendance system’s screen"),
    "link_again": Text("連携し直す", "Link again"),
    "by_consent_hint": Text(
        "勤怠システムの認証画面に移動します。全権管理者のログインIDとパスワードを用意してください。",
        "You are taken to the attendance system’s screen. Have the login and password of an all-rights administrator.",
    ),
    "address": Text("勤怠システムのアドレス(WebAPI)", "Address of the attendance system (WebAPI)"),
    "address_hint": Text("例: https://kintai.example.jp/v1.0", "Such as https://attendance.example.jp/v1.0"),
    "set_up": Text("連携設定", "Set up the link"),
    "is_set_up": Text("連携済み", "Linked"),
    "by_token": Text("アクセストークンを入力して連携する", "Link with an access token"),
    "by_token_hint": Text(
        "KING OF TIME の管理画面で発行したアクセストークンを入力します。入力したトークンはその場で確認します"
        "(WebAPI制限時間帯でも確認できます)。暗号化して保管し、二度と表示しません。",
        "Enter an access token issued on KING OF TIME’s pages. It is tried at once, in restricted hours too, kept"
        " sealed, and never shown again.",
    ),
    "access_token": Text("アクセストークン", "Access token"),
    "link_with_token": Text("確認して連携する", "Try it and link"),
    "leaving": Text("勤怠システムの画面に移動します", "On to the attendance system’s screen"),
    "leaving_to": Text("移動先: {origin}", "To {origin}"),
    "go_on": Text("移動する", "Go on"),
    "to_confirm": Text("起算時刻の確認", "Check the day starts"),
    "to_confirm_hint": Text(
        "アクセストークンは受け付けられましたが、まだ連携していません。"
        "1日の始まりが顔時と勤怠システムで異なります。違うままでは、打刻が別の日の勤務になることがあります。",
        "The access token was accepted, but nothing is linked yet. The day begins at different times here and over"
        " there: left so, a punch may count to another day.",
    ),
    "align_to": Text("起算時刻を {time} にする", "Start the day at {time}"),
    "all_agree": Text("起算時刻の違いはなくなりました。", "The day starts agree now."),
    "link_as_is": Text("このまま連携する", "Link as it is"),
    "link_now": Text("連携する", "Link"),
    "do_not_link": Text("連携しない", "Do not link"),
    "manage_token": Text("アクセストークンと連携の解除", "Access token and unlinking"),
    "reissue": Text("アクセストークンを再発行する", "Reissue the access token"),
    "reissue_hint": Text(
        "現在のトークンを無効にし、新しいトークンに替えます。連携と打刻はそのままです。いつでも行えます。",
        "The present token is revoked and replaced by a new one. The link and the punches stay. Works at any hour.",
    ),
    "unlink": Text("連携を解除する", "Unlink"),
    "unlink_hint": Text(
        "解除すると打刻は送信されず、残業時間も更新されません。連携待ちの打刻 {count} 件は保管し、"
        "もう一度連携すると送信します。",
        "Then no punches are sent and no overtime is fetched. {count} punches wait: they are kept and sent"
        " when you link again.",
    ),
    "also_revoke": Text("アクセストークンも無効にする", "Revoke the access token, too"),
    "sure": Text("連携を解除することを確認しました", "Yes, unlink"),
    "be_sure": Text("確認欄にチェックを入れてから解除してください。", "Tick the confirmation, then unlink."),
}
