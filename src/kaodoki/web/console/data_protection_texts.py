"""What the console's pages データ保護 and 同意の説明 say."""

from kaodoki.web.texts import Text

DATA_PROTECTION_TEXTS: dict[str, Text] = {
    "kept_now": Text("いま保存しているもの", "What is kept now"),
    "what": Text("データ", "Data"),
    "count": Text("件数", "Count"),
    "next_due": Text("次に消去する日", "Next to be erased"),
    "photos": Text("登録した顔写真", "Enrolment photos"),
    "templates": Text("顔の特徴(人数)", "Templates (people)"),
    "log_frames": Text("打刻時の顔の画像", "Pictures of attempts"),
    "review_frames": Text("確認待ちの顔の画像", "Pictures that wait for review"),
    "punches": Text("打刻の記録", "Records of punches"),
    "no_due": Text("予定なし", "none due"),
    "on_leaving": Text("退職・撤回のとき", "on leaving or withdrawal"),
    "receipts": Text("消去の控え", "Receipts of erasure"),
    "receipts_hint": Text(
        "同意の撤回と消去の新しい順に {count} 件まで。控えの番号は監査の記録の番号です。",
        "The newest {count} withdrawals and erasures. The number is that of the audit record.",
    ),
    "no_receipts": Text(
        "まだありません。従業員が同意を撤回するか、管理者が従業員のデータを消去すると、ここに控えが残ります。",
        "None yet. When somebody withdraws consent, or an administrator erases somebody, the receipt stays here.",
    ),
    "number": Text("番号", "Number"),
    "at": Text("日時", "Time"),
    "whom": Text("従業員コード", "Employee code"),
    "reason": Text("理由", "Why"),
    "erased": Text("消去したもの", "What was erased"),
    "by": Text("操作した人", "By"),
    "erased_said": Text("顔写真 {photos} 枚、特徴 {templates} 件", "{photos} photos, {templates} templates"),
    "consent_withdrawn": Text("同意の撤回", "Consent withdrawn"),
    "employee_erased": Text("従業員の消去", "Employee erased"),
    "photos_expired": Text("保存期間の終了", "End of the retention"),
    "punches_expired": Text("保存期間の終了", "End of the retention"),
    "punches_said": Text("打刻 {count} 件", "{count} punches"),
    "people_said": Text("{count} 名", "{count} people"),
    "consents": Text("同意の状況", "Consent"),
    "consents_said": Text(
        "在籍 {people} 名のうち、同意 {given} 名、撤回 {withdrawn} 名。",
        "Of {people} people {given} agree; {withdrawn} have withdrawn.",
    ),
    "notice_link": Text("同意の説明を確認・変更する", "See or change the notice"),
    "notice_title": Text("同意の説明", "The notice"),
    "notice_lead": Text(
        "従業員が顔写真を申請する前に読み、同意する文です。",
        "What people read and agree to before they hand in a photo.",
    ),
    "notice_now": Text("現在の説明(版 {version})", "The notice now (version {version})"),
    "notice_own": Text("自社の文にする", "Use a text of your own"),
    "notice_own_hint": Text(
        "公開すると新しい版になり、次に申請する人から適用します。以前の版に同意した人の記録は、その版のまま残ります。利用目的・保存期間・"
        "撤回の方法・ほかの打刻方法を必ず含めてください。",
        "Publishing makes a new version for whoever hands in a photo from then on; earlier consents stay with the text"
        " that was read. It must name purpose, retention, how to withdraw, and the other way to clock.",
    ),
    "notice_ja": Text("日本語の文", "Japanese text"),
    "notice_en": Text("英語の文", "English text"),
    "publish": Text("公開する", "Publish"),
    "published": Text("公開しました。版 {version}", "Published as version {version}"),
    "notice_needed": Text(
        "日本語と英語の両方を、それぞれ 20,000 文字までで入力してください。",
        "Both texts are needed, at most 20,000 characters each.",
    ),
    "read_only_notice": Text("公開には全権管理者の権限が必要です。", "Publishing needs all rights."),
}
