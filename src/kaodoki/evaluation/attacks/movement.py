"""How heads and hands move through an attempt: sway while looking, and the turn that a challenge asks for."""

from typing import Final

import numpy as np
from numpy.random import Generator

from kaodoki.evaluation.attacks.relief import Pose
from kaodoki.faces.liveness.challenge import Action

LOOK_FRAMES: Final = 3
CHALLENGE_FRAMES: Final = 8


def sway(rng: Generator, count: int, *, angle_deg: float, shift_px: float, zoom: float = 0.01) -> list[Pose]:
    """Somebody, or a hand, holding still as well as people do: a slow walk about the first pose."""
    steps = np.cumsum(rng.normal(0, 1, (count, 6)), axis=0) / np.sqrt(np.arange(1, count + 1))[:, None]
    return [
        Pose(
            yaw_deg=float(angle_deg * step[0]),
            pitch_deg=float(angle_deg * step[1]),
            roll_deg=float(0.6 * angle_deg * step[2]),
            shift=(float(shift_px * step[3]), float(shift_px * step[4])),
            zoom=float(np.exp(zoom * step[5])),
        )
        for step in steps
    ]


def response(rng: Generator, action: Action, *, reach_deg: float, angle_deg: float, shift_px: float) -> list[Pose]:
    """Doing what was asked: from the front to `reach_deg`, starting when it suits, at a pace of one's own."""
    start, pace = rng.uniform(0.5, 2.0), rng.uniform(3.0, 5.0)
    share = np.clip((np.arange(CHALLENGE_FRAMES) - start) / pace, 0, 1)
    turned = reach_deg * share * share * (3 - 2 * share)
    around = sway(rng, CHALLENGE_FRAMES, angle_deg=angle_deg, shift_px=shift_px)
    return [_with(pose, action, float(angle)) for pose, angle in zip(around, turned, strict=True)]


def _with(pose: Pose, action: Action, angle: float) -> Pose:
    yaw = {Action.TURN_LEFT: angle, Action.TURN_RIGHT: -angle}.get(action, 0.0)
    pitch = angle if action is Action.LOOK_UP else 0.0
    return Pose(
        yaw_deg=pose.yaw_deg + yaw,
        pitch_deg=pose.pitch_deg + pitch,
        roll_deg=pose.roll_deg,
        shift=pose.shift,
        zoom=pose.zoom,
    )
