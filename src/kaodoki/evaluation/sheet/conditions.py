"""What was measured with what: data, model files, versions, processor, time per stage."""

import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeVar

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray

from kaodoki.evaluation.datasets import DataSet
from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.sheet.section import Section, counted, table
from kaodoki.faces.alignment import align
from kaodoki.faces.compilation import default_cache
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.pack import Pack, read_receipt
from kaodoki.faces.pipeline import Pipeline, open_pipelines
from kaodoki.faces.quality import measure_quality

T = TypeVar("T")

TIMED_PHOTOS: Final = 200
TIMED_GALLERY: Final = 10_000
LISTED_FAILURES: Final = 20

_PACKAGES: Final = ("openvino", "opencv-python-headless", "numpy", "pillow")
_PROSE: Final = """\
One thread, one photo after the other, median of {photos} photos of {width}×{height} pixels with 95 % of them in
brackets; the search is a plain product with {gallery} templates. Other programs on the machine count: for comparisons
side by side see [the benchmarks](benchmarks.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A data set, what was read of it and what stayed out."""

    name: str
    data: DataSet
    faces: FaceSet
    left_out: str = "none"


def data_section(sets: Sequence[Used]) -> Section:
    rows = [
        [
            used.name,
            counted(len(used.data.photos)),
            counted(len({photo.person for photo in used.data.photos})),
            counted(len(used.faces.failures)),
            used.left_out,
        ]
        for used in sets
    ]
    failures = [f"{used.name}: `{item.name}` ({item.code})" for used in sets for item in used.faces.failures]
    text = [table(["data set", "photos", "people", "without a face", "left out"], rows)]
    if failures:
        more = len(failures) - LISTED_FAILURES
        listed = failures[:LISTED_FAILURES] + ([f"and {counted(more)} more"] if more > 0 else [])
        text.append("Photos that gave no face:\n\n" + "\n".join(f"- {line}" for line in listed))
    return Section(title="Data", text="\n\n".join(text))


def machine_section(pack: Pack, used: Used) -> Section:
    """Model files and machine, and the time per stage on photos of a data set."""
    receipt = read_receipt(pack) or {"sources": {}, "folded": {}}
    files = [
        [f"`{file.folded}`", f"`{file.sha256}`", f"`{receipt['folded'].get(file.folded, '–')}`"] for file in pack.files
    ]
    core = ov.Core()
    precision = core.get_property("CPU", "INFERENCE_PRECISION_HINT")
    facts = [
        ["pack", f"`{pack.id}`"],
        ["precision", f"{precision.get_type_name()} (the processor's own choice)"],
        ["processor", f"{processor_name()}, {platform.machine()}"],
        ["system", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"],
        ["packages", ", ".join(f"{name} {version(name)}" for name in _PACKAGES)],
    ]
    text = "\n\n".join(
        [
            table(["", ""], facts),
            table(["network", "SHA-256 as shipped", "SHA-256 as run"], files),
            *_timing(pack, used),
        ]
    )
    return Section(title="Models, machine and time per stage", text=text)


def processor_name() -> str:
    """As the system calls it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def _timing(pack: Pack, used: Used) -> list[str]:
    (pipeline,) = open_pipelines(pack, 1, cache_dir=default_cache(pack))
    cv2.setNumThreads(1)
    photos = [(used.data.folder / item.photo.name).read_bytes() for item in used.faces.faces[:TIMED_PHOTOS]]
    gallery = np.random.default_rng(0).normal(size=(TIMED_GALLERY, pack.template_length)).astype(np.float32)
    spent: dict[str, list[float]] = {}
    size = (0, 0)
    for content in photos:
        size = _time_photo(pipeline, content, gallery, spent) or size
    rows = [
        [name, f"{np.median(times) * 1000:.2f} ms ({_reach(times)})"] for name, times in spent.items() if len(times) > 1
    ]
    if not rows:
        return []
    prose = _PROSE.format(photos=len(photos), width=size[1], height=size[0], gallery=counted(TIMED_GALLERY))
    return [prose, table(["stage", "median (95 % of them)"], rows)]


def _time_photo(
    pipeline: Pipeline, content: bytes, gallery: NDArray[np.float32], spent: dict[str, list[float]]
) -> tuple[int, int] | None:
    picture = _timed(spent, "decode", lambda: decode_image(content, limits=PHOTO_LIMITS))
    found = _timed(spent, "detect", lambda: pipeline.detect(picture))
    if not found:
        return None
    size = (picture.shape[0], picture.shape[1])
    aligned = _timed(spent, "align", lambda: align(picture, found[0].landmarks))
    _timed(spent, "quality", lambda: measure_quality(found[0], aligned, picture))
    vector = _timed(spent, "embed", lambda: pipeline.embed(aligned)).vector
    _timed(spent, f"search {counted(TIMED_GALLERY)}", lambda: gallery @ vector)
    return size


def _timed(spent: dict[str, list[float]], name: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    result = work()
    spent.setdefault(name, []).append(time.perf_counter() - start)
    return result


def _reach(times: list[float]) -> str:
    low, high = np.quantile(times, [0.025, 0.975]) * 1000
    return f"{low:.2f}–{high:.2f}"
