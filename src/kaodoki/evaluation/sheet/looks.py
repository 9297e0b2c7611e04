"""What averaging gives where the frames resemble each other, as a camera's do."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from kaodoki.evaluation.datasets import DataSet
from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.looks import FRAME_INTERVAL_S, FRAMES, Clip, agreement, take_again
from kaodoki.evaluation.open_set import MakeProbe, fnir_at_fpir, run_open_set
from kaodoki.evaluation.recogniser import Recogniser
from kaodoki.evaluation.sheet.identification import RATES, TARGET_GALLERY
from kaodoki.evaluation.sheet.section import Section, counted, table, with_interval
from kaodoki.evaluation.splits import Protocol
from kaodoki.faces.engine import Engine
from kaodoki.faces.pack import Pack

PEOPLE: Final = 500
PHOTOS_EACH: Final = 4
"""One to enrol and three to try."""

_PROSE: Final = """\
An attempt's frames are of one look, a moment apart: averaging them takes away the noise of the camera, not the
expression, the pose or the light. Here a photo is taken again in software (moved by up to 3 %, turned by up to 4°,
other light, sensor noise and compression) and {frames} such frames are averaged, against one frame and against
{frames} different photos of the person. 1 photo enrolled, {gallery} people, {people} people with four photos, as many
splits as above. Head and expression stay the same in such frames, which is the least that real frames differ."""


def looks_section(
    engine: Engine,
    pack: Pack,
    data: DataSet,
    faces: FaceSet,
    clips: Sequence[Clip],
    *,
    splits: int,
    threads: int,
    seed: int,
) -> Section:
    """`faces` of `data` with wrong labels left out; `clips` of live people."""
    chosen = _choose(faces)
    tried = [place for photos in chosen.photos_of if len(photos) > 1 for place in photos]
    again = take_again(
        engine,
        data.folder,
        chosen,
        tried,
        with_mirror=pack.settings.mirror_average_probes,
        threads=threads,
        seed=seed,
    )
    frames = replace(chosen, faces=chosen.faces + tuple(frame for look in again for frame in look))
    look_of, end = {}, len(chosen.faces)
    for place, look in zip(tried, again, strict=True):
        look_of[place] = [place, *range(end, end + len(look))]
        end += len(look)
    recogniser = Recogniser.as_shipped(frames, pack)
    ways: dict[str, MakeProbe] = {
        "1 frame": lambda photos: recogniser.probe(photos[:1]),
        f"{FRAMES} frames of one look": lambda photos: recogniser.probe(look_of[photos[0]]),
        f"{FRAMES} different photos": recogniser.probe,
    }
    rows = [[name, *_fnir(chosen, recogniser, probe, splits=splits, seed=seed)] for name, probe in ways.items()]
    text = "\n\n".join(
        [
            _PROSE.format(
                frames=FRAMES,
                gallery=counted(TARGET_GALLERY),
                people=counted(sum(len(photos) > 1 for photos in chosen.photos_of)),
            ),
            table(["probe", *(f"FNIR at FPIR {rate * 100:g} %" for rate in RATES)], rows),
            "How much frames resemble each other, as cosines:",
            _agreement_table(frames, chosen, look_of, clips),
        ]
    )
    return Section(title="Frames of one look", text=text)


def _choose(faces: FaceSet) -> FaceSet:
    """Four photos each of people who have them, and the people with a single photo, who fill the gallery."""
    keep: set[str] = set()
    people = 0
    for photos in faces.photos_of:
        if len(photos) == 1:
            keep.add(faces.faces[photos[0]].photo.name)
        elif len(photos) >= PHOTOS_EACH and people < PEOPLE:
            people += 1
            keep.update(faces.faces[place].photo.name for place in photos[:PHOTOS_EACH])
    return faces.only(lambda item: item.photo.name in keep)


def _fnir(chosen: FaceSet, recogniser: Recogniser, probe: MakeProbe, *, splits: int, seed: int) -> list[str]:
    protocol = Protocol(gallery_size=TARGET_GALLERY, enrolled_photos=1, probe_photos=3, splits=splits, seed=seed)
    scores = run_open_set(chosen.photos_of, protocol, enrol=recogniser.enrol, probe=probe)
    return [f"{with_interval(at.fnir)} at {at.threshold:.3f}" for at in fnir_at_fpir(scores, RATES, seed=seed)]


def _agreement_table(frames: FaceSet, chosen: FaceSet, look_of: dict[int, list[int]], clips: Sequence[Clip]) -> str:
    vectors = frames.plain
    within = [float(vectors[look[0]] @ vectors[other]) for look in look_of.values() for other in look[1:]]
    between = [
        float(vectors[photos[0]] @ vectors[other])
        for photos in chosen.photos_of
        if len(photos) > 1
        for other in photos[1:]
    ]
    rows = [_quantiles("a photo taken again", within), _quantiles("different photos of a person", between)]
    for clip in clips:
        for step in (1, round(1 / FRAME_INTERVAL_S)):
            if len(clip.vectors) > step:
                name = f"`{clip.name}`, frames {step * FRAME_INTERVAL_S:g} s apart"
                rows.append(_quantiles(name, agreement(clip.vectors, step=step).tolist()))
    return table(["pairs", "lowest", "5 %", "median", "how many"], rows)


def _quantiles(name: str, values: Sequence[float]) -> list[str]:
    lowest, fifth, middle = np.quantile(np.array(values), [0, 0.05, 0.5])
    return [name, f"{lowest:.2f}", f"{fifth:.2f}", f"{middle:.2f}", counted(len(values))]
