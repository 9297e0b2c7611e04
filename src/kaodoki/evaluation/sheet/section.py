"""A section of the sheet, and how figures are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaodoki.evaluation.intervals import Estimate
from kaodoki.evaluation.targets import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    name: str
    """Of the file, without suffix."""
    title: str
    svg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    text: str
    """Markdown; `{plot:<name>}` stands for a plot."""
    plots: tuple[Plot, ...] = ()
    measured: tuple[Measured, ...] = ()


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(share: float, digits: int = 2) -> str:
    """Small shares keep their first figures: 0.004 %."""
    if 0 < share < 5 * 10 ** -(digits + 3):
        digits += 1
    return f"{share * 100:.{digits}f} %"


def with_interval(found: Estimate, digits: int = 2) -> str:
    """`98.23 % (97.90–98.51)`."""
    low, high = (f"{bound * 100:.{digits}f}" for bound in (found.low, found.high))
    return f"{percent(found.value, digits)} ({low}–{high})"


def counted(number: int) -> str:
    return f"{number:,}"
