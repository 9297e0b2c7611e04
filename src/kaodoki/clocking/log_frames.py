"""The picture that stays with an attempt in the log, if the company keeps any: the person's face and nothing beside."""

from datetime import timedelta

import cv2

from kaodoki.faces.liveness import FrameFace
from kaodoki.people.models import Settings
from kaodoki.punches.kept_frames import keep_frame
from kaodoki.punches.models import Attempt, KeptFrame

LONGEST_SIDE = 200
JPEG_QUALITY = 80


def keep_log_frame(attempt: Attempt, seen: FrameFace | None, settings: Settings) -> KeptFrame | None:
    """Seals the face, cut to its box so that no neighbour is in it, for the days of the company's policy.

    The attempt must have been written. None, at no cost, where nothing is kept or no face was seen.
    """
    if settings.attempt_frame_retention_days == 0 or seen is None or seen.face is None:
        return None
    x, y, width, height = seen.face.box
    left, top = max(0, round(x)), max(0, round(y))
    cut = seen.image[top : round(y + height), left : round(x + width)]
    if cut.size == 0:
        return None
    scale = min(1.0, LONGEST_SIDE / max(cut.shape[:2]))
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    until = attempt.recorded_at + timedelta(days=settings.attempt_frame_retention_days)
    return keep_frame(attempt, encoded.tobytes(), purpose=KeptFrame.Purpose.LOG, until=until)
