"""Calibration: how many strangers are taken for somebody at the thresholds meant to let a wanted share pass."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.intervals import Estimate
from kaodoki.evaluation.open_set import Protocol, fpir_at, run_open_set
from kaodoki.evaluation.recogniser import Recogniser
from kaodoki.evaluation.sheet.identification import GALLERIES, RATES, TARGET_RATE
from kaodoki.evaluation.sheet.section import Section, counted, percent, table, with_interval
from kaodoki.evaluation.targets import Measured, calibrated
from kaodoki.faces.pack import Calibration, Pack
from kaodoki.identification import threshold

Calibrate = Callable[[FaceSet], Calibration]
"""Fits a calibration to the photos of people, or takes a ready one."""

PHOTOS: Final = ((1, 1), (3, 1), (1, 3), (3, 3))
_LFW, _IMPOSTORS = "LFW", "impostors"

_PROSE: Final = """\
The share of strangers taken for somebody at the threshold for a wanted FPIR, the site's margin left out. The strangers
are people whom the calibration was not fitted on: half of LFW's people (the other half is for fitting), and the
impostors. Galleries of 100 and 1,000 are of the same people as the strangers; 5,000 are more than each set has, so
there both sets and the fitted half are enrolled together. The goal is between half and twice the wanted rate; it is met
when the interval reaches into that range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    strangers: str
    gallery_size: int
    enrolled_photos: int
    probe_photos: int
    wanted: float
    threshold: float
    found: Estimate


def calibration_section(
    lfw: FaceSet, impostors: FaceSet | None, pack: Pack, calibrate: Calibrate, *, splits: int, seed: int
) -> Section:
    """`lfw` with wrong labels left out, `impostors` with repeated people left out."""
    fitted, unseen = halves(lfw, seed=seed)
    calibration = calibrate(fitted)
    checks = list(_checks(lfw, unseen, impostors, pack, calibration, splits=splits, seed=seed))
    if not checks:
        raise TooFewPeople(reason=f"{len(unseen.photos_of)} < {min(GALLERIES)}")
    measured = tuple(
        Measured(
            target=calibrated(
                f"calibration_{check.strangers}_{check.gallery_size}".lower(),
                f"FPIR where {percent(TARGET_RATE, 1)} is wanted, {check.strangers}, "
                f"{counted(check.gallery_size)} people",
                TARGET_RATE,
            ),
            found=check.found,
        )
        for check in checks
        if check.wanted == TARGET_RATE and (check.enrolled_photos, check.probe_photos) == (1, 1)
    )
    return Section(title="Calibration", text="\n\n".join([_PROSE, _table(checks)]), measured=measured)


def halves(faces: FaceSet, *, seed: int) -> tuple[FaceSet, FaceSet]:
    """Two sets without a person in common."""
    names = sorted({item.photo.person for item in faces.faces})
    first = set(np.random.default_rng(seed).permutation(names)[: len(names) // 2].tolist())
    return faces.only(lambda item: item.photo.person in first), faces.only(lambda item: item.photo.person not in first)


def _checks(
    lfw: FaceSet,
    unseen: FaceSet,
    impostors: FaceSet | None,
    pack: Pack,
    calibration: Calibration,
    *,
    splits: int,
    seed: int,
) -> Iterator[Check]:
    everyone = lfw if impostors is None else lfw.joined(impostors)
    strangers = {_LFW: unseen} | ({} if impostors is None else {_IMPOSTORS: impostors})
    for size in GALLERIES:
        for name, faces in strangers.items():
            enrolled = everyone if size == max(GALLERIES) else faces
            among = _persons_in(enrolled, faces)
            recogniser = Recogniser.as_shipped(enrolled, pack)
            for photos, frames in PHOTOS:
                protocol = Protocol(
                    gallery_size=size, enrolled_photos=photos, probe_photos=frames, splits=splits, seed=seed
                )
                yield from _check(enrolled, recogniser, protocol, calibration, name=name, among=among)


def _check(
    faces: FaceSet,
    recogniser: Recogniser,
    protocol: Protocol,
    calibration: Calibration,
    *,
    name: str,
    among: NDArray[np.bool_],
) -> Iterator[Check]:
    try:
        scores = run_open_set(faces.photos_of, protocol, enrol=recogniser.enrol, probe=recogniser.probe)
    except TooFewPeople:
        return
    nobody_has_several = protocol.enrolled_photos > 1 and not len(scores.own)
    if nobody_has_several or not among[scores.stranger_person].any():
        return
    for wanted in RATES:
        cut = threshold(calibration, gallery_size=protocol.gallery_size, fpir=wanted)
        yield Check(
            strangers=name,
            gallery_size=protocol.gallery_size,
            enrolled_photos=protocol.enrolled_photos,
            probe_photos=protocol.probe_photos,
            wanted=wanted,
            threshold=cut,
            found=fpir_at(scores, cut, seed=protocol.seed, among=among),
        )


def _persons_in(everyone: FaceSet, chosen: FaceSet) -> NDArray[np.bool_]:
    """Of each person of the one set, whether the other has them."""
    wanted = {item.photo.person for item in chosen.faces}
    names = sorted({item.photo.person for item in everyone.faces})
    return np.array([name in wanted for name in names])


def _table(checks: list[Check]) -> str:
    header = ["strangers", "people", "photos", "frames", *(f"wanted {rate * 100:g} %" for rate in RATES), "attempts"]
    rows = []
    for start in range(0, len(checks), len(RATES)):
        group = checks[start : start + len(RATES)]
        first = group[0]
        rows.append(
            [
                first.strangers,
                counted(first.gallery_size),
                str(first.enrolled_photos),
                str(first.probe_photos),
                *(f"{with_interval(check.found)} at {check.threshold:.3f}" for check in group),
                counted(first.found.trials),
            ]
        )
    return table(header, rows)
