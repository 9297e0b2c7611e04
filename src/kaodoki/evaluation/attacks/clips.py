"""Recordings of real presentations: what the passive look says of each, three frames at a time."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Final

import cv2
import numpy as np

from kaodoki.evaluation.attacks.portraits import Image
from kaodoki.evaluation.attacks.results import ClipResult
from kaodoki.evaluation.errors import DataSetLayout
from kaodoki.faces import Engine
from kaodoki.faces.liveness import FrameFace, LivenessReading, Verdict, assess

LABELS_FILE: Final = "labels.csv"

_FRAMES_A_SECOND: Final = 5.0
_LOOK: Final = 3
_VIDEOS: Final = frozenset({".mp4", ".webm", ".mov", ".avi"})


def read_clips(engine: Engine, folder: Path) -> tuple[ClipResult, ...]:
    """Every file that `labels.csv` names (file, label). Raises `DataSetLayout` if it is missing or a file cannot be
    read."""
    labels = folder / LABELS_FILE
    if not labels.is_file():
        raise DataSetLayout(folder=folder, reason=LABELS_FILE)
    with labels.open(newline="", encoding="utf-8") as stream:
        rows = [(row["file"], row["label"]) for row in csv.DictReader(stream)]
    return tuple(_clip(engine, folder / name, label) for name, label in rows)


def _clip(engine: Engine, path: Path, label: str) -> ClipResult:
    frames = _frames(path)
    if not frames:
        raise DataSetLayout(folder=path.parent, reason=path.name)
    seen = [FrameFace(image=image, face=next(iter(engine.analyse(image)), None)) for image in frames]
    looks = [seen[start : start + _LOOK] for start in range(0, max(1, len(seen) - _LOOK + 1), _LOOK)]
    readings = [assess(look) for look in looks]
    verdicts = Counter(reading.verdict for reading in readings)
    scores = [reading.passive for reading in readings if reading.passive is not None]
    return ClipResult(
        name=path.name,
        label=label,
        looks=len(readings),
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        passive=mean(scores) if scores else None,
        cues=_mean_cues(readings),
    )


def _mean_cues(readings: Sequence[LivenessReading]) -> dict[str, float]:
    names = sorted({name for reading in readings for name in reading.cues})
    return {name: mean(reading.cues[name] for reading in readings if name in reading.cues) for name in names}


def _frames(path: Path) -> list[Image]:
    """A picture alone, or the frames of a video at some five a second."""
    if path.suffix.lower() not in _VIDEOS:
        image = cv2.imread(str(path), cv2.IMREAD_COLOR)
        return [] if image is None else [np.asarray(image, np.uint8)]
    capture = cv2.VideoCapture(str(path))
    every = max(1, round(capture.get(cv2.CAP_PROP_FPS) / _FRAMES_A_SECOND))
    frames: list[Image] = []
    number = 0
    while capture.grab():
        if number % every == 0:
            is_read, frame = capture.retrieve()
            if is_read:
                frames.append(np.asarray(frame, np.uint8))
        number += 1
    capture.release()
    return frames
