"""The kinds of punch (打刻種別)."""

from enum import StrEnum


class Kind(StrEnum):
    """What a punch says. `AUTO` leaves the choice to the attendance system."""

    IN = "in"
    OUT = "out"
    BREAK_START = "break_start"
    BREAK_END = "break_end"
    GO_OUT = "go_out"
    RETURN = "return"
    AUTO = "auto"
