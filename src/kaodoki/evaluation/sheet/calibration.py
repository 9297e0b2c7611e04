"""Calibration: how many strangers are taken for somebody at the thresholds meant to let a wanted share pass."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.held_out import Calibrate, halves
from kaodoki.evaluation.intervals import Estimate
from kaodoki.evaluation.open_set import OpenSetScores, SplitScores, fpir_at, pooled, run_splits
from kaodoki.evaluation.recogniser import Recogniser
from kaodoki.evaluation.sheet.identification import GALLERIES, RATES, TARGET_RATE
from kaodoki.evaluation.sheet.section import Section, counted, percent, table, with_interval
from kaodoki.evaluation.splits import Protocol
from kaodoki.evaluation.targets import Measured, Target, calibrated
from kaodoki.faces.pack import Calibration, Pack
from kaodoki.identification import threshold
from kaodoki.identification.site import measure_site, site_margin

PHOTOS: Final = ((1, 1), (3, 1), (1, 3), (3, 3))
LFW, IMPOSTORS = "LFW", "impostors"
"""Kinds of strangers."""

_CURVE, _SITE = "curve alone", "and own pairs"

_PROSE: Final = """\
The share of strangers taken for somebody at the threshold for a wanted FPIR. The curve is fitted to half of LFW's
people as the pack's is to all of them: attempts against enrolled photos, one photo a person. The strangers are people
it never saw: the other half, and the impostors. First the curve alone, then as it ships: with the margin that the
gallery's own pairs say (`site_margin`). Galleries of 100 and 1,000 are of the same people as the strangers; 5,000 are
more than each set has, so there both sets and the fitted half are enrolled together. The goal, for what ships, is
between half and twice the wanted rate; it is met when the interval reaches into that range. The cosine is the mean
threshold of the splits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    strangers: str
    protocol: Protocol
    way: str
    by_rate: Mapping[float, Estimate]
    """Measured FPIR by the wanted one."""
    thresholds: Mapping[float, float]
    """The mean of all splits."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Population:
    """Who may be enrolled, and for each kind of stranger which people these are."""

    faces: FaceSet
    strangers: Mapping[str, NDArray[np.bool_]]


def calibration_section(
    lfw: FaceSet, impostors: FaceSet | None, pack: Pack, calibrate: Calibrate, *, splits: int, seed: int
) -> Section:
    """`lfw` with wrong labels left out, `impostors` with repeated people left out."""
    for_fitting, unseen = halves(lfw, seed=seed)
    calibration = calibrate(for_fitting)
    checks = list(_checks(lfw, unseen, impostors, pack, calibration, splits=splits, seed=seed))
    if not checks:
        raise TooFewPeople(reason=f"{len(unseen.photos_of)} < {min(GALLERIES)}")
    measured = tuple(
        Measured(target=target_of(check.strangers, check.protocol.gallery_size), found=check.by_rate[TARGET_RATE])
        for check in checks
        if check.way == _SITE and (check.protocol.enrolled_photos, check.protocol.probe_photos) == (1, 1)
    )
    return Section(title="Calibration", text="\n\n".join([_PROSE, _table(checks)]), measured=measured)


def target_of(strangers: str, gallery_size: int) -> Target:
    return calibrated(
        f"calibration_{strangers}_{gallery_size}".lower(),
        f"FPIR where {percent(TARGET_RATE, 1)} is wanted, {strangers}, {counted(gallery_size)} people",
        TARGET_RATE,
    )


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
    sets = {LFW: unseen} | ({} if impostors is None else {IMPOSTORS: impostors})
    apart = [_Population(faces=faces, strangers={name: _persons_in(faces, faces)}) for name, faces in sets.items()]
    everyone = lfw if impostors is None else lfw.joined(impostors)
    together = _Population(
        faces=everyone, strangers={name: _persons_in(everyone, faces) for name, faces in sets.items()}
    )
    for size in GALLERIES:
        for population in [together] if size == max(GALLERIES) else apart:
            recogniser = Recogniser.as_shipped(population.faces, pack)
            for enrolled, tried in PHOTOS:
                protocol = Protocol(
                    gallery_size=size, enrolled_photos=enrolled, probe_photos=tried, splits=splits, seed=seed
                )
                yield from _check(population, recogniser, protocol, calibration)


def _check(
    population: _Population, recogniser: Recogniser, protocol: Protocol, calibration: Calibration
) -> Iterator[Check]:
    photos_of = population.faces.photos_of
    try:
        parts = list(run_splits(photos_of, protocol, enrol=recogniser.enrol, probe=recogniser.probe))
    except TooFewPeople:
        return
    nobody_has_several = protocol.enrolled_photos > 1 and not len(parts[0].scores.own)
    margins = [_margin(part, calibration) for part in parts]
    for name, among in population.strangers.items():
        if nobody_has_several or not among[parts[0].scores.stranger_person].any():
            continue
        for way, added in ((_CURVE, [0.0] * len(parts)), (_SITE, margins)):
            scores = pooled([_lowered(part.scores, margin) for part, margin in zip(parts, added, strict=True)])
            cuts = {rate: threshold(calibration, gallery_size=protocol.gallery_size, fpir=rate) for rate in RATES}
            yield Check(
                strangers=name,
                protocol=protocol,
                way=way,
                by_rate={rate: fpir_at(scores, cut, seed=protocol.seed, among=among) for rate, cut in cuts.items()},
                thresholds={rate: cut + float(np.mean(added)) for rate, cut in cuts.items()},
            )


def _lowered(scores: OpenSetScores, margin: float) -> OpenSetScores:
    """A threshold that is higher by a margin is a score that is lower by it."""
    return replace(scores, first=scores.first - np.float32(margin))


def _margin(part: SplitScores, calibration: Calibration) -> float:
    """What the clock adds for this gallery."""
    measured = measure_site(part.gallery, calibration, gallery_size=len(part.gallery), wanted=TARGET_RATE)
    return site_margin(calibration, measured).margin


def _persons_in(everyone: FaceSet, chosen: FaceSet) -> NDArray[np.bool_]:
    """Of each person of the one set, whether the other has them."""
    wanted = {item.photo.person for item in chosen.faces}
    names = sorted({item.photo.person for item in everyone.faces})
    return np.array([name in wanted for name in names])


def _table(checks: list[Check]) -> str:
    wanted = [f"wanted {rate * 100:g} %" for rate in RATES]
    header = ["strangers", "people", "photos", "frames", "threshold", *wanted, "attempts"]
    rows = [
        [
            check.strangers,
            counted(check.protocol.gallery_size),
            str(check.protocol.enrolled_photos),
            str(check.protocol.probe_photos),
            check.way,
            *(f"{with_interval(found)} at {check.thresholds[rate]:.3f}" for rate, found in check.by_rate.items()),
            counted(check.by_rate[TARGET_RATE].trials),
        ]
        for check in checks
    ]
    return table(header, rows)
