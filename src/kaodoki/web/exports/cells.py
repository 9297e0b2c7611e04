"""What a cell may hold: nothing that a spreadsheet runs, nothing that a file cannot hold."""

import re

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), full-width forms included.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Characters that XML 1.0, and so an Excel file, cannot hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run is given an apostrophe, which shows it as text."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell


def printable(cell: str) -> str:
    """Without the characters that no file of text may hold."""
    return _CONTROLS.sub("", cell)
