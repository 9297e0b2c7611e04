"""The integrity check (勤怠整合性チェック): may this kind follow what a person did before on the working day?"""

from enum import StrEnum

from kaodoki.timekeeping.kinds import Kind


class Presence(StrEnum):
    """Where the punches of a day so far leave a person; `UNKNOWN` after an automatic punch, whose kind nobody said."""

    AWAY = "away"
    WORKING = "working"
    ON_BREAK = "on_break"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


class IntegrityReason(StrEnum):
    """Why a kind does not fit."""

    NO_CLOCK_IN = "no_clock_in"
    ALREADY_IN = "already_in"
    NO_BREAK_START = "no_break_start"
    BREAK_NOT_ENDED = "break_not_ended"
    NO_GO_OUT = "no_go_out"
    NOT_RETURNED = "not_returned"

    def message(self, language: str) -> str:
        """The sentence in `language` ("ja" or "en")."""
        japanese, english = _SENTENCES[self]
        return japanese if language == "ja" else english


# What somebody does who is there: (kind, where it leaves them).
LEADS_TO = {
    Kind.IN: Presence.WORKING,
    Kind.OUT: Presence.AWAY,
    Kind.BREAK_START: Presence.ON_BREAK,
    Kind.BREAK_END: Presence.WORKING,
    Kind.GO_OUT: Presence.OUTSIDE,
    Kind.RETURN: Presence.WORKING,
    Kind.AUTO: Presence.UNKNOWN,
}

_ALL_BUT_IN = (Kind.OUT, Kind.BREAK_START, Kind.BREAK_END, Kind.GO_OUT, Kind.RETURN)
# (where the person is, what they say they do) → why that cannot be. What is not here may be.
_REASONS = {
    **{(Presence.AWAY, kind): IntegrityReason.NO_CLOCK_IN for kind in _ALL_BUT_IN},
    (Presence.WORKING, Kind.IN): IntegrityReason.ALREADY_IN,
    (Presence.WORKING, Kind.BREAK_END): IntegrityReason.NO_BREAK_START,
    (Presence.WORKING, Kind.RETURN): IntegrityReason.NO_GO_OUT,
    (Presence.ON_BREAK, Kind.IN): IntegrityReason.ALREADY_IN,
    (Presence.ON_BREAK, Kind.OUT): IntegrityReason.BREAK_NOT_ENDED,
    (Presence.ON_BREAK, Kind.BREAK_START): IntegrityReason.BREAK_NOT_ENDED,
    (Presence.ON_BREAK, Kind.GO_OUT): IntegrityReason.BREAK_NOT_ENDED,
    (Presence.ON_BREAK, Kind.RETURN): IntegrityReason.NO_GO_OUT,
    (Presence.OUTSIDE, Kind.IN): IntegrityReason.ALREADY_IN,
    (Presence.OUTSIDE, Kind.OUT): IntegrityReason.NOT_RETURNED,
    (Presence.OUTSIDE, Kind.BREAK_START): IntegrityReason.NOT_RETURNED,
    (Presence.OUTSIDE, Kind.BREAK_END): IntegrityReason.NO_BREAK_START,
    (Presence.OUTSIDE, Kind.GO_OUT): IntegrityReason.NOT_RETURNED,
}

_SENTENCES = {
    IntegrityReason.NO_CLOCK_IN: ("同じ勤務日に出勤打刻がありません。", "There is no clock-in on this working day."),
    IntegrityReason.ALREADY_IN: (
        "すでに出勤しています。退勤打刻がないまま、もう一度出勤打刻されました。",
        "The person is in already: a second clock-in without a clock-out between.",
    ),
    IntegrityReason.NO_BREAK_START: ("休憩開始の打刻がありません。", "No break was started before this break end."),
    IntegrityReason.BREAK_NOT_ENDED: (
        "休憩終了の打刻がありません。休憩中のままになっています。",
        "The break was not ended: the person is still on it.",
    ),
    IntegrityReason.NO_GO_OUT: ("外出の打刻がありません。", "Nobody went out before this return."),
    IntegrityReason.NOT_RETURNED: (
        "戻りの打刻がありません。外出中のままになっています。",
        "The person went out and has not returned yet.",
    ),
}


def integrity_error(where: Presence, kind: Kind) -> IntegrityReason | None:
    """Why `kind` cannot be done by somebody who is `where`, or None. An automatic punch always can."""
    return _REASONS.get((where, kind))
