"""Spans of minutes: (start, end) with the end not included, one after the other."""

from collections.abc import Iterable

Span = tuple[int, int]


def length(spans: Iterable[Span]) -> int:
    total = 0
    for start, end in spans:  # not as a generator, which takes twice as long: every day of a month needs it often
        total += end - start
    return total


def within(spans: Iterable[Span], window: Span) -> list[Span]:
    """What of the spans lies in the window."""
    low, high = window
    cut = ((max(start, low), min(end, high)) for start, end in spans)
    return [(start, end) for start, end in cut if start < end]


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """What of the spans lies in no hole. Holes may overlap and are not empty."""
    left = list(spans)
    for low, high in holes:
        parts = [part for start, end in left for part in ((start, min(end, low)), (max(start, high), end))]
        left = [(start, end) for start, end in parts if start < end]
    return left


def from_the_middle(spans: Iterable[Span], minutes: int) -> list[Span]:
    """Take so many minutes out of the middle of the spans' own length, or all there are."""
    known = list(spans)
    skipped = max(0, (length(known) - minutes) // 2)
    kept = []
    for start, end in known:
        head = min(skipped, end - start)
        gone = min(minutes, end - start - head)
        skipped, minutes = skipped - head, minutes - gone
        kept += [part for part in ((start, start + head), (start + head + gone, end)) if part[0] < part[1]]
    return kept


def first_minutes(spans: Iterable[Span], minutes: int) -> list[Span]:
    """The first so many minutes of the spans."""
    found = []
    for start, end in spans:
        taken = min(minutes, end - start)
        minutes -= taken
        if taken:
            found.append((start, start + taken))
    return found
