"""What makes a PIN, and how long wrong ones cost. Rules only."""

import itertools
from datetime import timedelta
from typing import Final

FEWEST_DIGITS: Final = 6
MOST_DIGITS: Final = 12
FREE_TRIES: Final = 3
FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=5)
"""Six digits at a try every five minutes are 9 years for half of them; nobody who mistypes waits for a whole shift."""
FORGOTTEN_AFTER: Final = timedelta(hours=12)


def is_fit(pin: str) -> bool:
    """6 to 12 ASCII digits that are neither one digit repeated nor counted up or down."""
    if not (FEWEST_DIGITS <= len(pin) <= MOST_DIGITS and pin.isascii() and pin.isdigit()):
        return False
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
    return not (len(steps) == 1 and steps <= {0, 1, 9})


def wait_after(failures: int) -> timedelta:
    """How long after the last of so many wrong tries in a row the next one is refused: doubling, never for good."""
    if failures < FREE_TRIES:
        return timedelta(0)
    # Bounded before the power: a count that has run for a year must not make a huge number.
    return min(FIRST_WAIT * (1 << min(failures - FREE_TRIES, 20)), LONGEST_WAIT)
