"""Whether the face in front of the camera is there: a passive look at the frames, and a challenge that asks to move.

It gives readings, never a refusal: what a doubtful reading leads to is the company's setting. The anti-spoof network
is an optional pack (`is_installed`); everything else needs no weights. Not: nonces and time limits, which are the
server's.
"""

from kaodoki.faces.liveness.assessment import assess
from kaodoki.faces.liveness.frames import FrameFace
from kaodoki.faces.liveness.pack import is_installed
from kaodoki.faces.liveness.reading import LivenessFinding, LivenessReading, Verdict

__all__ = ["FrameFace", "LivenessFinding", "LivenessReading", "Verdict", "assess", "is_installed"]
