"""What can be wrong with a PIN or a card. None of it tells whether a code exists."""

from kaodoki.errors import KaodokiError


class PinRefused(KaodokiError):
    code = "pin_refused"
    ja = "従業員コードまたはPINが正しくありません。もう一度入力してください。"
    en = "The employee code or the PIN is wrong. Type them once more."


class PinBlocked(KaodokiError):
    code = "pin_blocked"
    ja = "入力の誤りが続いたため、{seconds}秒待ってからもう一度お試しください。顔やカードでは今すぐ打刻できます。"
    en = "Too many wrong tries. Try again in {seconds} s. Face and card work right away."


class PinUnfit(KaodokiError):
    code = "pin_unfit"
    ja = "PINは{fewest}桁から{most}桁の数字で、同じ数字の並びや連番を避けて決めてください。"
    en = "A PIN has {fewest} to {most} digits, and neither repeats one digit nor counts up or down."


class CardRefused(KaodokiError):
    code = "card_refused"
    ja = "このカードは使えません。別の方法で打刻し、管理者に新しいカードを依頼してください。"
    en = "This card is not valid. Punch another way and ask an administrator for a new card."
