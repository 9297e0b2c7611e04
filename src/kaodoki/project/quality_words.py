"""Quality components by name and value, for people. Fields that have no words here are shown by their own names."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Final

_UNITS: Final = {"px": " px", "deg": "°", "share": " %", "percent": " %", "db": " dB", "ev": " EV"}
"""By the last word of a field's name."""

_WORDS: Final = {
    "score": ("総合点", "score"),
    "inter_eye_px": ("両眼の間隔", "between the eyes"),
    "yaw_deg": ("左右の向き", "turned (yaw)"),
    "pitch_deg": ("上下の向き", "nodded (pitch)"),
    "roll_deg": ("傾き", "tilted (roll)"),
    "sharpness": ("鮮明さ", "sharpness"),
    "noise": ("ノイズ", "noise"),
    "compression": ("圧縮の跡", "compression"),
    "brightness": ("明るさ", "brightness"),
    "contrast": ("コントラスト", "contrast"),
    "under_exposed_share": ("黒つぶれ", "underexposed"),
    "over_exposed_share": ("白飛び", "overexposed"),
    "light_right_ev": ("右からの光", "light from the right"),
    "light_top_ev": ("上からの光", "light from above"),
    "backlight_ev": ("逆光", "backlight"),
    "colour_cast": ("色の偏り", "colour cast"),
    "cut_share": ("枠外の割合", "outside the picture"),
    "eyes_covered": ("目元の隠れ", "eyes covered"),
    "mouth_covered": ("口元の隠れ", "mouth covered"),
    "confidence": ("顔の読み取りやすさ", "recogniser confidence"),
}


def component_rows(quality: object, language: str) -> Iterator[tuple[str, str]]:
    """Name and value of every component, those of nested values too."""
    for name, value in _flat(quality):
        japanese, english = _WORDS.get(name, (_plain(name), _plain(name)))
        yield (japanese if language == "ja" else english), _value(name, value)


def _flat(quality: object) -> Iterator[tuple[str, object]]:
    if is_dataclass(quality) and not isinstance(quality, type):
        pairs = [(field.name, getattr(quality, field.name)) for field in fields(quality)]
    else:
        pairs = [(str(name), value) for name, value in quality.items()] if isinstance(quality, Mapping) else []
    for name, value in pairs:
        if is_dataclass(value) or isinstance(value, Mapping):
            yield from _flat(value)
        elif value is not None:
            yield name, value


def _plain(name: str) -> str:
    words = name.split("_")
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in _UNITS else words)


def _value(name: str, value: object) -> str:
    unit = next((sign for end, sign in _UNITS.items() if name.endswith("_" + end)), "")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    number = value * 100 if name.endswith("_share") else value
    digits = 2 if abs(number) < 10 and not unit else 0 if abs(number) >= 100 else 1
    return f"{number:.{digits}f}{unit}".replace("-0.0", "0.0").replace("-", "−")
