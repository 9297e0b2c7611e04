"""What stands in a cell, as a value. Spreadsheets rewrite dates and times, so each is taken in every usual form."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal

from attendance_server.loading.problems import BadCell, Words

Reader = Callable[[str], object]

WEEKDAYS = Words(ja="月火水木金土日", en="Mon Tue Wed Thu Fri Sat Sun")
_DATE = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_HALVES = re.compile(r"\d{1,3}(?:\.[05]0?)?", re.ASCII)
_SEPARATORS = re.compile(r"[;、・\s]+")
_LATEST_MINUTE = 48 * 60
_YES = frozenset({"○", "◯", "〇", "1", "はい", "yes", "true", "on"})
_NO = frozenset({"×", "0", "いいえ", "no", "false", "off"})


def narrow(text: str) -> str:
    """Full-width digits, colons and letters as half-width ones."""
    return unicodedata.normalize("NFKC", text).strip()


def text_of(limit: int) -> Reader:
    """Any text up to a length."""

    def read(text: str) -> str:
        if len(text) > limit:
            raise BadCell(
                Words(ja=f"{limit}文字以内で入力してください。", en=f"Enter at most {limit} characters."),
            )
        return text

    return read


def whole(least: int, most: int) -> Reader:
    """A whole number between two, thousands separated or not."""

    def read(text: str) -> int:
        plain = narrow(text).replace(",", "")
        if not _WHOLE.fullmatch(plain) or not least <= int(plain) <= most:
            raise _bad(text, ja=f"{least}から{most}までの整数", en=f"a whole number from {least} to {most}")
        return int(plain)

    return read


def half_days(text: str) -> Decimal:
    if not _HALVES.fullmatch(narrow(text)):
        raise _bad(text, ja="0.5日単位の日数(例: 10 または 0.5)", en="a number of days in halves, such as 10 or 0.5")
    return Decimal(narrow(text)).quantize(Decimal("0.1"))


def day(text: str) -> date:
    """2026-11-20, 2026/11/20, 2026年11月20日."""
    found = _DATE.fullmatch(narrow(text))
    try:
        if found is None or not 1900 <= int(found[1]) <= 2200:
            raise ValueError(text)
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise _bad(text, ja="日付(例: 2026/11/20)", en="a date such as 2026-11-20") from error


def clock_time(text: str) -> time:
    """9:00, 09:00 or 9:00:00."""
    minutes = _minutes(text)
    if minutes is None or minutes >= 24 * 60:
        raise _bad(text, ja="0:00から23:59の時刻(例: 9:00)", en="a time from 0:00 to 23:59, such as 9:00")
    return time(minutes // 60, minutes % 60)


def working_minute(text: str) -> int:
    """Minutes since the midnight before the working day: 25:30 is half past one the next morning."""
    minutes = _minutes(text)
    if minutes is None or minutes >= _LATEST_MINUTE:
        raise _bad(
            text,
            ja="0:00から47:59の時刻(翌日の1:30は25:30)",
            en="a time from 0:00 to 47:59 (25:30 is 1:30 of the next day)",
        )
    return minutes


def span(text: str) -> list[str]:
    """12:00-13:00, as two ISO times."""
    parts = re.split(r"[-~〜–]", narrow(text))
    if len(parts) != 2:
        raise _bad(text, ja="12:00-13:00 のような開始と終了", en="a beginning and an end, such as 12:00-13:00")
    return [f"{clock_time(part):%H:%M}" for part in parts]


def weekdays(text: str) -> list[int]:
    """土日, 土・日, Sat Sun: Monday is 0."""
    plain = narrow(text)
    names = [name[:3].title() for name in many(plain)] if plain.isascii() else list(re.sub(r"[;、・,\s曜]", "", plain))
    known = WEEKDAYS.en.split() if plain.isascii() else list(WEEKDAYS.ja)
    if any(name not in known for name in names):
        raise _bad(text, ja="曜日(例: 土日)", en="days of the week, such as Sat Sun")
    return sorted({known.index(name) for name in names})


def weekday(text: str) -> int:
    found = weekdays(text)
    if len(found) != 1:
        raise _bad(text, ja="一つの曜日(例: 日)", en="one day of the week, such as Sun")
    return found[0]


def flag(text: str) -> bool:
    """○ or ×; an empty cell is no."""
    plain = narrow(text).lower()
    if plain not in _YES | _NO and text not in _YES:
        raise _bad(text, ja="○ または空欄", en="yes, or nothing")
    return plain in _YES or text in _YES


def choice(options: Mapping[object, Words]) -> Reader:
    """One of some words, in either language."""

    def read(text: str) -> object:
        plain = narrow(text).lower()
        for value, words in options.items():
            if plain in (narrow(words.ja).lower(), words.en.lower()):
                return value
        listed_ja, listed_en = ("・".join(w.ja for w in options.values()), ", ".join(w.en for w in options.values()))
        raise _bad(text, ja=f"次のいずれか: {listed_ja}", en=f"one of: {listed_en}")

    return read


def list_of(read_one: Reader) -> Reader:
    """Several, separated by a semicolon, 、 or a space."""
    return lambda text: [read_one(part) for part in many(text)]


def many(text: str) -> list[str]:
    return [part for part in _SEPARATORS.split(text.replace("；", ";")) if part]


def _minutes(text: str) -> int | None:
    found = _CLOCK.fullmatch(narrow(text))
    return int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else None


def _bad(text: str, *, ja: str, en: str) -> BadCell:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    return BadCell(
        Words(ja=f"「{shown}」は使えません。{ja}を入力してください。", en=f"“{shown}” is of no use. Enter {en}.")
    )
