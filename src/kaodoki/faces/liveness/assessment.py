"""The passive look: score and cues of an attempt's frames to a verdict."""

from collections.abc import Mapping, Sequence
from statistics import mean, median
from typing import Final

from kaodoki.faces.face import Face
from kaodoki.faces.liveness.cues import measure_cues, suspicions
from kaodoki.faces.liveness.frames import FrameFace, inter_eye_px
from kaodoki.faces.liveness.fusion import BEZEL, MOIRE, PASSIVE, PLANAR_MOTION, STILL, read_fusion
from kaodoki.faces.liveness.passive import shows_enough
from kaodoki.faces.liveness.reading import LivenessFinding, LivenessReading, Verdict

FUSION: Final = read_fusion()

_FINDINGS: Final = {
    PASSIVE: LivenessFinding.LOW_SCORE,
    PLANAR_MOTION: LivenessFinding.PLANAR_MOTION,
    BEZEL: LivenessFinding.FRAME_AROUND_FACE,
    MOIRE: LivenessFinding.SCREEN_PATTERN,
    STILL: LivenessFinding.STILL_PICTURE,
}
_WORTH_NAMING: Final = 0.1


def assess(frames: Sequence[FrameFace]) -> LivenessReading:
    """The reading of an attempt's frames, in order, 1 to 8 of them. It never raises on pictures.

    Without the network's score the verdict is at best `cannot_tell`: nothing seen is no proof.
    """
    seen = [frame for frame in frames if frame.face is not None]
    faces = [frame.face for frame in frames if frame.face is not None]
    obstacle = obstacle_in(faces)
    if obstacle is not None:
        return LivenessReading(passive=None, cues={}, verdict=Verdict.CANNOT_TELL, reasons=(obstacle,))
    scores = [face.liveness for face in faces if face.liveness is not None]
    passive = mean(scores) if scores else None
    cues = suspicions(measure_cues(seen, faces), FUSION)
    weighed = cues if passive is None else {PASSIVE: FUSION.ramps[PASSIVE].suspicion(passive), **cues}
    total = FUSION.total(weighed)
    reasons = _reasons(weighed)
    if total >= FUSION.attack:
        verdict = Verdict.ATTACK
    elif total >= FUSION.doubtful:
        verdict = Verdict.DOUBTFUL
    elif passive is None:
        verdict, reasons = Verdict.CANNOT_TELL, (_why_no_score(seen, faces),)
    else:
        verdict, reasons = Verdict.LIVE, ()
    return LivenessReading(passive=passive, cues=cues, verdict=verdict, reasons=reasons, suspicion=total)


def obstacle_in(faces: Sequence[Face]) -> LivenessFinding | None:
    """What makes any answer a guess: asked first, so that bad light is never taken for a bad person."""
    if not faces:
        return LivenessFinding.NO_FACE
    brightness = median(face.quality.brightness for face in faces)
    if not FUSION.darkest <= brightness <= FUSION.brightest:
        return LivenessFinding.LIGHT_TOO_POOR
    if median(inter_eye_px(face) for face in faces) < FUSION.smallest_px:
        return LivenessFinding.TOO_SMALL
    return None


def _why_no_score(frames: Sequence[FrameFace], faces: Sequence[Face]) -> LivenessFinding:
    is_wide = any(shows_enough(frame.image.shape, face.box) for frame, face in zip(frames, faces, strict=True))
    return LivenessFinding.NOT_INSTALLED if is_wide else LivenessFinding.TOO_NEAR


def _reasons(weighed: Mapping[str, float]) -> tuple[LivenessFinding, ...]:
    """By what they add, the weightiest first."""
    added = {name: FUSION.ramps[name].weight * value for name, value in weighed.items()}
    ranked = sorted(added, key=lambda name: -added[name])
    return tuple(_FINDINGS[name] for name in ranked if added[name] >= _WORTH_NAMING)
