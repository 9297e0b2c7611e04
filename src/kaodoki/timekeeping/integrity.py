"""The integrity check (勤怠整合性チェック): may this kind follow the kinds already there on its working day?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kaodoki.timekeeping.kinds import Kind


class Presence(StrEnum):
    """Where the punches of a day so far leave a person."""

    AWAY = "away"
    WORKING = "working"
    ON_BREAK = "on_break"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPunch:
    """One punch of a working day, as far as its order matters."""

    kind: Kind
    punched_at: datetime


# (where the person is, what they do) → where that leaves them. What is not here is an integrity error.
_MOVES = {
    (Presence.AWAY, Kind.IN): Presence.WORKING,
    (Presence.WORKING, Kind.OUT): Presence.AWAY,
    (Presence.WORKING, Kind.BREAK_START): Presence.ON_BREAK,
    (Presence.ON_BREAK, Kind.BREAK_END): Presence.WORKING,
    (Presence.WORKING, Kind.GO_OUT): Presence.OUTSIDE,
    (Presence.OUTSIDE, Kind.RETURN): Presence.WORKING,
}


def integrity_error(punch: DayPunch, *, others: Sequence[DayPunch]) -> str | None:
    """A stable code for what is wrong with `punch` among the `others` of its working day, or None.

    Only the punches before it decide: a late arrival of an older punch is judged by what came before its own time.
    Automatic punches have no kind to be wrong; a day that holds one before `punch` cannot be judged and passes.
    """
    if punch.kind is Kind.AUTO:
        return None
    before = sorted((p for p in others if p.punched_at < punch.punched_at), key=lambda p: p.punched_at)
    if any(p.kind is Kind.AUTO for p in before):
        return None
    where = Presence.AWAY
    for earlier in before:
        where = _MOVES.get((where, earlier.kind), where)
    if (where, punch.kind) in _MOVES:
        return None
    return _reason(where, punch.kind)


def _reason(where: Presence, kind: Kind) -> str:
    if kind is Kind.IN:
        return "already_in"
    if where is Presence.AWAY:
        return "no_clock_in"
    if kind is Kind.BREAK_END:
        return "no_break_start"
    if kind is Kind.RETURN:
        return "no_go_out"
    return "break_not_ended" if where is Presence.ON_BREAK else "not_returned"
