"""Why an attempt is not taken at all."""

from kaodoki.errors import KaodokiError


class ClockWrong(KaodokiError):
    code = "clock_wrong"
    ja = "端末の時計がずれています({seconds}秒)。端末の日時を自動設定にしてください。"
    en = "The terminal's clock is off by {seconds} s. Set its date and time automatically."


class KindNeeded(KaodokiError):
    code = "punch_kind_needed"
    ja = "打刻の種類を選んでください。"
    en = "Choose the kind of punch."


class KindNotAllowed(KaodokiError):
    code = "punch_kind_not_allowed"
    ja = "この端末では打刻の種類を指定できません。"
    en = "This terminal does not let the kind of punch be chosen."


class TooManyAttempts(KaodokiError):
    code = "too_many_attempts"
    ja = "操作が多すぎます。1分ほど待ってからもう一度お試しください。"
    en = "Too many attempts. Wait a minute and try again."


class FramesWrong(KaodokiError):
    code = "frames_wrong"
    ja = "画像は1枚から{most}枚まで送ってください。"
    en = "Send between 1 and {most} frames."
