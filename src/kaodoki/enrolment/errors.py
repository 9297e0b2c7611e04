"""Why a photo is not taken."""

from kaodoki.errors import KaodokiError


class PhotoRefused(KaodokiError):
    """`findings` (code and sentence each) say what to do better."""

    code = "photo_refused"
    ja = "この写真は登録できません。理由を確認して撮り直してください。"
    en = "This photo cannot be used. See the findings and take another one."
