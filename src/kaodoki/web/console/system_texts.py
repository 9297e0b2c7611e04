"""What the console's page システム設定 says."""

from kaodoki.web.texts import Text

SYSTEM_TEXTS: dict[str, Text] = {
    "settings_list": Text("システム設定一覧", "All settings"),
    "group_linking": Text("勤怠システムとの連携", "Linking with the attendance system"),
    "group_work": Text("勤怠", "Working time"),
    "group_faces": Text("顔認証", "Face recognition"),
    "group_notices": Text("通知と情報", "Notices and information"),
    "group_terminals": Text("顔認証端末", "Terminals"),
    "group_people": Text("顔写真と同意", "Photos and consent"),
    "tokens_title": Text("APIトークン", "API tokens"),
    "tokens_for": Text(
        "人事システムなど、ほかのプログラムが Kaodoki の API を使うための鍵です。",
        "Keys with which other programs, such as an HR system, use Kaodoki's API.",
    ),
    "offline_title": Text("オフライン打刻の確認", "Offline punches"),
    "offline_for": Text(
        "オフラインで受け付け、本人を確かめられなかった打刻を、画像を見て割り当てます。",
        "Punches kept offline in which nobody was recognised: look at them and say whose they are.",
    ),
    "invitations_title": Text("顔写真の案内", "Invite for photos"),
    "invitations_for": Text(
        "従業員に、スマートフォンで顔写真を申請するためのリンクを渡します。",
        "Give people a link with which they hand in their photo by phone.",
    ),
    "limits_title": Text("36協定と時刻", "Article 36 and time"),
    "limits_for": Text(
        "36協定の起算月・特別条項・適用区分と、タイムゾーン。",
        "First month, special clause and coverage; the time zone.",
    ),
    "kiosk_title": Text("端末の動作", "What terminals do"),
    "kiosk_for": Text(
        "結果の表示と音、顔を見始める条件、二重打刻の防止、オフライン打刻。",
        "Result and sound, when a face is looked at, double punches, offline punches.",
    ),
    "recognition_title": Text("顔認証の設定", "Recognition"),
    "recognition_for": Text(
        "見分ける厳しさと、写真や動画によるなりすましの防止。", "Strictness, and what is done against photos held up."
    ),
    "notice_title": Text("同意の説明", "The notice"),
    "notice_for": Text(
        "従業員が顔写真を申請する前に読み、同意する文です。",
        "What people read and agree to before they hand in a photo.",
    ),
    "about_title": Text("情報", "About"),
    "about_for": Text("バージョン、状態、ライセンス。", "Versions, health, licences."),
    "mail_title": Text("メール通知", "E-mail notices"),
    "mail_for": Text(
        "連携できない打刻、端末の無応答、残業時間の警告、顔写真の承認・差戻しをメールで知らせます。",
        "Tells of punches that failed, silent terminals, overtime warnings and decided photos by e-mail.",
    ),
    "linking_title": Text("KING OF TIME連携", "KING OF TIME linkage"),
    "linking_for": Text(
        "顔認証ログを打刻データとして送り、残業時間を受け取ります。全権管理者が一度だけ設定します。",
        "Sends face-authentication logs as punches and fetches overtime. Set up once, by an all-rights administrator.",
    ),
    "people_for": Text(
        "従業員コードが一致しない従業員と、拠点に対応する所属を確認して直します。",
        "Check and mend employee codes that do not match, and which division each site is.",
    ),
    "work_title": Text("就労管理", "Work rules"),
    "work_for": Text(
        "起算時刻、残業時間上限、勤怠整合性チェック、WebAPI制限時間帯。勤怠システムと同じ値にします。",
        "Day start, overtime cap, integrity check and restricted hours. The attendance system must have the same.",
    ),
    "terminals_for": Text(
        "顔認証端末を登録し、打刻種別の選び方を決めます。", "Add terminals and say how the kind of punch is chosen."
    ),
    "packs_for": Text(
        "使っているモデルと、試行や切替の進み具合を確認します。",
        "Which model tells faces apart, and how a trial or a change of it stands.",
    ),
    "look_alikes_for": Text(
        "取り違えるおそれのある2人の組を確認します。", "Pairs of people who might be taken for each other."
    ),
    "state_linked": Text("連携済み", "Linked"),
    "state_not_linked": Text("未設定", "Not set up"),
    "state_credentials_refused": Text("要対応", "Needs attention"),
    "work_now": Text(
        "起算時刻 {day_start} ・ 上限 {cap} ・ チェック {check}", "Day {day_start} · cap {cap} · check {check}"
    ),
    "no_cap": Text("なし", "none"),
    "on": Text("オン", "on"),
    "off": Text("オフ", "off"),
}
