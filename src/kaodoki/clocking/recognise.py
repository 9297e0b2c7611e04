"""Frames to a decision: decode, find faces, combine, search the company's gallery, decide. Records nothing."""

import uuid
from collections.abc import Sequence

from kaodoki.clocking.errors import FramesWrong
from kaodoki.faces.decoding import FRAME_LIMITS, decode_image
from kaodoki.gallery.engine import engine_turn
from kaodoki.gallery.services import gallery_of
from kaodoki.identification import Decision, Policy, combine_frames, decide, read_frame
from kaodoki.people.models import Company, Settings

MOST_FRAMES = 8


def recognise(company: Company, frames: Sequence[bytes], settings: Settings) -> Decision[uuid.UUID]:
    """Who is in the frames, if anybody. Raises an image error for a file that is no picture, `Busy` under overload."""
    if not 1 <= len(frames) <= MOST_FRAMES:
        raise FramesWrong(most=MOST_FRAMES)
    images = [decode_image(frame, limits=FRAME_LIMITS) for frame in frames]
    with engine_turn() as engine:
        readings = [read_frame(engine.analyse(image), image.shape[:2]) for image in images]
    calibration = engine.pack.calibration
    probe = combine_frames(readings, calibration)
    gallery = gallery_of(company, engine.pack.id)
    candidates = gallery.search(probe.template.vector) if probe.template else []
    policy = Policy(gallery_size=len(gallery), wanted_fpir=settings.wanted_fpir_percent / 100)
    return decide(probe, candidates, calibration=calibration, policy=policy)
