"""One synthetic attempt: three frames of a first look and eight that answer a challenge. Bona fide, or an attack."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.random import Generator

from kaodoki.evaluation.attacks import flat, mask
from kaodoki.evaluation.attacks.camera import filmed, side_lit
from kaodoki.evaluation.attacks.movement import LOOK_FRAMES, response, sway
from kaodoki.evaluation.attacks.portraits import Image, Portrait
from kaodoki.evaluation.attacks.relief import Pose, cylinder_relief, head_relief, moved
from kaodoki.faces.liveness.challenge import Action


class Kind(StrEnum):
    """What is presented. The first two are bona fide; the others are attack instruments or the way one is used."""

    LIVE_GOOD_LIGHT = "live_good_light"
    LIVE_BAD_LIGHT = "live_bad_light"
    PRINT = "print"
    BENT_PRINT = "bent_print"
    CUT_OUT_MASK = "cut_out_mask"
    SWAPPED_PRINTS = "swapped_prints"
    SCREEN_STILL = "screen_still"
    REPLAY_OF_ANOTHER_CHALLENGE = "replay_of_another_challenge"
    REPLAY_OF_THE_SAME_ACTION = "replay_of_the_same_action"
    """A recording whose action happens to be the one asked for: one in three. Its nonce is no help here."""


LIVE_KINDS: Final = (Kind.LIVE_GOOD_LIGHT, Kind.LIVE_BAD_LIGHT)
ATTACK_KINDS: Final = tuple(kind for kind in Kind if kind not in LIVE_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who and what an attempt is made of."""

    victim: Portrait
    attacker: Portrait
    """Somebody else, behind a mask."""
    backdrop: Image = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attempt:
    """Frames as the terminal would get them, in order."""

    kind: Kind
    person: str
    action: Action
    first_look: tuple[Image, ...] = field(repr=False)
    response: tuple[Image, ...] = field(repr=False)


def make_attempt(kind: Kind, scene: Scene, rng: Generator) -> Attempt:
    """An attempt of that kind. The action is drawn at random, as the server draws it."""
    action = Action(rng.choice([*Action]))
    looks, answers = _MAKERS[kind](scene, action, rng)
    return Attempt(
        kind=kind, person=scene.victim.person, action=action, first_look=tuple(looks), response=tuple(answers)
    )


Frames = tuple[list[Image], list[Image]]


def _live(scene: Scene, action: Action, rng: Generator) -> Frames:
    looks, answers = _performance(scene.victim, action, rng)
    return [filmed(frame, rng) for frame in looks], [filmed(frame, rng) for frame in answers]


def _live_bad_light(scene: Scene, action: Action, rng: Generator) -> Frames:
    looks, answers = _performance(scene.victim, action, rng)
    strength = rng.uniform(0.5, 0.85) if rng.random() < 0.5 else 0.0
    light = rng.uniform(0.12, 0.35) if strength == 0 else rng.uniform(0.4, 0.8)
    from_right = bool(rng.random() < 0.5)

    def shot(frame: Image) -> Image:
        return filmed(side_lit(frame, strength, from_right=from_right), rng, light=light)

    return [shot(frame) for frame in looks], [shot(frame) for frame in answers]


def _performance(portrait: Portrait, action: Action, rng: Generator) -> Frames:
    """The head looks, then does what is asked, before a background that stays: no camera yet."""
    relief = head_relief(
        portrait, depth=rng.uniform(0.8, 1.1), nose=rng.uniform(0.3, 0.5), roundness=rng.uniform(0.6, 1.0)
    )
    reach = rng.uniform(16, 26) if action is Action.LOOK_UP else rng.uniform(24, 40)
    looks = sway(rng, LOOK_FRAMES, angle_deg=1.5, shift_px=2.0)
    answers = response(rng, action, reach_deg=reach, angle_deg=1.5, shift_px=2.0)
    return [moved(portrait.image, relief, p) for p in looks], [moved(portrait.image, relief, p) for p in answers]


def _print(scene: Scene, action: Action, rng: Generator) -> Frames:
    sheet, alpha = _paper(scene.victim, rng)
    return _presented(lambda pose: flat.held(sheet, alpha, scene.backdrop, pose), action, rng)


def _bent_print(scene: Scene, action: Action, rng: Generator) -> Frames:
    sheet, alpha = _paper(scene.victim, rng)
    bend = cylinder_relief(scene.victim.centre, scene.victim.inter_eye_px * rng.uniform(1.2, 2.5))
    return _presented(lambda pose: mask.layered(sheet, alpha, bend, scene.backdrop, pose), action, rng)


def _cut_out_mask(scene: Scene, action: Action, rng: Generator) -> Frames:
    worn = mask.cut_out(scene.victim, scene.attacker, rng)
    return _presented(lambda pose: mask.worn_in(worn, pose), action, rng, reach=(24, 40))


def _swapped_prints(scene: Scene, action: Action, rng: Generator) -> Frames:
    """Two photos of the person, straight and turned, one held after the other."""
    alpha, margin = flat.paper_mask(rng, scene.victim.centre, scene.victim.inter_eye_px)
    looks, answers = _performance(scene.victim, action, rng)
    sheets = [flat.with_margin(flat.printed(one, rng), alpha, margin, rng) for one in (looks[0], answers[-1])]
    first = sway(rng, LOOK_FRAMES, angle_deg=3, shift_px=4)
    second = sway(rng, len(answers), angle_deg=3, shift_px=4)
    change = int(rng.integers(2, len(second) - 1))
    show = [flat.held(sheets[0], alpha, scene.backdrop, pose) for pose in first]
    swap = [flat.held(sheets[int(at >= change)], alpha, scene.backdrop, pose) for at, pose in enumerate(second)]
    return [filmed(frame, rng) for frame in show], [filmed(frame, rng) for frame in swap]


def _screen_still(scene: Scene, action: Action, rng: Generator) -> Frames:
    screen = _Screen(scene, rng)
    still = scene.victim.image
    return _presented(lambda pose: screen.showing(still, pose), action, rng)


def _replay(scene: Scene, action: Action, rng: Generator) -> Frames:
    return _replayed(scene, action, rng)


def _replay_of_another(scene: Scene, action: Action, rng: Generator) -> Frames:
    return _replayed(scene, Action(rng.choice([other for other in Action if other is not action])), rng)


def _replayed(scene: Scene, recorded: Action, rng: Generator) -> Frames:
    screen = _Screen(scene, rng)
    looks, answers = ([filmed(frame, rng) for frame in part] for part in _performance(scene.victim, recorded, rng))
    hand = _hand(rng, len(looks) + len(answers))
    shown = [filmed(screen.showing(frame, p), rng) for frame, p in zip([*looks, *answers], hand, strict=True)]
    return shown[:LOOK_FRAMES], shown[LOOK_FRAMES:]


def _presented(
    seen: Callable[[Pose], Image], action: Action, rng: Generator, *, reach: tuple[float, float] = (25, 50)
) -> Frames:
    """The instrument in the attacker's hand: held still, then turned as a head would be."""
    looks = _hand(rng, LOOK_FRAMES)
    answers = response(rng, action, reach_deg=rng.uniform(*reach), angle_deg=3, shift_px=4)
    return [filmed(seen(pose), rng) for pose in looks], [filmed(seen(pose), rng) for pose in answers]


def _hand(rng: Generator, count: int) -> list[Pose]:
    """A hand that holds something still; or, four times in ten, a stand."""
    angle_deg, shift_px, zoom = (0.05, 0.1, 0.0005) if rng.random() < 0.4 else (2.5, 3.5, 0.01)
    return sway(rng, count, angle_deg=angle_deg, shift_px=shift_px, zoom=zoom)


def _paper(portrait: Portrait, rng: Generator) -> tuple[Image, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    alpha, margin = flat.paper_mask(rng, portrait.centre, portrait.inter_eye_px)
    return flat.with_margin(flat.printed(portrait.image, rng), alpha, margin, rng), alpha


class _Screen:
    """One device with its bezel, moiré and glare, held or standing before the backdrop."""

    def __init__(self, scene: Scene, rng: Generator) -> None:
        self._rng = rng
        self._backdrop = scene.backdrop
        self._device, self._display = flat.screen_mask(rng, scene.victim.centre, scene.victim.inter_eye_px)
        self._moire = flat.moire(scene.backdrop.shape[:2], rng)
        self._glare = flat.glare(scene.backdrop.shape[:2], rng)
        self._seed = int(rng.integers(2**31))

    def showing(self, picture: Image, pose: Pose) -> Image:
        """The device with the picture on it, before the camera's own noise."""
        sheet = flat.displayed(picture, self._display, np.random.default_rng(self._seed))
        rolled = np.roll(self._moire, self._rng.integers(0, 60, 2), (0, 1))
        factor = 1 + (rolled - 1) * self._display[..., None]
        lit = sheet * factor + self._glare[..., None] * self._device[..., None]
        return flat.held(np.clip(lit, 0, 255).astype(np.uint8), self._device, self._backdrop, pose)


_MAKERS: Final[dict[Kind, Callable[[Scene, Action, Generator], Frames]]] = {
    Kind.LIVE_GOOD_LIGHT: _live,
    Kind.LIVE_BAD_LIGHT: _live_bad_light,
    Kind.PRINT: _print,
    Kind.BENT_PRINT: _bent_print,
    Kind.CUT_OUT_MASK: _cut_out_mask,
    Kind.SWAPPED_PRINTS: _swapped_prints,
    Kind.SCREEN_STILL: _screen_still,
    Kind.REPLAY_OF_ANOTHER_CHALLENGE: _replay_of_another,
    Kind.REPLAY_OF_THE_SAME_ACTION: _replay,
}
