"""Round numbers for an axis, and how much room a text takes."""

import unicodedata
from collections.abc import Sequence
from math import ceil

# A Japanese character is as wide as the font is high, others about half of that; system fonts differ by a little.
WIDE_CHARACTERS = ("W", "F", "A")
NARROW_CHARACTER = 0.58


def round_ticks(most: float, *, steps: int = 4) -> tuple[float, ...]:
    """From 0 to at least `most`, in at most `steps` equal steps of 1, 2 or 5 times a power of ten: whole numbers."""
    if most < 0 or steps < 1:
        raise ValueError("a maximum from 0 and at least one step are needed")
    power = 1
    while most > 5 * power * steps:
        power *= 10
    step = next(factor * power for factor in (1, 2, 5) if factor * power * steps >= most)
    count = max(1, ceil(most / step))
    return tuple(step * number for number in range(count + 1))


def text_width(text: str, size: float) -> float:
    """About how wide `text` is in a font of `size` pixels."""
    ems = (1 if unicodedata.east_asian_width(character) in WIDE_CHARACTERS else NARROW_CHARACTER for character in text)
    return size * sum(ems)


def every(positions: Sequence[float], widths: Sequence[float], *, gap: float) -> int:
    """The smallest n of 1, 2, 3, 6, 12 … such that each n-th text has `gap` before the next; `positions` are even."""
    if len(positions) < 2:
        return 1
    apart = positions[1] - positions[0]
    wanted = max(widths) + gap
    candidates = [1, 2, 3]
    while candidates[-1] < len(positions):
        candidates.append(6 if candidates[-1] == 3 else candidates[-1] * 2)
    return next((each for each in candidates if each * apart >= wanted), candidates[-1])
