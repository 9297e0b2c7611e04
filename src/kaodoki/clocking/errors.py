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
    ja = "画像は{fewest}枚から{most}枚まで送ってください。"
    en = "Send between {fewest} and {most} frames."


class PinNotAsked(KaodokiError):
    code = "pin_not_asked"
    ja = "この認証ではPINを求めていません。「従業員コード + PIN」から打刻してください。"
    en = "No PIN was asked for at this attempt. Punch with the employee code and PIN instead."


class ChallengeNotAsked(KaodokiError):
    code = "challenge_not_asked"
    ja = "この認証では動作確認を求めていません。もう一度、カメラに顔を向けてください。"
    en = "No challenge was asked at this attempt. Look at the camera once more."


class ChallengeNotAnswered(KaodokiError):
    code = "challenge_not_answered"
    ja = "先に動作確認を行ってください。画面の指示に従って顔を動かしてください。"
    en = "Answer the challenge first: move your head as the screen says."


class ChallengeUsed(KaodokiError):
    code = "challenge_used"
    ja = "この動作確認はすでに回答されています。もう一度、カメラに顔を向けてください。"
    en = "This challenge has been answered already. Look at the camera once more."


class ChallengeExpired(KaodokiError):
    code = "challenge_expired"
    ja = "動作確認の制限時間を過ぎました。もう一度、カメラに顔を向けてください。"
    en = "The time for the challenge is over. Look at the camera once more."


class SealedOutOfOrder(KaodokiError):
    code = "sealed_out_of_order"
    ja = "この番号({sequence})のオフライン打刻は受け付け済みか、順序が合いません(最後の番号: {last})。"
    en = "Number {sequence} of the attempts kept offline was used before or comes out of order (last: {last})."
