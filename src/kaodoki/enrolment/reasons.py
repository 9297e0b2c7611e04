"""Why a submission is sent back (差戻しの理由), and what a person should look at before approving one."""

from enum import StrEnum


class RejectReason(StrEnum):
    """What the employee is asked to do differently."""

    ANOTHER_PERSON = "another_person"
    FACE_COVERED = "face_covered"
    LIGHT = "light"
    NOT_SHARP = "not_sharp"
    NOT_FRONTAL = "not_frontal"
    RETOUCHED = "retouched"
    OLD_PHOTO = "old_photo"
    OTHER = "other"

    def message(self, language: str) -> str:
        """To the employee: what was wrong and what to do."""
        japanese, english = _TO_EMPLOYEE[self]
        return japanese if language == "ja" else english


class Risk(StrEnum):
    """What makes a submission worth a closer look; the order is that of the weights."""

    LOOKS_LIKE_ANOTHER = "looks_like_another"
    UNLIKE_LAST_PHOTO = "unlike_last_photo"
    LOW_QUALITY = "low_quality"

    @property
    def weight(self) -> int:
        """Any heavier one outweighs all lighter ones together: the queue is sorted by the sum."""
        return {Risk.LOOKS_LIKE_ANOTHER: 4, Risk.UNLIKE_LAST_PHOTO: 2, Risk.LOW_QUALITY: 1}[self]

    def message(self, language: str) -> str:
        """To the administrator."""
        japanese, english = _TO_ADMINISTRATOR[self]
        return japanese if language == "ja" else english


_TO_EMPLOYEE = {
    RejectReason.ANOTHER_PERSON: (
        "申請した従業員ご本人の写真ではないようです。ご本人の顔を撮影してください。",
        "The photo does not seem to show you. Please take one of your own face.",
    ),
    RejectReason.FACE_COVERED: (
        "顔の一部が隠れています。マスク、サングラス、帽子を外して撮影してください。",
        "Part of the face is covered. Take off mask, sunglasses and hat.",
    ),
    RejectReason.LIGHT: (
        "顔が暗い、または光が偏っています。明るい場所で、光を正面から受けて撮影してください。",
        "The face is dark or lit from one side. Stand in good light that falls on your face from the front.",
    ),
    RejectReason.NOT_SHARP: (
        "ピントが合っていません。レンズを拭き、少しのあいだ動かずに撮影してください。",
        "The photo is not sharp. Wipe the lens and hold still for a moment.",
    ),
    RejectReason.NOT_FRONTAL: (
        "顔の向きが合っていません。正面の写真は、まっすぐ前を向いて撮影してください。",
        "The face is turned. Look straight ahead for the front picture.",
    ),
    RejectReason.RETOUCHED: (
        "加工された写真は使えません。補正やフィルターを使わずに撮影してください。",
        "Retouched photos cannot be used. Take one without filters.",
    ),
    RejectReason.OLD_PHOTO: (
        "以前の写真のようです。いまの顔を撮影してください。",
        "This seems to be an older photo. Take one of your face as it is now.",
    ),
    RejectReason.OTHER: ("もう一度撮影してください。", "Please take the photo once more."),
}
_TO_ADMINISTRATOR = {
    Risk.LOOKS_LIKE_ANOTHER: (
        "ほかの従業員として認識されるおそれがあります。本人か、二重登録ではないかを確認してください。",
        "Might be taken for another employee. Check that it is this person, and not somebody enrolled twice.",
    ),
    Risk.UNLIKE_LAST_PHOTO: (
        "前回承認した写真と似ていません。本人かを確認してください。",
        "Does not resemble the last approved photo. Check that it is this person.",
    ),
    Risk.LOW_QUALITY: (
        "画質が低めです。承認できますが、認識に時間がかかることがあります。",
        "The quality is rather low. It can be approved; recognition may need a second look now and then.",
    ),
}
