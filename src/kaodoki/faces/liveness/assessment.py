"""The passive look: score and cues of an attempt's frames to a verdict."""

from collections.abc import Sequence

import numpy as np

from kaodoki.faces.liveness.frames import FrameFace
from kaodoki.faces.liveness.reading import LivenessFinding, LivenessReading, Verdict

_DARK = 40.0


def assess(frames: Sequence[FrameFace]) -> LivenessReading:
    """The reading of an attempt's frames, in order, 1 to 8 of them. It never raises on pictures."""
    faces = [frame.face for frame in frames if frame.face is not None]
    if not faces:
        return _cannot_tell(LivenessFinding.NO_FACE)
    if np.median([face.quality.brightness for face in faces]) < _DARK:
        return _cannot_tell(LivenessFinding.LIGHT_TOO_POOR)
    scores = [face.liveness for face in faces if face.liveness is not None]
    if not scores:
        return _cannot_tell(LivenessFinding.NOT_INSTALLED)
    passive = float(np.mean(scores))
    if passive < 0.5:
        verdict = Verdict.ATTACK if passive < 0.2 else Verdict.DOUBTFUL
        return LivenessReading(passive=passive, cues={}, verdict=verdict, reasons=(LivenessFinding.LOW_SCORE,))
    return LivenessReading(passive=passive, cues={}, verdict=Verdict.LIVE, reasons=())


def _cannot_tell(reason: LivenessFinding) -> LivenessReading:
    return LivenessReading(passive=None, cues={}, verdict=Verdict.CANNOT_TELL, reasons=(reason,))
