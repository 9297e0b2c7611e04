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


class CorrectionEmpty(KaodokiError):
    code = "correction_empty"
    ja = "修正する内容がありません。打刻種別または時刻を変更してください。"
    en = "The correction changes nothing. Give another kind or another time."


class CorrectionTimeWrong(KaodokiError):
    code = "correction_time_wrong"
    ja = "この時刻には修正できません。現在から3年前までの時刻を指定してください。"
    en = "A punch cannot be corrected to that time. Give one between three years ago and now."


class PunchSecondTaken(KaodokiError):
    code = "punch_second_taken"
    ja = "同じ秒にこの従業員の打刻がすでにあります。別の時刻を指定してください。"
    en = "This employee has a punch at that second already. Give another time."
