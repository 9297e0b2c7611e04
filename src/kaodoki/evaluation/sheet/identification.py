"""Open-set identification: FNIR at FPIR by gallery size, enrolled photos and frames tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.open_set import AtFpir, OpenSetScores, fnir_at_fpir, fnir_curve, run_open_set
from kaodoki.evaluation.plots import Axis, Series, line_plot
from kaodoki.evaluation.recogniser import Recogniser
from kaodoki.evaluation.sheet.section import Plot, Section, counted, table, with_interval
from kaodoki.evaluation.splits import Protocol
from kaodoki.evaluation.targets import FNIR, Measured
from kaodoki.faces.pack import Pack

GALLERIES: Final = (100, 1000, 5000)
TARGET_GALLERY: Final = 1000
RATES: Final = (0.01, 0.003, 0.001)
TARGET_RATE: Final = 0.003
PHOTOS: Final = ((1, 1), (2, 1), (3, 1), (1, 3), (2, 3), (3, 3))
"""Enrolled photos and frames tried."""

_CURVE: Final = tuple(float(rate) for rate in np.geomspace(5e-4, 0.1, 60))

_PROSE: Final = """\
{splits} splits by person, pooled. Each split enrols half of the people who have photos enough for both sides (at most
the gallery's size), fills the gallery up with people who have a single photo, and lets one attempt of everybody else be
a stranger's. Other photos of the person stand in for the frames of an attempt; real frames of one look resemble each
other, see below. Galleries of 5,000 exist with the impostors' photos only. FPIR: strangers taken for somebody. FNIR:
enrolled people whose own identity is not the first, or is under the threshold. Templates and probes are made as shipped
(`mean_template`, `combine_frames`); the quality gate is left out. Intervals by drawing people 1,000 times, the
threshold's uncertainty included; the cosine is the threshold. Attempts: by enrolled people + by strangers."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    protocol: Protocol
    scores: OpenSetScores
    at_fpir: tuple[AtFpir, ...]


def identification_section(lfw: FaceSet, impostors: FaceSet | None, pack: Pack, *, splits: int, seed: int) -> Section:
    """`lfw` with wrong labels left out; the largest galleries need the impostors' photos too."""
    rows = list(_rows(lfw, impostors, pack, splits=splits, seed=seed))
    if not rows:
        raise TooFewPeople(reason=f"{len(lfw.photos_of)} < {min(GALLERIES)}")
    both = list(_rows(lfw, None, pack, splits=splits, seed=seed, mirror_probes=True))
    measured = tuple(
        Measured(target=FNIR[key], found=at.fnir)
        for row in rows
        for at in row.at_fpir
        for key in [(row.protocol.enrolled_photos, row.protocol.probe_photos)]
        if row.protocol.gallery_size == TARGET_GALLERY and at.fpir == TARGET_RATE and key in FNIR
    )
    text = "\n\n".join(
        [
            _PROSE.format(splits=splits),
            _table(rows),
            "{plot:fnir-fpir}",
            "With mirror averaging of the probe too (the pack's setting `mirror_average_probes`):",
            _table(both),
        ]
    )
    return Section(title="Identification (1:N, open set)", text=text, plots=(_plot(rows),), measured=measured)


def _rows(
    lfw: FaceSet, impostors: FaceSet | None, pack: Pack, *, splits: int, seed: int, mirror_probes: bool = False
) -> Iterator[Row]:
    for size in (TARGET_GALLERY,) if mirror_probes else GALLERIES:
        faces = lfw if size <= TARGET_GALLERY or impostors is None else lfw.joined(impostors)
        settings = pack.settings
        recogniser = Recogniser(
            faces,
            pack.calibration,
            mirror_enrolment=settings.mirror_average_enrolment,
            mirror_probes=mirror_probes or settings.mirror_average_probes,
        )
        photos_of = faces.photos_of
        for enrolled, tried in PHOTOS:
            protocol = Protocol(
                gallery_size=size, enrolled_photos=enrolled, probe_photos=tried, splits=splits, seed=seed
            )
            try:
                scores = run_open_set(photos_of, protocol, enrol=recogniser.enrol, probe=recogniser.probe)
                yield Row(protocol=protocol, scores=scores, at_fpir=fnir_at_fpir(scores, RATES, seed=seed))
            except TooFewPeople:
                continue


def _table(rows: list[Row]) -> str:
    header = ["people", "photos", "frames", *(f"FNIR at FPIR {rate * 100:g} %" for rate in RATES), "attempts"]
    return table(
        header,
        [
            [
                counted(row.protocol.gallery_size),
                str(row.protocol.enrolled_photos),
                str(row.protocol.probe_photos),
                *(f"{with_interval(at.fnir)} at {at.threshold:.3f}" for at in row.at_fpir),
                f"{counted(len(row.scores.own))} + {counted(len(row.scores.first))}",
            ]
            for row in rows
        ],
    )


def _plot(rows: list[Row]) -> Plot:
    title = "FNIR against FPIR, as shipped"
    chosen = [row for row in rows if (row.protocol.enrolled_photos, row.protocol.probe_photos) in ((1, 1), (3, 1))]
    series = [
        Series(
            name=f"{row.protocol.gallery_size:,} people, {row.protocol.enrolled_photos} photo"
            f"{'s' if row.protocol.enrolled_photos > 1 else ''}",
            points=fnir_curve(row.scores, _CURVE),
        )
        for row in chosen
    ]
    x = Axis(label="FPIR (strangers taken for somebody)", low=5e-4, high=0.1, is_log=True, is_percent=True)
    y = Axis(label="FNIR (enrolled people missed), 1 frame", low=1e-3, high=0.5, is_log=True, is_percent=True)
    return Plot(name="fnir-fpir", title=title, svg=line_plot(title, x, y, series))
