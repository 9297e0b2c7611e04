"""What the company's setting makes of a liveness reading. Rules only: nobody is accused, and nobody is locked out.

With `passive`, only a clear attack is refused. What is doubtful goes through and is kept with the attempt for whoever
reviews the log; what light or distance hide is said to the person once, and then goes through in the same way. With
`passive_and_challenge`, everything that is not clear is settled by a challenge instead.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from kaodoki.faces.liveness import LivenessFinding, LivenessReading, Verdict
from kaodoki.faces.liveness.challenge import ChallengeReason
from kaodoki.identification import Liveness

OFF: Final = "off"
PASSIVE_AND_CHALLENGE: Final = "passive_and_challenge"
ALWAYS: Final = "always"

# What a person can change by moving: said once within `TOLD_WITHIN`, or a dark entrance would shut everybody out.
ADJUSTABLE: Final = frozenset({LivenessFinding.LIGHT_TOO_POOR, LivenessFinding.TOO_NEAR, LivenessFinding.TOO_SMALL})
TOLD_WITHIN: Final = timedelta(seconds=60)


class Step(StrEnum):
    """What follows from the reading for somebody who is identified."""

    GO_ON = "go_on"
    ADJUST = "adjust"
    """Tell them what to change, unless they have just been told: then go on."""
    CHALLENGE = "challenge"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The step, and the reading's reasons for the log."""

    step: Step
    liveness: Liveness
    """The same as `identification.decide` takes it."""
    reasons: tuple[LivenessFinding | ChallengeReason, ...]


UNCHECKED: Final = Judgement(step=Step.GO_ON, liveness=Liveness.NOT_CHECKED, reasons=())

_LIVENESS: Final = {
    Step.GO_ON: Liveness.LIVE,
    Step.ADJUST: Liveness.NOT_CHECKED,
    Step.CHALLENGE: Liveness.DOUBTFUL,
    Step.REFUSE: Liveness.ATTACK,
}


def judge(reading: LivenessReading, *, mode: str, challenge: str, frames_agree: bool = True) -> Judgement:
    """The step for `mode` (`passive` or `passive_and_challenge`) and `challenge` (`when_unsure` or `always`).

    An attempt that shows another person's face as well (`frames_agree` is false) is doubtful at best.
    """
    is_live = reading.verdict is Verdict.LIVE and frames_agree
    step = _step(reading, is_live=is_live, asks=mode == PASSIVE_AND_CHALLENGE, always=challenge == ALWAYS)
    liveness = Liveness.NOT_CHECKED if step is Step.GO_ON and not is_live else _LIVENESS[step]
    others = () if frames_agree else (ChallengeReason.NOT_THE_SAME_FACE,)
    seen = () if reading.verdict is Verdict.LIVE else reading.reasons
    return Judgement(step=step, liveness=liveness, reasons=(*seen, *others))


def _step(reading: LivenessReading, *, is_live: bool, asks: bool, always: bool) -> Step:
    if reading.verdict is Verdict.ATTACK:
        return Step.REFUSE
    if asks:
        return Step.CHALLENGE if always or not is_live else Step.GO_ON
    is_adjustable = bool(reading.reasons) and reading.reasons[0] in ADJUSTABLE
    return Step.ADJUST if reading.verdict is Verdict.CANNOT_TELL and is_adjustable else Step.GO_ON
