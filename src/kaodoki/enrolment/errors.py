"""Why a photo is not taken."""

from kaodoki.errors import KaodokiError


class PhotoRefused(KaodokiError):
    """`findings` (code and sentence each) say what to do better."""

    code = "photo_refused"
    ja = "この写真は登録できません。理由を確認して撮り直してください。"
    en = "This photo cannot be used. See the findings and take another one."


class PhotoDuplicate(KaodokiError):
    """Details name the others (`employee_codes`) only to those who may know."""

    code = "photo_duplicate"
    ja = (
        "この写真は、すでに登録されている別の従業員と一致します。写真と従業員を確認してください。"
        "別人だと確認できた場合は confirm_duplicate=true を指定して登録します。"
    )
    en = (
        "This photo matches another employee who is enrolled already. Check the photo and the employee. If you have "
        "made sure that they are two people, send confirm_duplicate=true."
    )
