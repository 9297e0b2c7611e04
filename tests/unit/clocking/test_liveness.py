"""What the company's setting makes of a liveness reading."""

import pytest

from kaodoki.clocking.liveness import Step, judge
from kaodoki.faces.liveness import LivenessFinding, LivenessReading, Verdict
from kaodoki.faces.liveness.challenge import ChallengeReason
from kaodoki.identification import Liveness

LOW = LivenessFinding.LOW_SCORE
DARK = LivenessFinding.LIGHT_TOO_POOR
MISSING = LivenessFinding.NOT_INSTALLED


def reading(verdict: Verdict, *reasons: LivenessFinding) -> LivenessReading:
    return LivenessReading(passive=None, cues={}, verdict=verdict, reasons=reasons)


LIVE = reading(Verdict.LIVE)
DOUBTFUL = reading(Verdict.DOUBTFUL, LOW)
ATTACK = reading(Verdict.ATTACK, LOW)
TOO_DARK = reading(Verdict.CANNOT_TELL, DARK)
UNCLEAR = reading(Verdict.CANNOT_TELL, MISSING)


@pytest.mark.parametrize(
    ("seen", "passive", "when_unsure", "always"),
    [
        (LIVE, Step.GO_ON, Step.GO_ON, Step.CHALLENGE),
        (DOUBTFUL, Step.GO_ON, Step.CHALLENGE, Step.CHALLENGE),
        (TOO_DARK, Step.ADJUST, Step.CHALLENGE, Step.CHALLENGE),
        (UNCLEAR, Step.GO_ON, Step.CHALLENGE, Step.CHALLENGE),
        (ATTACK, Step.REFUSE, Step.REFUSE, Step.REFUSE),
    ],
    ids=["live", "doubtful", "too dark", "unclear", "attack"],
)
def test_reading_and_setting_decide_the_step(
    seen: LivenessReading, passive: Step, when_unsure: Step, always: Step
) -> None:
    assert judge(seen, mode="passive", challenge="always").step is passive
    assert judge(seen, mode="passive_and_challenge", challenge="when_unsure").step is when_unsure
    assert judge(seen, mode="passive_and_challenge", challenge="always").step is always


@pytest.mark.parametrize(
    ("seen", "liveness"),
    [
        (LIVE, Liveness.LIVE),
        (DOUBTFUL, Liveness.NOT_CHECKED),
        (TOO_DARK, Liveness.NOT_CHECKED),
        (ATTACK, Liveness.ATTACK),
    ],
)
def test_what_goes_through_in_doubt_is_not_called_live(seen: LivenessReading, liveness: Liveness) -> None:
    assert judge(seen, mode="passive", challenge="when_unsure").liveness is liveness


def test_another_face_in_the_attempt_is_doubtful_at_best() -> None:
    passive = judge(LIVE, mode="passive", challenge="when_unsure", frames_agree=False)
    asking = judge(LIVE, mode="passive_and_challenge", challenge="when_unsure", frames_agree=False)
    attack = judge(ATTACK, mode="passive", challenge="when_unsure", frames_agree=False)

    assert (passive.step, passive.liveness) == (Step.GO_ON, Liveness.NOT_CHECKED)
    assert (asking.step, asking.liveness) == (Step.CHALLENGE, Liveness.DOUBTFUL)
    assert passive.reasons == asking.reasons == (ChallengeReason.NOT_THE_SAME_FACE,)
    assert (attack.step, attack.reasons) == (Step.REFUSE, (LOW, ChallengeReason.NOT_THE_SAME_FACE))


@pytest.mark.parametrize("seen", [DOUBTFUL, TOO_DARK, UNCLEAR, ATTACK])
def test_reasons_are_kept_for_the_log(seen: LivenessReading) -> None:
    assert judge(seen, mode="passive", challenge="when_unsure").reasons == seen.reasons
    assert judge(LIVE, mode="passive", challenge="when_unsure").reasons == ()
