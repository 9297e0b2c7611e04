"""What the mails say: Japanese, then English. No face data, and no name in a subject, which servers log."""

from collections.abc import Sequence

# At most so many lines a mail; the rest is a number and stands in the console.
MOST_LINES = 20

SUBJECTS = {
    "photo_approved": ("顔写真が承認されました", "Your face photo was approved"),
    "photo_rejected": ("顔写真の撮り直しをお願いします", "Please take your face photo once more"),
    "punch_failed": ("連携できない打刻が {count} 件あります", "{count} punches could not be delivered"),
    "terminal_silent": ("顔認証端末から応答がありません", "A face terminal is silent"),
    "overtime": ("残業時間の警告 {count} 件", "{count} overtime warnings"),
    "test": ("メール通知のテスト", "A test of the e-mail notices"),
}
LEADS = {
    "photo_approved": (
        "顔写真が承認されました。次の打刻から顔認証を使えます。",
        "Your face photo was approved. You can clock in with your face from now on.",
    ),
    "photo_rejected": (
        "顔写真が差し戻されました。申請ページで理由を確認して、もう一度撮影してください。",
        "Your face photo was sent back. See the reason on your photo page and take it once more.",
    ),
    "punch_failed": (
        "次の打刻は勤怠システムに連携されていません。管理画面で確認してください。",
        "These punches did not reach the attendance system. Please look at them in the console.",
    ),
    "terminal_silent": (
        "次の端末から応答がありません。電源とネットワークを確認してください。",
        "These terminals have not been heard of. Check their power and network.",
    ),
    "overtime": (
        "次の従業員の残業時間が、設定した警告の時間に達しました。",
        "The overtime of these people has reached a warning you set.",
    ),
    "test": (
        "このメールが届いていれば、メール通知は正しく設定されています。",
        "If you read this, the e-mail notices are set up well.",
    ),
}
KINDS = {
    "in": ("出勤", "clock-in"),
    "out": ("退勤", "clock-out"),
    "break_start": ("休憩開始", "start of break"),
    "break_end": ("休憩終了", "end of break"),
    "go_out": ("外出", "going out"),
    "return": ("戻り", "return"),
    "auto": ("打刻", "punch"),
}
STATES = {
    "integrity_error": ("整合性エラー", "integrity error"),
    "rejected": ("連携エラー", "refused by the attendance system"),
}
_MORE = ("ほか {count} 件", "and {count} more")
_FOOT = (
    "このメールは顔時(Kaodoki)が自動で送信しています。送る内容は 管理画面 > システム設定 > メール通知 で変更できます。",
    "Sent by Kaodoki. An administrator chooses what is sent under System settings > E-mail notices.",
)


def subject_of(name: str, *, count: int = 0) -> str:
    """Both languages in one line."""
    japanese, english = SUBJECTS[name]
    return f"{japanese} / {english}".format(count=count)


def body_of(name: str, lines: Sequence[tuple[str, str]] = (), *, link: str = "") -> str:
    """Plain text; `lines` are what is told, each in Japanese and English."""
    return "\n\n--\n\n".join(_part(name, [pair[which] for pair in lines], link, which) for which in (0, 1))


def _part(name: str, lines: Sequence[str], link: str, which: int) -> str:
    told = list(lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        told.append(_MORE[which].format(count=len(lines) - MOST_LINES))
    parts = [LEADS[name][which], "\n".join(f"- {line}" for line in told), link, _FOOT[which]]
    return "\n\n".join(part for part in parts if part)
