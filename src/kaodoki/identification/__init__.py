"""Candidates, quality and liveness to a decision. Pure: no database, no web, no clock, no environment.

It does not search: the gallery hands it the best candidates. It does not record: what came of the decision is
`clocking`'s.
"""

from kaodoki.identification.attempt import FrameReading, Probe, combine_frames, oval_width, read_frame
from kaodoki.identification.decision import Candidate, Decision, Liveness, Policy, confirms, decide
from kaodoki.identification.outcome import Outcome
from kaodoki.identification.thresholds import false_identification_rate, threshold

__all__ = [
    "Candidate",
    "Decision",
    "FrameReading",
    "Liveness",
    "Outcome",
    "Policy",
    "Probe",
    "combine_frames",
    "confirms",
    "decide",
    "false_identification_rate",
    "oval_width",
    "read_frame",
    "threshold",
]
