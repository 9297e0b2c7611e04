"""What can be wrong with a terminal."""

from kaodoki.errors import KaodokiError


class PairingFailed(KaodokiError):
    code = "pairing_failed"
    ja = "ペアリングコードが正しくないか、期限が切れています。管理画面で新しいコードを発行してください。"
    en = "The pairing code is wrong, used or expired. Ask an administrator for a new one."


class PairingBlocked(KaodokiError):
    code = "pairing_blocked"
    ja = "ペアリングの失敗が続いたため、10分ほど待ってからもう一度お試しください。"
    en = "Too many wrong pairing codes came from here. Try again in 10 minutes."


class TerminalRefused(KaodokiError):
    code = "terminal_refused"
    ja = "この端末は登録されていないか、無効になっています。もう一度ペアリングしてください。"
    en = "This terminal is not paired or has been revoked. Pair it again."


class SealedAttemptUnreadable(KaodokiError):
    code = "sealed_attempt_unreadable"
    ja = "オフラインで受け付けた打刻を開けません。データが壊れているか、別の端末・企業のものです。"
    en = "The attempt kept offline cannot be opened: it is damaged, or another terminal's or company's."


class SealingKeyGone(KaodokiError):
    code = "sealing_key_gone"
    ja = "オフライン打刻の暗号鍵が見つかりません。交換から14日を過ぎた鍵は消去されています。"
    en = "The key this attempt was sealed to does not exist. Keys are erased 14 days after they were replaced."
