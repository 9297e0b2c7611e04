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
from kaodoki.faces.liveness.challenge import FEWEST_FRAMES, Action, ChallengeReading, ChallengeReason, verify
from kaodoki.faces.pack import Pack
from kaodoki.gallery.calibration import margin_of
from kaodoki.gallery.engine import engine_turn
from kaodoki.gallery.services import gallery_of
from kaodoki.identification import (
    Candidate,
    Decision,
    FrameReading,
    Liveness,
    Outcome,
    Policy,
    Probe,
    combine_frames,
    confirms,
    decide,
    read_frame,
)
from kaodoki.people.models import Company, Settings
from kaodoki.renewal.errors import TemplatesRenewing
from kaodoki.renewal.shadow import offer_comparison
from kaodoki.renewal.unready import is_unready

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
    face_box: tuple[float, float, float, float] | None = None
    """x, y, width, height of the face in the last frame that shows one, as shares of its width and height."""
    seen: FrameFace | None = None
    """That frame."""


def recognise(company: Company, frames: Sequence[bytes], settings: Settings) -> Look:
    """Who is in the frames, if anybody.

    Raises an image error for a file that is no picture, `Busy` under overload, and `TemplatesRenewing` for somebody who
    is unknown while the pack does not know everybody yet.
    """
    images = _decoded(frames, fewest=1)
    judgement, is_checked = UNCHECKED, settings.liveness != OFF
    with engine_turn(company.pack) as engine:
        seen, readings = _see(
            engine, images, liveness=is_checked, smallest_percent=settings.kiosk_smallest_face_percent
        )
        probe = combine_frames(readings, engine.pack.calibration)
        if is_checked and probe.template is not None:
            judgement = _judged(seen, probe, settings)
    decision, employee_id = _identify(company, probe, engine.pack, settings, judgement.liveness)
    if decision.outcome is Outcome.UNKNOWN and is_unready(company, engine.pack.id):
        raise TemplatesRenewing
    last = next((one for one in reversed(seen) if one.face is not None), None)
    offer_comparison(company, settings, images, decision, employee_id)
    return Look(decision=decision, employee_id=employee_id, judgement=judgement, face_box=_box_in(last), seen=last)


def recognise_again(
    company: Company, frames: Sequence[bytes], settings: Settings, action: Action, wanted: uuid.UUID | None
) -> str:
    """Whether the frames show `action` done by one living head, that of `wanted`: `ok`, or the code of why not.

    The code is a `ChallengeReason`, or a `Finding` where the pictures are too poor to tell. Raises as `recognise` does.
    Nothing of the first look's face is kept between the two requests: the person is found anew in the gallery.
    """
    images = _decoded(frames, fewest=FEWEST_FRAMES)
    with engine_turn(company.pack) as engine:
        seen, readings = _see(engine, images, liveness=True)
        reading = verify(action, seen, first_look=None)
    if not reading.passed:
        return reading.reason.value
    probe = combine_frames(_frontal(readings, reading), engine.pack.calibration)
    return _confirm(company, probe, engine.pack, settings, wanted)


def _decoded(frames: Sequence[bytes], *, fewest: int) -> list[Image]:
    if not fewest <= len(frames) <= MOST_FRAMES:
        raise FramesWrong(fewest=fewest, most=MOST_FRAMES)
    return [decode_image(frame, limits=FRAME_LIMITS) for frame in frames]


def _see(
    engine: Engine, images: Sequence[Image], *, liveness: bool, smallest_percent: int = 0
) -> tuple[list[FrameFace], list[FrameReading]]:
    share = smallest_percent / 100
    readings = [
        read_frame(engine.analyse_nearest(image, liveness=liveness), image.shape[:2], smallest_share=share)
        for image in images
    ]
    pairs = zip(images, readings, strict=True)
    return [FrameFace(image=image, face=reading.face) for image, reading in pairs], readings


def _box_in(last: FrameFace | None) -> tuple[float, float, float, float] | None:
    if last is None or last.face is None:
        return None
    (x, y, width, height), (rows, columns) = last.face.box, last.image.shape[:2]
    x, y, width, height = x / columns, y / rows, width / columns, height / rows
    return (round(x, 4), round(y, 4), round(width, 4), round(height, 4))


def _identify(
    company: Company, probe: Probe, pack: Pack, settings: Settings, liveness: Liveness
) -> tuple[Decision[uuid.UUID], uuid.UUID | None]:
    """The decision, and who is or would be identified: a decision that asks for a challenge names nobody."""
    calibration = pack.calibration
    candidates, policy = _search(company, probe, pack, settings)
    decision = decide(probe, candidates, calibration=calibration, policy=policy, liveness=liveness)
    if decision.outcome is not Outcome.CHALLENGE_REQUIRED:
        return decision, decision.employee_id
    passed = decide(probe, candidates, calibration=calibration, policy=policy, liveness=Liveness.LIVE)
    return decision, passed.employee_id


def _confirm(company: Company, probe: Probe, pack: Pack, settings: Settings, wanted: uuid.UUID | None) -> str:
    """`ok` if it is that person, else why not. A picture too poor to tell is no other person's."""
    if probe.template is None:
        return probe.findings[0].value
    candidates, policy = _search(company, probe, pack, settings)
    is_same = wanted is not None and confirms(wanted, candidates, calibration=pack.calibration, policy=policy)
    return (ChallengeReason.OK if is_same else ChallengeReason.NOT_THE_SAME_FACE).value


def _search(
    company: Company, probe: Probe, pack: Pack, settings: Settings
) -> tuple[list[Candidate[uuid.UUID]], Policy]:
    gallery = gallery_of(company, pack.id)
    candidates = gallery.search(probe.template.vector) if probe.template else []
    policy = Policy(
        gallery_size=len(gallery),
        wanted_fpir=settings.wanted_fpir_percent / 100,
        site_margin=margin_of(company, pack).margin,
        runner_up_margin=gallery.runner_up_margin(candidates, pack.calibration),
    )
    return candidates, policy


def _judged(seen: Sequence[FrameFace], probe: Probe, settings: Settings) -> Judgement:
    """Looks at the very frames that say who it is: a living face beside a photograph proves nothing."""
    reading = assess([seen[place] for place in probe.frames])
    mode, challenge = settings.liveness, settings.liveness_challenge
    return judge(reading, mode=mode, challenge=challenge, frames_agree=probe.agrees)


def _frontal(readings: Sequence[FrameReading], reading: ChallengeReading) -> list[FrameReading]:
    turned = zip(readings, reading.turns, strict=True)
    return [one for one, turn in turned if max(abs(turn.yaw_deg), abs(turn.pitch_deg)) < FRONTAL_DEG]
