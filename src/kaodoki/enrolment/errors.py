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


class PicturesWrong(KaodokiError):
    code = "pictures_wrong"
    ja = "写真は1枚から{most}枚まで、向きごとに1枚ずつ選んでください。"
    en = "Choose one to {most} pictures, one for each direction."


class PicturesDiffer(KaodokiError):
    code = "pictures_differ"
    ja = "写真の顔が同じ人に見えません。ご本人の写真だけを選んで、もう一度お試しください。"
    en = "The pictures do not seem to show one person. Choose only pictures of yourself and try again."


class SubmissionDecided(KaodokiError):
    code = "submission_decided"
    ja = "この申請はすでに承認・差戻し・取下げされています。一覧を再読み込みしてください。"
    en = "This submission has been decided or withdrawn already. Reload the list."


class ReasonUnknown(KaodokiError):
    code = "reason_unknown"
    ja = "差戻しの理由を選んでください: {known}"
    en = "Choose why it is sent back: {known}"


class InvitationUsed(KaodokiError):
    code = "invitation_used"
    ja = "この案内は使用済みか、期限切れです。管理者に新しい案内を依頼してください。"
    en = "This invitation has been used or is over. Ask your administrator for a new one."
