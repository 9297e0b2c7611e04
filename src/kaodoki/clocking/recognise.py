"""Frames to a decision: decode, find faces, combine, search the company's gallery, decide. Records nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaodoki.clocking.errors import FramesWrong
from kaodoki.clocking.liveness import OFF, UNCHECKED, Judgement, judge
from kaodoki.faces import Engine
from kaodoki.faces.decoding import FRAME_LIMITS, decode_image
from kaodoki.faces.liveness import FrameFace, assess
from kaodoki.faces.liveness.challenge import FEWEST_FRAMES, Action, ChallengeReading, verify
from kaodoki.faces.pack import Pack
from kaodoki.gallery.calibration import margin_of
from kaodoki.gallery.engine import engine_turn
from kaodoki.gallery.services import gallery_of
from kaodoki.identification import (
    Decision,
    FrameReading,
    Liveness,
    Outcome,
    Policy,
    Probe,
    combine_frames,
    decide,
    read_frame,
)
from kaodoki.people.models import Company, Settings
from kaodoki.renewal.shadow import offer_comparison

MOST_FRAMES = 8
# A challenge's frames with a smaller turn than this identify the person again: they still look straight ahead.
FRONTAL_DEG = 12.0

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one attempt's frames say."""

    decision: Decision[uuid.UUID]
    employee_id: uuid.UUID | None
    """Who is identified, or would be after a challenge."""
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the frames that answer a challenge say."""

    reading: ChallengeReading
    employee_id: uuid.UUID | None
    """Who is identified in them by the same threshold; None too if the challenge was not passed."""


def recognise(company: Company, frames: Sequence[bytes], settings: Settings) -> Look:
    """Who is in the frames, if anybody. Raises an image error for a file that is no picture, `Busy` under overload."""
    images = _decoded(frames, fewest=1)
    judgement = UNCHECKED
    with engine_turn(company.pack) as engine:
        seen, readings = _see(engine, images)
        probe = combine_frames(readings, engine.pack.calibration)
        if settings.liveness != OFF and probe.template is not None:
            judgement = judge(assess(seen), mode=settings.liveness, challenge=settings.liveness_challenge)
    decision, employee_id = _identify(company, probe, engine.pack, settings, judgement.liveness)
    offer_comparison(company, settings, images, decision, employee_id)
    return Look(decision=decision, employee_id=employee_id, judgement=judgement)


def recognise_again(company: Company, frames: Sequence[bytes], settings: Settings, action: Action) -> Response:
    """Whether the frames show `action` done by one living head, and whose. Raises as `recognise` does.

    Nothing of the first look's face is kept between the two requests: the person is found anew in the gallery.
    """
    images = _decoded(frames, fewest=FEWEST_FRAMES)
    with engine_turn(company.pack) as engine:
        seen, readings = _see(engine, images)
        reading = verify(action, seen, first_look=None)
    if not reading.passed:
        return Response(reading=reading, employee_id=None)
    probe = combine_frames(_frontal(readings, reading), engine.pack.calibration)
    _, employee_id = _identify(company, probe, engine.pack, settings, Liveness.LIVE)
    return Response(reading=reading, employee_id=employee_id)


def _decoded(frames: Sequence[bytes], *, fewest: int) -> list[Image]:
    if not fewest <= len(frames) <= MOST_FRAMES:
        raise FramesWrong(fewest=fewest, most=MOST_FRAMES)
    return [decode_image(frame, limits=FRAME_LIMITS) for frame in frames]


def _see(engine: Engine, images: Sequence[Image]) -> tuple[list[FrameFace], list[FrameReading]]:
    readings = [read_frame(engine.analyse(image), image.shape[:2]) for image in images]
    pairs = zip(images, readings, strict=True)
    return [FrameFace(image=image, face=reading.face) for image, reading in pairs], readings


def _identify(
    company: Company, probe: Probe, pack: Pack, settings: Settings, liveness: Liveness
) -> tuple[Decision[uuid.UUID], uuid.UUID | None]:
    """The decision, and who is or would be identified: a decision that asks for a challenge names nobody."""
    calibration = pack.calibration
    gallery = gallery_of(company, pack.id)
    candidates = gallery.search(probe.template.vector) if probe.template else []
    policy = Policy(
        gallery_size=len(gallery),
        wanted_fpir=settings.wanted_fpir_percent / 100,
        site_margin=margin_of(company, pack).margin,
        runner_up_margin=gallery.runner_up_margin(candidates, calibration),
    )
    decision = decide(probe, candidates, calibration=calibration, policy=policy, liveness=liveness)
    if decision.outcome is not Outcome.CHALLENGE_REQUIRED:
        return decision, decision.employee_id
    passed = decide(probe, candidates, calibration=calibration, policy=policy, liveness=Liveness.LIVE)
    return decision, passed.employee_id


def _frontal(readings: Sequence[FrameReading], reading: ChallengeReading) -> list[FrameReading]:
    turned = zip(readings, reading.turns, strict=True)
    return [one for one, turn in turned if max(abs(turn.yaw_deg), abs(turn.pitch_deg)) < FRONTAL_DEG]
