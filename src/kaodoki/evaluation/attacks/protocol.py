"""The protocol: people that nothing was tuned on, one attempt of each kind from each, and the rates that follow."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from kaodoki.evaluation.attacks.attempts import ATTACK_KINDS, LIVE_KINDS, Attempt, Kind, Scene, make_attempt
from kaodoki.evaluation.attacks.clips import read_clips
from kaodoki.evaluation.attacks.portraits import Image, Portrait, backdrop_of, portrait_of
from kaodoki.evaluation.attacks.results import BINS, AttackResult, Judged, LiveResult, PadResult, Policy
from kaodoki.evaluation.datasets import Photo, read_lfw
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.intervals import Estimate, clopper_pearson
from kaodoki.faces import Engine, load_engine, mean_template
from kaodoki.faces.liveness import FrameFace, LivenessFinding, Verdict, assess, is_installed
from kaodoki.faces.liveness.challenge import verify
from kaodoki.faces.liveness.reading import ChallengeReason
from kaodoki.identification.thresholds import threshold

_GALLERY: Final = 100
_FPIR: Final = 0.003
_INTER_EYE_PX: Final = (50.0, 85.0)
"""At a terminal: the face takes a sixth to a third of the frame's width."""


def evaluate_pad(
    lfw_dir: Path,
    pad_dir: Path | None,
    *,
    attempts_per_kind: int,
    engine: Engine | None = None,
    threads: int = 1,
    seed: int = 2026,
    say: Callable[[str], None] = lambda _: None,
) -> PadResult:
    """Makes and judges the attempts, each kind from `attempts_per_kind` people of the half kept for it.

    `pad_dir` holds clips and `labels.csv` (file, label). Raises a `DataSet…` error or `TooFewPeople`.
    """
    engine = engine or load_engine(threads=threads)
    photos = [photo for photo in _one_each(read_lfw(lfw_dir).photos) if is_held_out(photo.person)]
    judged: list[Judged] = []
    scenes = list(_scenes(engine, lfw_dir, photos, attempts_per_kind, np.random.default_rng(seed)))
    with ThreadPoolExecutor(threads) as pool:
        tasks = ((engine, scene, seed + number) for number, scene in enumerate(scenes))
        for number, found in enumerate(pool.map(lambda task: _judge_kinds(*task), tasks), start=1):
            judged.extend(found)
            say(f"{number} / {attempts_per_kind}")
    return PadResult(
        has_network=is_installed(),
        people=len({item.person for item in judged}),
        attacks=tuple(_attack_result(kind, _of(judged, kind)) for kind in ATTACK_KINDS),
        lives=tuple(_live_result(kind, _of(judged, kind)) for kind in LIVE_KINDS),
        challenge_replayed=_replayed(judged),
        clips=read_clips(engine, pad_dir) if pad_dir is not None else (),
    )


def is_held_out(person: str) -> bool:
    """Whether the person belongs to the half that nothing was tuned on."""
    return zlib.crc32(person.encode()) % 2 == 1


def judge(engine: Engine, attempt: Attempt, portrait: Portrait) -> Judged:
    """What the checks say of an attempt. `portrait` is the person's enrolment photo, the very one it was made from."""
    look, answer = [[_seen(engine, image) for image in part] for part in (attempt.first_look, attempt.response)]
    reading = assess(look)
    challenge = verify(attempt.action, answer, first_look=look).reason
    light = LivenessFinding.LIGHT_TOO_POOR
    return Judged(
        kind=attempt.kind,
        person=attempt.person,
        verdict=reading.verdict,
        passive=reading.passive,
        challenge=challenge,
        is_matched=_is_matched(engine, look, portrait),
        is_guided=light in reading.reasons or challenge is ChallengeReason.LIGHT_TOO_POOR,
    )


def _judge_kinds(engine: Engine, scene: Scene, seed: int) -> list[Judged]:
    rng = np.random.default_rng(seed)
    return [judge(engine, make_attempt(kind, scene, rng), scene.victim) for kind in Kind]


def _seen(engine: Engine, image: Image) -> FrameFace:
    faces = engine.analyse(image)
    return FrameFace(image=image, face=faces[0] if faces else None)


def _is_matched(engine: Engine, frames: Sequence[FrameFace], portrait: Portrait) -> bool:
    templates = [frame.face.template for frame in frames if frame.face is not None]
    calibration = engine.pack.calibration
    needed = threshold(calibration, gallery_size=_GALLERY, fpir=_FPIR) + calibration.site_margin
    return bool(templates) and mean_template(templates).similarity(portrait.face.template) >= needed


def _one_each(photos: Sequence[Photo]) -> list[Photo]:
    """The first photo of each person that is not mislabelled."""
    first: dict[str, Photo] = {}
    for photo in photos:
        if not photo.is_mislabelled:
            first.setdefault(photo.person, photo)
    return list(first.values())


def _scenes(
    engine: Engine, folder: Path, photos: Sequence[Photo], count: int, rng: np.random.Generator
) -> Iterator[Scene]:
    """`count` scenes, each of another victim, attacker and backdrop."""
    order = iter([photos[place] for place in rng.permutation(len(photos))])
    for number in range(count):
        found = [next(_portraits(engine, folder, order, rng), None) for _ in range(2)]
        room = next(order, None)
        if found[0] is None or found[1] is None or room is None:
            raise TooFewPeople(reason=f"{number} / {count}")
        yield Scene(victim=found[0], attacker=found[1], backdrop=backdrop_of(_read(folder / room.name)))


def _portraits(engine: Engine, folder: Path, order: Iterator[Photo], rng: np.random.Generator) -> Iterator[Portrait]:
    for photo in order:
        size = float(rng.uniform(*_INTER_EYE_PX))
        portrait = portrait_of(engine, _read(folder / photo.name), photo.person, inter_eye_px=size)
        if portrait is not None:
            yield portrait


def _read(path: Path) -> Image:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR), np.uint8)


def _of(judged: Sequence[Judged], kind: Kind) -> list[Judged]:
    return [item for item in judged if item.kind is kind]


def _attack_result(kind: Kind, judged: Sequence[Judged]) -> AttackResult:
    return AttackResult(
        kind=kind,
        attempts=len(judged),
        apcer={policy: _share(item.is_accepted(policy) for item in judged) for policy in Policy},
        iapar={policy: _share(item.is_accepted(policy) and item.is_matched for item in judged) for policy in Policy},
        verdicts=_verdicts(judged),
        challenges=_challenges(judged),
        scores=_histogram(judged),
    )


def _live_result(kind: Kind, judged: Sequence[Judged]) -> LiveResult:
    return LiveResult(
        kind=kind,
        attempts=len(judged),
        bpcer={
            policy: _share(not item.is_accepted(policy) and not item.is_guided for item in judged) for policy in Policy
        },
        bpnrr=_share(item.is_guided for item in judged),
        verdicts=_verdicts(judged),
        challenges=_challenges(judged),
        scores=_histogram(judged),
    )


def _replayed(judged: Sequence[Judged]) -> Estimate | None:
    """Two recordings of another action to one of the same, as a random draw of three has it."""
    another, same = _of(judged, Kind.REPLAY_OF_ANOTHER_CHALLENGE), _of(judged, Kind.REPLAY_OF_THE_SAME_ACTION)
    chosen = [*another, *same[: len(another) // 2]]
    return _share(item.is_accepted(Policy.CHALLENGE_ALWAYS) and item.is_matched for item in chosen) if chosen else None


def _share(hits: Iterator[bool]) -> Estimate:
    seen = list(hits)
    return clopper_pearson(sum(seen), len(seen))


def _verdicts(judged: Sequence[Judged]) -> dict[Verdict, int]:
    counted = Counter(item.verdict for item in judged)
    return {verdict: counted[verdict] for verdict in Verdict}


def _challenges(judged: Sequence[Judged]) -> dict[ChallengeReason, int]:
    return dict(Counter(item.challenge for item in judged))


def _histogram(judged: Sequence[Judged]) -> tuple[int, ...]:
    scores = [item.passive for item in judged if item.passive is not None]
    return tuple(int(count) for count in np.histogram(scores, bins=BINS, range=(0, 1))[0])
