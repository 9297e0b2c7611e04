"""What can be wrong with a picture: stable codes, each with a sentence that says what to do.

Left and right are the person's own. Before the terminal that is also where they see it, for its preview is a mirror.
"""

from enum import StrEnum
from typing import Final


class Finding(StrEnum):
    """What stands between this picture and an answer. The value is the stable code."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    FACE_CUT = "face_cut"
    TOO_SMALL = "too_small"
    EYES_COVERED = "eyes_covered"
    MOUTH_COVERED = "mouth_covered"
    BACKLIT = "backlit"
    LIGHT_FROM_RIGHT = "light_from_right"
    LIGHT_FROM_LEFT = "light_from_left"
    LIGHT_FROM_ABOVE = "light_from_above"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    OVEREXPOSED = "overexposed"
    UNDEREXPOSED = "underexposed"
    LOW_CONTRAST = "low_contrast"
    TURNED = "turned"
    TILTED = "tilted"
    LOOKING_UP = "looking_up"
    LOOKING_DOWN = "looking_down"
    BLURRED = "blurred"
    NOISY = "noisy"
    COMPRESSED = "compressed"
    UNCLEAR = "unclear"

    def message(self, language: str) -> str:
        """The guidance in `language` ("ja" or "en"): what the person should do."""
        japanese, english = _GUIDANCE[self]
        return japanese if language == "ja" else english


_GUIDANCE: Final[dict[Finding, tuple[str, str]]] = {
    Finding.NO_FACE: (
        "顔が見つかりません。カメラの正面に立ってください。",
        "No face was found. Stand in front of the camera.",
    ),
    Finding.SEVERAL_FACES: ("お一人ずつお願いします。", "One person at a time, please."),
    Finding.FACE_CUT: ("顔全体が画面に入るようにしてください。", "Move so that the whole face is in the picture."),
    Finding.TOO_SMALL: ("もう少し近づいてください。", "Please come a little closer."),
    Finding.EYES_COVERED: (
        "目元が隠れています。サングラスや帽子を外し、目元が見えるようにしてください。",
        "The eyes are covered. Take off sunglasses or a hat, so that the eyes can be seen.",
    ),
    Finding.MOUTH_COVERED: (
        "口元が隠れています。マスクを外してください。",
        "The mouth is covered. Please take off the mask.",
    ),
    Finding.BACKLIT: (
        "逆光になっています。窓や照明を背にしない位置に立ってください。",
        "The light is behind you. Stand so that no window or lamp is at your back.",
    ),
    Finding.LIGHT_FROM_RIGHT: (
        "右から強い光が当たっています。光のほうを向くか、位置を変えてください。",
        "Strong light comes from your right. Turn towards it, or stand elsewhere.",
    ),
    Finding.LIGHT_FROM_LEFT: (
        "左から強い光が当たっています。光のほうを向くか、位置を変えてください。",
        "Strong light comes from your left. Turn towards it, or stand elsewhere.",
    ),
    Finding.LIGHT_FROM_ABOVE: (
        "上から強い光が当たり、顔に影ができています。照明の真下を避けてください。",
        "Strong light from above puts shadows on the face. Do not stand right under a lamp.",
    ),
    Finding.TOO_DARK: (
        "顔が暗く写っています。明るいほうを向いてください。",
        "The face is too dark. Turn towards the light.",
    ),
    Finding.TOO_BRIGHT: (
        "顔が明るすぎます。強い光を避けてください。",
        "The face is too bright. Step out of the strong light.",
    ),
    Finding.OVEREXPOSED: (
        "顔の一部が白く飛んでいます。直射日光や強い照明を避けてください。",
        "Parts of the face are burnt out to white. Step out of direct sun or strong light.",
    ),
    Finding.UNDEREXPOSED: (
        "顔の一部が影で黒くつぶれています。顔全体に光が当たるようにしてください。",
        "Parts of the face are lost in shadow. Let the light fall on the whole face.",
    ),
    Finding.LOW_CONTRAST: (
        "顔がかすんで写っています。レンズを拭き、反射や煙を避けてください。",
        "The picture is hazy. Wipe the lens, and keep reflections and steam away.",
    ),
    Finding.TURNED: ("正面を向いてください。", "Please look straight at the camera."),
    Finding.TILTED: ("首をまっすぐにしてください。", "Please hold your head upright."),
    Finding.LOOKING_UP: (
        "顔が上を向いています。少しあごを引いてください。",
        "The face looks up. Please lower your chin a little.",
    ),
    Finding.LOOKING_DOWN: (
        "顔が下を向いています。少し顔を上げてください。",
        "The face looks down. Please raise your chin a little.",
    ),
    Finding.BLURRED: ("少しのあいだ動かないでください。", "Please hold still for a moment."),
    Finding.NOISY: (
        "画像がざらついています。もう少し明るい場所でお試しください。",
        "The picture is grainy. Try again where it is brighter.",
    ),
    Finding.COMPRESSED: (
        "圧縮で画質が落ちています。元の写真をそのまま使ってください。",
        "The picture is compressed too much. Use the photo as it was taken.",
    ),
    Finding.UNCLEAR: (
        "顔の特徴がはっきり写っていません。明るい場所で、正面からもう一度お試しください。",
        "The face cannot be seen clearly. Try again in good light, looking straight at the camera.",
    ),
}
