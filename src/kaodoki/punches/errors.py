"""What can be wrong with attempts and punches."""

from kaodoki.errors import KaodokiError


class TooLate(KaodokiError):
    code = "too_late"
    ja = "取り消しできる時間を過ぎました。修正は管理者に依頼してください。"
    en = "The time to undo this punch is over. Ask an administrator to correct it."


class PunchNotOpen(KaodokiError):
    code = "punch_not_open"
    ja = "この打刻は {state} のため、この操作はできません。"
    en = "This punch is {state}; that cannot be done to it."
